// Calls by which shells play sounds: which file, of what type, and whether a browser can play it as it is.
import { readdir, realpath, stat } from "node:fs/promises";
import { AppError, isSystemError } from "../base/app-error.ts";
import type { HandlersOf } from "../base/channel.ts";
import { explainSystemError } from "../base/system-error.ts";
import { type FileRecord, findFileByPath, listFilesOfSound, markFilesMissing } from "../db/files.ts";
import { listFolders } from "../db/folders.ts";
import { getSoundRows } from "../db/sounds.ts";
import type { SoundRow } from "../../preload/model.ts";
import { noSuchSound, type ShellHandlers } from "./call-types.ts";
import type { EngineParts, LibraryAccess } from "./engine-parts.ts";

/** What every build of Chromium plays. AAC is left out: builds without licensed codecs cannot. */
const mimeTypeOf: Record<string, string> = {
  wav: "audio/wav",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
  opus: "audio/ogg",
  flac: "audio/flac",
};
const decodedMimeType = "audio/wav";

type Names = "getPlayable" | "getPaths" | "decodeToWav" | "confinePath";

export function makePlayableCalls({ library, listener }: EngineParts): HandlersOf<ShellHandlers<Names>> {
  return {
    getPlayable: async ({ id }) => {
      const sound = getSound(library, id);
      const { path } = await findPresentFile(library, sound);
      const needsDecoding = !isPlayable(sound);
      const mimeType = needsDecoding ? decodedMimeType : (mimeTypeOf[sound.format] ?? decodedMimeType);
      return { path, mimeType, needsDecoding };
    },
    getPaths: ({ ids }) => Promise.resolve(getSoundRows(library.db, ids).map(({ path }) => path)),
    decodeToWav: async ({ id }) => {
      const { path, sizeBytes } = await findPresentFile(library, getSound(library, id));
      return listener.decodeToWav({ path, sizeBytes });
    },
    confinePath: async ({ path }) => {
      if (!findFileByPath(library.db, path)) {
        throw new AppError(
          "not-in-library",
          `${path} is not a file of the library.`,
          "Add its folder first.",
        );
      }
      try {
        return await realpath(path);
      } catch (error) {
        throw new AppError("file-missing", `${path} cannot be opened: ${explainSystemError(error)}.`);
      }
    },
  };
}

function getSound(library: LibraryAccess, id: number): SoundRow {
  const [sound] = getSoundRows(library.db, [id]);
  if (!sound) throw noSuchSound(id);
  return sound;
}

/**
 * The sound's first file that is on the disk now. The library learns at once of files found missing, rather than
 * at the next scan.
 * @throws AppError `file-missing`, `file-offline`
 */
async function findPresentFile(library: LibraryAccess, sound: SoundRow): Promise<FileRecord> {
  let isOffline = sound.fileState === "offline";
  for (const file of listFilesOfSound(library.db, sound.id)) {
    if (file.state !== "present") continue;
    if (await isThere(file.path)) return file;
    const root = listFolders(library.db).find(({ id }) => id === file.folderId);
    // A drive that is away leaves nothing or an empty folder behind: its files come back with it.
    const isRootThere = root !== undefined && (await hasEntries(root.path));
    if (!isRootThere) isOffline = true;
    else if (library.mode === "write") {
      markFilesMissing(library.writableDb, [file.id]);
      library.noteChange();
    }
  }
  throw new AppError(
    isOffline ? "file-offline" : "file-missing",
    `${sound.path} is not there at the moment.`,
    isOffline ? "Connect its drive." : "It was moved, renamed or deleted: look for changes in its folder.",
  );
}

/** False only when it is certain: a file that may not be read is there. */
async function isThere(filePath: string): Promise<boolean> {
  return stat(filePath).then(
    () => true,
    (error: unknown) => !isSystemError(error, "ENOENT") && !isSystemError(error, "ENOTDIR"),
  );
}

async function hasEntries(folderPath: string): Promise<boolean> {
  return readdir(folderPath).then(
    (names) => names.length > 0,
    () => false,
  );
}

/** Chromium knows PCM of 8 to 32 bits; a WAV without a bit depth holds a compressed stream. */
function isPlayable({ format, bitDepth }: SoundRow): boolean {
  if (format === "wav") return bitDepth !== null && bitDepth <= 32;
  return Object.hasOwn(mimeTypeOf, format);
}
