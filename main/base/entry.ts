// Where the program's other entry points lie: beside this bundle when built, in the source tree when not.
import { existsSync } from "node:fs";
import path from "node:path";

/** Programs that run in a process or thread of their own, by the name of their bundle. */
const sourceOfEntry = {
  engine: "engine/engine-process.ts",
  embedder: "clap/embedder-process.ts",
  "sound-worker": "indexer/sound-worker.ts",
  "map-worker": "search/map/map-worker.ts",
} as const;

export type EntryName = keyof typeof sourceOfEntry;

/**
 * Absolute path of an entry point. Node runs the TypeScript source directly in a checkout;
 * in a build all entries are bundles side by side.
 */
export function findEntryPath(name: EntryName): string {
  const here = toUnpacked(import.meta.dirname);
  const bundled = path.join(here, `${name}.js`);
  if (existsSync(bundled)) return bundled;
  const bundledBesideChunks = path.join(here, "..", `${name}.js`);
  if (existsSync(bundledBesideChunks)) return bundledBesideChunks;
  return path.join(here, "..", sourceOfEntry[name]);
}

/** Root of the checkout or of the packaged application: the folder that holds `assets/`. */
export function findAppRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, "assets", "models"))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`No assets folder above ${import.meta.dirname}`);
    folder = parent;
  }
  return toUnpacked(folder);
}

/**
 * Where the packaged application keeps on the disk what lies in its archive: native code, threads and other
 * processes cannot be relied on to open files inside `app.asar`.
 */
export function toUnpacked(folder: string): string {
  return folder.replace(/app\.asar(?=$|[\\/])/, "app.asar.unpacked");
}
