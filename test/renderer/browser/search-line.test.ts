import { expect, test } from "vitest";
import type { QueryChip } from "../../../preload/search.ts";
import { toMarkedParts } from "../../../renderer/browser/marked-parts.ts";
import { withoutRange } from "../../../renderer/stores/search.ts";

function chip(start: number, end: number, problem: string | null): QueryChip {
  return { kind: "filter", filter: "duration", label: "", start, end, problem };
}

test("a chip that is clicked off leaves no double space behind", () => {
  const line = "dusty kick -vox <2s";
  expect([withoutRange(line, 0, 5), withoutRange(line, 11, 15), withoutRange(line, 16, 19)]).toEqual([
    "kick -vox <2s",
    "dusty kick <2s",
    "dusty kick -vox",
  ]);
});

test("parts of the line are marked where they are not understood", () => {
  expect(toMarkedParts("kick <2 120-x", [chip(8, 13, "x"), chip(5, 7, "unit"), chip(0, 4, null)])).toEqual([
    { text: "kick ", start: 0, isProblem: false },
    { text: "<2", start: 5, isProblem: true },
    { text: " ", start: 7, isProblem: false },
    { text: "120-x", start: 8, isProblem: true },
  ]);
});

test("chips of a longer line that was just shortened do not reach past its end", () => {
  expect(toMarkedParts("kick <", [chip(5, 7, "unit"), chip(8, 13, "x")])).toEqual([
    { text: "kick ", start: 0, isProblem: false },
    { text: "<", start: 5, isProblem: true },
  ]);
});
