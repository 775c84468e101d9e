// Entry of a worker thread: the only place where foreign file content is decoded. Knows no database.
import { parentPort } from "node:worker_threads";
import { type HandlersOf, serveChannel } from "../base/channel.ts";
import { AppError, isSystemError } from "../base/app-error.ts";
import { toThreadPort } from "../base/child-port.ts";
import { explainSystemError } from "../base/system-error.ts";
import { tagFile } from "../exchange/tag-files/tag-file.ts";
import { hashContent, hashQuickly } from "./content-hash.ts";
import { listenToFile } from "./index-sound.ts";
import { type HeardWindow, listenToWindows } from "./index-windows.ts";
import { decodeToWav } from "./play-wav.ts";
import { renderRegionToBytes, renderRegionToFile } from "./render-region.ts";
import { scanFolder, type ScannedFolder } from "./scan.ts";
import type { SoundWorkerApi } from "./sound-worker-api.ts";

if (!parentPort) throw new Error("sound-worker runs as a worker thread only.");

/** One message for so many files: a message a folder would cost more than the scan itself. */
const filesPerMessage = 500;

let windows: AsyncGenerator<HeardWindow> | undefined;
let scan: Generator<ScannedFolder> | undefined;

const handlers: HandlersOf<SoundWorkerApi> = {
  hashQuickly: ({ path }) => plainly(path, () => hashQuickly(path)),
  hashContent: ({ path }) => plainly(path, () => hashContent(path)),
  listen: ({ path, spec }) => plainly(path, () => listenToFile(path, spec)),
  decodeToWav: ({ path }) => plainly(path, () => decodeToWav(path)),
  tagFile: ({ path, labels, options }) => tagFile(path, labels, options),
  renderRegionToBytes: ({ path, region }) => plainly(path, () => renderRegionToBytes(path, region)),
  renderRegionToFile: ({ path, region, folder }) =>
    plainly(path, () => renderRegionToFile(path, region, folder)),

  openWindows: async ({ file, spec }) => {
    await windows?.return(undefined);
    windows = listenToWindows(file, spec);
  },
  nextWindow: async () => {
    const next = await windows?.next();
    return next === undefined || next.done === true ? null : next.value;
  },
  closeWindows: async () => {
    await windows?.return(undefined);
    windows = undefined;
  },

  openScan: ({ root, excludes, places }) => {
    scan = scanFolder(root, excludes, places);
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

/** Errors of the file system in words; the decoders have their own. */
async function plainly<Result>(path: string, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code === "ENOENT") {
      throw new AppError("file-missing", `${path} is not there any more.`, "Scan its folder again.");
    }
    throw new AppError(
      "unreadable-file",
      `The file cannot be read: ${explainSystemError(error)}.`,
      "Check the file's permissions and the drive.",
      { cause: error },
    );
  }
}

serveChannel<SoundWorkerApi>(toThreadPort(parentPort), handlers);
