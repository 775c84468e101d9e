// The watch over all roots: which trees of watches are held while drives are swapped.
import { mkdirSync, renameSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { LibraryWatch } from "../../../main/indexer/watch/library-watch.ts";
import type { TreeWatch } from "../../../main/indexer/watch/tree-watch.ts";
import { tempFolder } from "../temp-folder.ts";

const timing = { quietMs: 10, longestWaitMs: 20, rootPollMs: 20, unwatchedLookMs: 1e6, safetyLookMs: 1e6 };

test("a drive that is swapped while its watches are put in place leaves one tree of watches, the last", async () => {
  const root = path.join(tempFolder(), "drive");
  mkdirSync(root);
  const open = new Set<number>();
  const put: ((tree: TreeWatch) => void)[] = [];
  const watch = new LibraryWatch({
    listRoots: () => [{ id: 1, path: root, excludes: [] }],
    look: () => {},
    log: silentLog,
    timing,
    // The first tree takes long: a large drive. Each is given out by hand.
    watch: () => new Promise<TreeWatch>((resolve) => put.push(resolve)),
  });
  onTestFinished(() => watch.close());
  const give = (turn: number): void => {
    open.add(turn);
    put[turn]?.({ close: () => void open.delete(turn) });
  };
  void watch.refresh();
  await vi.waitFor(() => expect(put).toHaveLength(1));
  // It is polled once as it is, then another drive lies there.
  await new Promise((resolve) => setTimeout(resolve, 200));
  renameSync(root, `${root}-away`);
  mkdirSync(root);
  await vi.waitFor(() => expect(put).toHaveLength(2), 5000);
  give(0);
  give(1);
  await vi.waitFor(() => expect([...open]).toEqual([1]));
  watch.close();
  expect([...open]).toEqual([]);
});
