// Entry of a worker thread: the only place where foreign file content is decoded. Knows no database.
import { parentPort } from "node:worker_threads";
import { type HandlersOf, serveChannel } from "../base/channel.ts";
import { toThreadPort } from "../base/child-port.ts";
import { hashContent, hashQuickly } from "./content-hash.ts";
import { listenToFile } from "./index-sound.ts";
import { type HeardWindow, listenToWindows } from "./index-windows.ts";
import { decodeToWav } from "./play-wav.ts";
import { scanFolder, type ScannedFolder } from "./scan.ts";
import type { SoundWorkerApi } from "./sound-worker-api.ts";

if (!parentPort) throw new Error("sound-worker runs as a worker thread only.");

/** One message for so many files: a message a folder would cost more than the scan itself. */
const filesPerMessage = 500;

let windows: AsyncGenerator<HeardWindow> | undefined;
let scan: Generator<ScannedFolder> | undefined;

const handlers: HandlersOf<SoundWorkerApi> = {
  hashQuickly: ({ path }) => hashQuickly(path),
  hashContent: ({ path }) => hashContent(path),
  listen: ({ path, spec }) => listenToFile(path, spec),
  decodeToWav: ({ path }) => decodeToWav(path),

  openWindows: async ({ path, spec }) => {
    await windows?.return(undefined);
    windows = listenToWindows(path, spec);
  },
  nextWindow: async () => {
    const next = await windows?.next();
    return next === undefined || next.done === true ? null : next.value;
  },
  closeWindows: async () => {
    await windows?.return(undefined);
    windows = undefined;
  },

  openScan: ({ root, excludes }) => {
    scan = scanFolder(root, excludes);
  },
  nextFolders: () => {
    const folders: ScannedFolder[] = [];
    let fileCount = 0;
    while (fileCount < filesPerMessage) {
      const next = scan?.next();
      if (next === undefined || next.done === true) return folders.length > 0 ? folders : null;
      folders.push(next.value);
      // A folder counts as well: a tree of empty folders must report too.
      fileCount += next.value.files.length + 1;
    }
    return folders;
  },
};

serveChannel<SoundWorkerApi>(toThreadPort(parentPort), handlers);
