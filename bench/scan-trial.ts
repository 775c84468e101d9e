// Looks at a folder of many files: once when all are new, then when nothing has changed.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { countLibrary } from "../main/db/counts.ts";
import { addFolder } from "../main/db/folders.ts";
import { closeLibrary, openLibrary } from "../main/db/open-library.ts";
import { DiskLooks } from "../main/indexer/disk-looks.ts";
import { SoundListener } from "../main/indexer/sound-listener.ts";
import { watchTree } from "../main/indexer/watch/tree-watch.ts";

const { fileCount, rounds } = JSON.parse(process.argv[2] ?? "{}") as ScanOptions;
const filesPerFolder = 50;

export interface ScanOptions {
  fileCount: number;
  rounds: number;
}

export interface ScanResult {
  firstSec: number;
  againSec: number[];
  /** Longest time for which the engine's thread could answer nobody during those. */
  longestStallMs: number;
  watchSec: number;
  folders: number;
}

const temporary = mkdtempSync(path.join(tmpdir(), "earshot-scan-"));
const root = path.join(temporary, "sounds");
const folders = Math.ceil(fileCount / filesPerFolder);
for (let i = 0; i < folders; i++) {
  const folder = path.join(root, `pack ${i % 40}`, `folder ${i}`);
  mkdirSync(folder, { recursive: true });
  const count = Math.min(filesPerFolder, fileCount - i * filesPerFolder);
  for (let j = 0; j < count; j++) writeFileSync(path.join(folder, `Kick ${i}-${j}.wav`), "not listened to");
}

const db = openLibrary(path.join(temporary, "library.db"), "write");
addFolder(db, { path: root, excludes: [], nowMs: Date.now() });
const listener = new SoundListener(1);
let foundCount = 0;
let changeCount = 0;
const looks = new DiskLooks({
  db,
  scan: (folder, excludes, places) => listener.scan(folder, excludes, places),
  nowMs: Date.now,
  onFound: (count) => (foundCount = count),
  onChange: () => changeCount++,
  signal: new AbortController().signal,
});

async function look(): Promise<number> {
  const startedMs = performance.now();
  looks.wantAll();
  await looks.run();
  if (foundCount !== fileCount) throw new Error(`${foundCount} files found of ${fileCount}`);
  return round((performance.now() - startedMs) / 1000);
}

const firstSec = await look();
if (countLibrary(db, "").fileCount !== fileCount) throw new Error("The library does not have every file.");
changeCount = 0;
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const againSec: number[] = [];
for (let i = 0; i < rounds; i++) againSec.push(await look());
delay.disable();
if (changeCount > 0) throw new Error("A look at unchanged files changed the library.");

const watchStartedMs = performance.now();
const tree = await watchTree({
  root,
  isLeftOut: () => false,
  onChange: () => {},
  onLost: (error) => {
    throw error;
  },
});
const watchSec = round((performance.now() - watchStartedMs) / 1000);
tree.close();
listener.close();
closeLibrary(db);
rmSync(temporary, { recursive: true, force: true });
const result: ScanResult = {
  firstSec,
  againSec,
  longestStallMs: Math.round(delay.max / 1e6),
  watchSec,
  folders,
};
console.log(JSON.stringify(result));

function round(sec: number): number {
  return Math.round(sec * 1000) / 1000;
}
