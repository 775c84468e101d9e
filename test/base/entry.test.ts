import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { findAppRoot, findEntryPath, toUnpacked } from "../../main/base/entry.ts";

test("in a checkout, entries are its source files", () => {
  const root = path.join(import.meta.dirname, "..", "..");
  expect(findAppRoot()).toBe(root);
  expect(findEntryPath("sound-worker")).toBe(path.join(root, "main", "indexer", "sound-worker.ts"));
});

test.each([
  ["/opt/Earshot/resources/app.asar/out/main", "/opt/Earshot/resources/app.asar.unpacked/out/main"],
  ["C:\\Earshot\\resources\\app.asar\\out", "C:\\Earshot\\resources\\app.asar.unpacked\\out"],
  ["/opt/Earshot/resources/app.asar", "/opt/Earshot/resources/app.asar.unpacked"],
  ["/opt/app.asar.unpacked/out/main", "/opt/app.asar.unpacked/out/main"],
  ["/home/me/app.asarium/out", "/home/me/app.asarium/out"],
])("%s lies on the disk at %s", (inside, onDisk) => {
  expect(toUnpacked(inside)).toBe(onDisk);
});

test("the package unpacks what runs from the disk and keeps the texts of licences", () => {
  const config = readFileSync(path.join(findAppRoot(), "electron-builder.yml"), "utf8");
  const lines = config.split("\n").map((line) => line.trim());
  const unpacked = lines.slice(lines.indexOf("asarUnpack:") + 1);
  expect(unpacked.slice(0, 4).toSorted()).toEqual([
    '- "**/node_modules/**"',
    "- assets/**",
    "- out/main/**",
    "- package.json",
  ]);
  expect(lines.indexOf("- assets/**/*.md")).toBeGreaterThan(lines.indexOf('- "!**/*.{md,map,ts,mts,cts}"'));
});
