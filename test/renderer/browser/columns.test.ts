import { expect, test } from "vitest";
import {
  allColumns,
  defaultColumns,
  gridTemplate,
  layoutColumns,
  visibleColumns,
} from "../../../renderer/browser/columns.ts";

const ids = (isRanked: boolean, width: number): string[] =>
  visibleColumns(defaultColumns, isRanked, width).map(({ id }) => id);

test("a wide list shows every chosen column, and the match only where there is one", () => {
  expect([
    ids(true, 1200).includes("score"),
    ids(false, 1200).includes("score"),
    ids(true, 1200).length,
  ]).toEqual([true, false, 9]);
});

test("a narrow list gives up the folder before the length, and never waveform and name", () => {
  expect([ids(true, 700), ids(true, 420), ids(true, 100)]).toEqual([
    ["waveform", "name", "tempo", "key", "kind", "duration", "format", "score"],
    ["waveform", "name", "duration"],
    ["waveform", "name"],
  ]);
});

test("columns fill the list to the last few pixels, name and folder sharing what is left", () => {
  const columns = visibleColumns(defaultColumns, false, 1000);
  const widths = layoutColumns(columns, {}, 1000);
  const sum = widths.reduce((total, width) => total + width, 28);
  expect({ rest: 1000 - sum < columns.length && sum <= 1000, name: widths[1], folder: widths[2] }).toEqual({
    rest: true,
    name: 407,
    folder: 181,
  });
});

test("a width that the user chose is kept, though never below the narrowest", () => {
  const columns = allColumns.filter(({ id }) => id === "name" || id === "folder");
  expect([layoutColumns(columns, { name: 300, folder: 10 }, 1000), gridTemplate([300, 40])]).toEqual([
    [300, 40],
    "28px 300px 40px",
  ]);
});
