import { createHash } from "node:crypto";
import path from "node:path";
import { expect, test } from "vitest";
import { hashContent, hashQuickly } from "../../main/indexer/content-hash.ts";
import { tempFolder, writeFiles } from "./temp-folder.ts";

test("the content hash is SHA-256 of all bytes", () => {
  const root = tempFolder();
  const content = Buffer.alloc(2_500_001, "earshot");
  writeFiles(root, { "a.wav": content, "empty.wav": "" });
  expect(hashContent(path.join(root, "a.wav"))).toBe(createHash("sha256").update(content).digest("hex"));
  expect(hashContent(path.join(root, "empty.wav"))).toBe(
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
});

test("the quick hash is the same for copies and differs by size, head, tail and sampled middle", () => {
  const root = tempFolder();
  const content = new Uint8Array(1_000_000);
  const changedAt = (offset: number): Uint8Array => content.with(offset, 1);
  writeFiles(root, {
    "a.wav": content,
    "copy.wav": content,
    "longer.wav": new Uint8Array(1_000_001),
    "head.wav": changedAt(0),
    "tail.wav": changedAt(999_999),
    "middle.wav": changedAt(Math.floor(((1_000_000 - 16_384) * 2) / 5) + 5),
  });
  const hashes = ["a", "copy", "longer", "head", "tail", "middle"].map((name) =>
    hashQuickly(path.join(root, `${name}.wav`)),
  );
  expect(hashes[0]).toBe(hashes[1]);
  expect(new Set(hashes).size).toBe(5);
});
