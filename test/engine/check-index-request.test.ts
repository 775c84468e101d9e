import { chmodSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { AppError } from "../../main/base/app-error.ts";
import { toRealFolder } from "../../main/engine/check-index-request.ts";
import { asNobody } from "../indexer/as-nobody.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";

function refusalOf(folder: string): string {
  try {
    return toRealFolder(folder);
  } catch (error) {
    return (error as AppError).code;
  }
}

test("a folder is known by one name, whatever links lead to it", () => {
  const root = tempFolder();
  writeFiles(root, { "real/a.wav": "1" });
  symlinkSync(path.join(root, "real"), path.join(root, "link"));
  expect(toRealFolder(path.join(root, "link") + path.sep)).toBe(path.join(root, "real"));
});

test("what is not there, is a file or cannot be read is refused by its own name", () => {
  const root = tempFolder();
  writeFiles(root, { "a.wav": "1" });
  expect([refusalOf(path.join(root, "nowhere")), refusalOf(path.join(root, "a.wav"))]).toEqual([
    "no-such-folder",
    "not-a-folder",
  ]);
  chmodSync(root, 0);
  expect(asNobody(() => refusalOf(root))).toBe("unreadable-folder");
  chmodSync(root, 0o700);
});
