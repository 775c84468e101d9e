import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { dropLeftovers, makePartPath } from "../../main/base/part-files.ts";
import { tempFolder } from "../indexer/temp-folder.ts";
import { leaveBehind } from "./killed-writer.ts";

test("what a killed writer left is taken away; what may still be written only after a day; nothing else ever", async () => {
  const folder = tempFolder();
  const { maybeWritten, lookAlikes } = leaveBehind(folder);
  await dropLeftovers(folder);
  expect(readdirSync(folder).toSorted()).toEqual([...maybeWritten, ...lookAlikes].toSorted());
  await dropLeftovers(folder, Date.now() + 2 * 24 * 60 * 60_000);
  expect(readdirSync(folder).toSorted()).toEqual(lookAlikes.toSorted());
  expect(readFileSync(path.join(folder, ".earshot-mine.part"), "utf8")).toBe("half");
  await dropLeftovers(path.join(folder, "no such folder"));
});

test("two files that are written at the same time have a name each, hidden", () => {
  const names = [makePartPath("/a"), makePartPath("/a")].map((each) => path.basename(each));
  expect(new Set(names).size).toBe(2);
  expect(names.filter((name) => !/^\.earshot-.+\.part$/.test(name))).toEqual([]);
});
