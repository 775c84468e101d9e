// Real folders and the system's own notices: which places are told for what is done to them.
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { ChangedPlace } from "../../../main/indexer/watch/changed-place.ts";
import { FolderWatches } from "../../../main/indexer/watch/folder-watches.ts";
import { watchTree } from "../../../main/indexer/watch/tree-watch.ts";
import { tempFolder, writeFiles } from "../temp-folder.ts";

/** Watches a root. @returns waits for the next places that are told: `folder` or, if deep, `folder/**`, below the root */
async function watchRoot(root: string): Promise<() => Promise<string[]>> {
  let told: ChangedPlace[] = [];
  const tree = await watchTree({
    root,
    isLeftOut: (_folderPath, name) => name.startsWith("."),
    onChange: (place) => told.push(place),
    onLost: (error) => expect.fail(String(error)),
  });
  onTestFinished(() => tree.close());
  return async () => {
    await vi.waitFor(() => expect(told).not.toEqual([]), { timeout: 5000 });
    // What comes late belongs to this change and not to the next.
    await new Promise((resolve) => setTimeout(resolve, 250));
    const places = told.map(
      ({ path: place, isDeep }) => (path.relative(root, place) || ".") + (isDeep ? "/**" : ""),
    );
    told = [];
    return [...new Set(places)];
  };
}

test("a file that comes, grows, is touched, renamed or goes", async () => {
  const root = tempFolder();
  writeFiles(root, { "a/one.wav": "1", "b/two.wav": "2" });
  const takePlaces = await watchRoot(root);
  writeFileSync(path.join(root, "a", "new.wav"), "x");
  expect(await takePlaces()).toEqual(expect.arrayContaining(["a"]));
  appendFileSync(path.join(root, "a", "new.wav"), "y");
  expect(await takePlaces()).toEqual(expect.arrayContaining(["a"]));
  utimesSync(path.join(root, "b", "two.wav"), 1, 1);
  expect(await takePlaces()).toEqual(expect.arrayContaining(["b"]));
  renameSync(path.join(root, "a", "new.wav"), path.join(root, "a", "other.wav"));
  expect(await takePlaces()).toEqual(expect.arrayContaining(["a"]));
  renameSync(path.join(root, "a", "other.wav"), path.join(root, "b", "other.wav"));
  expect(await takePlaces()).toEqual(expect.arrayContaining(["a", "b"]));
  rmSync(path.join(root, "b", "other.wav"));
  expect(await takePlaces()).toEqual(expect.arrayContaining(["b"]));
});

test("a folder made, filled in the same moment, moved in, renamed with what is below, and deleted", async () => {
  const outside = tempFolder();
  const root = tempFolder();
  writeFiles(outside, { "pack/deep/er/one.wav": "1" });
  const takePlaces = await watchRoot(root);
  writeFiles(root, { "new/sub/two.wav": "2" });
  expect(await takePlaces()).toEqual(expect.arrayContaining(["new/**"]));
  renameSync(path.join(outside, "pack"), path.join(root, "pack"));
  expect(await takePlaces()).toEqual(expect.arrayContaining(["pack/**"]));
  writeFileSync(path.join(root, "pack", "deep", "er", "late.wav"), "3");
  expect(await takePlaces()).toEqual(expect.arrayContaining([path.join("pack", "deep", "er")]));
  renameSync(path.join(root, "pack"), path.join(root, "renamed"));
  expect(await takePlaces()).toEqual(expect.arrayContaining(["pack/**", "renamed/**"]));
  appendFileSync(path.join(root, "renamed", "deep", "er", "late.wav"), "4");
  expect(await takePlaces()).toEqual(expect.arrayContaining([path.join("renamed", "deep", "er")]));
  rmSync(path.join(root, "renamed"), { recursive: true });
  expect(await takePlaces()).toEqual(expect.arrayContaining(["renamed/**"]));
  cpSync(path.join(root, "new"), path.join(root, "copy"), { recursive: true });
  expect(await takePlaces()).toEqual(expect.arrayContaining(["copy/**"]));
});

test("what is no sound and no folder, and what is left out, tells nothing", async () => {
  const root = tempFolder();
  mkdirSync(path.join(root, ".hidden"));
  const told = vi.fn<(change: unknown) => void>();
  const tree = await watchTree({
    root,
    isLeftOut: (_folderPath, name) => name.startsWith("."),
    onChange: told,
    onLost: told,
  });
  onTestFinished(() => tree.close());
  writeFiles(root, { "notes.txt": "1", ".hidden/a.wav": "2", ".later/b.wav": "3" });
  appendFileSync(path.join(root, "notes.txt"), "4");
  writeFileSync(path.join(root, "last.wav"), "5");
  await vi.waitFor(() => expect(told).toHaveBeenCalled());
  expect(told.mock.calls.map(([place]) => place as ChangedPlace)).toEqual(
    told.mock.calls.map(() => ({ path: root, isDeep: false })),
  );
});

describe.skipIf(process.platform !== "linux")("one watch a folder", () => {
  const silent = { isLeftOut: () => false, onChange: () => {}, onLost: () => {} };

  test("files take none, links round in a circle end, a folder on two ways is watched once", async () => {
    const root = tempFolder();
    writeFiles(root, { "a/b/1.wav": "1", "a/b/2.wav": "2", "c/3.wav": "3" });
    symlinkSync(root, path.join(root, "a", "up"));
    symlinkSync(path.join(root, "c"), path.join(root, "a", "other way"));
    const watches = new FolderWatches({ root, ...silent });
    onTestFinished(() => watches.close());
    await watches.addTree(root);
    expect(watches.folderCount).toBe(4);
    rmSync(path.join(root, "a"), { recursive: true });
    await vi.waitFor(() => expect(watches.folderCount).toBeLessThanOrEqual(2));
  });

  test("a change behind a link asks for the whole root, which alone chooses between two ways", async () => {
    const outside = tempFolder();
    const root = tempFolder();
    writeFiles(outside, { "x/1.wav": "1" });
    symlinkSync(outside, path.join(root, "link"));
    const takePlaces = await watchRoot(root);
    writeFileSync(path.join(outside, "x", "2.wav"), "2");
    expect(await takePlaces()).toEqual(expect.arrayContaining(["./**"]));
  });
});
