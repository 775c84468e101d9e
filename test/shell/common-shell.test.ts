// Calls that both windows' shells answer alike.
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { FullEngineApi } from "../../preload/contract.ts";
import { makeCommonCalls } from "../../main/shell/common-shell.ts";
import { OpenedPaths } from "../../main/shell/opened-paths.ts";
import { tempFolder } from "../indexer/temp-folder.ts";

test("of paths that were handed over, one that cannot be looked at does not take the others with it", async () => {
  const folder = tempFolder();
  const at = (name: string): string => path.join(folder, name);
  mkdirSync(at("pack"));
  writeFileSync(at("kick.wav"), "");
  // Looking at it fails for everyone, also for the superuser, whom no permission stops.
  symlinkSync(at("circle"), at("circle"));
  const opened = new OpenedPaths(() => {});
  const engine = {
    findSoundByPath: ({ path: asked }: { path: string }) =>
      Promise.resolve(asked === at("kick.wav") ? 7 : null),
  } as Partial<FullEngineApi> as FullEngineApi;
  const calls = makeCommonCalls({ engine, musicFolder: folder, versions: [], opened });
  opened.add([at("circle"), at("gone.wav"), at("pack"), at("kick.wav")]);
  expect(await calls.takeOpened({})).toEqual([
    { path: at("circle"), isFolder: false, soundId: null },
    { path: at("pack"), isFolder: true, soundId: null },
    { path: at("kick.wav"), isFolder: false, soundId: 7 },
  ]);
  expect(await calls.takeOpened({})).toEqual([]);
});
