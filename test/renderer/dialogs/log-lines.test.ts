import { expect, test } from "vitest";
import { readLogLines } from "../../../renderer/dialogs/log-lines.ts";

test("lines are read newest first, with grade and details; what is no JSON is shown as it is", () => {
  const entries = readLogLines([
    "not a line of ours",
    '{"level":40,"time":5,"pid":7,"url":"https://a.example/","count":2,"msg":"refused"}',
    '{"level":50,"time":6,"pid":7,"msg":"broken"}',
    '{"level":30,"time":7,"pid":7,"msg":"fine"}',
  ]);
  expect(entries).toEqual([
    { timeMs: 7, grade: "note", message: "fine", details: "" },
    { timeMs: 6, grade: "error", message: "broken", details: "" },
    { timeMs: 5, grade: "warning", message: "refused", details: "url=https://a.example/  count=2" },
    { timeMs: 0, grade: "note", message: "not a line of ours", details: "" },
  ]);
});
