import { expect, test } from "vitest";
import {
  allColumns,
  defaultColumns,
  gridTemplate,
  layoutColumns,
  moveColumn,
  stepColumn,
  toggleColumn,
  visibleColumns,
} from "../../../renderer/browser/columns.ts";

const ids = (isRanked: boolean, width: number): string[] =>
  visibleColumns(defaultColumns, isRanked, width).map(({ id }) => id);

test("a wide list shows every chosen column, and the match only where there is one", () => {
  expect([
    ids(true, 1200).includes("score"),
    ids(false, 1200).includes("score"),
    ids(true, 1200).length,
  ]).toEqual([true, false, 10]);
});

test("a narrow list gives up the folder before the length, and never waveform and name", () => {
  expect([ids(true, 700), ids(true, 420), ids(true, 100)]).toEqual([
    ["waveform", "name", "tags", "tempo", "key", "duration", "score"],
    ["waveform", "name", "duration"],
    ["waveform", "name"],
  ]);
});

test("a column that the user added takes the place of a usual one where there is no room for both", () => {
  const shown = visibleColumns(toggleColumn(defaultColumns, "loudness"), true, 836).map(({ id }) => id);
  expect([shown.includes("loudness"), shown.includes("folder"), shown.includes("format")]).toEqual([
    true,
    false,
    false,
  ]);
});

test("columns fill the list to the last few pixels, name, tags and folder sharing what is left", () => {
  const columns = visibleColumns(defaultColumns, false, 1000);
  const widths = layoutColumns(columns, {}, 1000);
  const sum = widths.reduce((total, width) => total + width, 28);
  expect({ rest: 1000 - sum < columns.length && sum <= 1000, name: widths[1], tags: widths[2] }).toEqual({
    rest: true,
    name: 286,
    tags: 160,
  });
});

test("a width that the user chose is kept, though never below the narrowest", () => {
  const columns = allColumns.filter(({ id }) => id === "name" || id === "folder");
  expect([layoutColumns(columns, { name: 300, folder: 10 }, 1000), gridTemplate([300, 40])]).toEqual([
    [300, 40],
    "28px 300px 40px",
  ]);
});

test("columns stand where the user moved them, and those that cannot be hidden are always there", () => {
  const shown = visibleColumns(["duration", "name", "format"], false, 1200);
  expect(shown.map(({ id }) => id)).toEqual(["waveform", "duration", "name", "format"]);
});

test("a column moves in front of another, to the end, and past one that is out of sight", () => {
  expect([
    moveColumn(["name", "tempo", "key"], "key", "tempo"),
    moveColumn(["name", "tempo", "key"], "name", null),
    stepColumn(["name", "score", "key"], ["name", "key"], "name", 1),
    stepColumn(["name", "score", "key"], ["name", "key"], "key", -1),
    stepColumn(["name", "key"], ["name", "key"], "name", -1),
  ]).toEqual([
    ["name", "key", "tempo"],
    ["tempo", "key", "name"],
    ["score", "key", "name"],
    ["key", "name", "score"],
    ["name", "key"],
  ]);
});

test("a column that is chosen comes where it stands among all columns", () => {
  expect([
    toggleColumn(["waveform", "name", "duration"], "tempo"),
    toggleColumn(["waveform", "name", "duration"], "modified"),
    toggleColumn(["waveform", "name", "duration"], "duration"),
  ]).toEqual([
    ["waveform", "name", "tempo", "duration"],
    ["waveform", "name", "duration", "modified"],
    ["waveform", "name"],
  ]);
});
