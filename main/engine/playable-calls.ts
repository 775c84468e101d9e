// Calls by which shells play sounds: which file, of what type, and whether a browser can play it as it is.
import { readdir, realpath, stat } from "node:fs/promises";
import { isAbsolute, relative, sep } from "node:path";
import { AppError, isSystemError, toErrorData } from "../base/app-error.ts";
import type { HandlersOf } from "../base/channel.ts";
import { explainSystemError } from "../base/system-error.ts";
import {
  type FileRecord,
  findFile,
  findFileByPath,
  listFilesOfSound,
  markFilesMissing,
} from "../db/files.ts";
import { listFolders } from "../db/folders.ts";
import { getSoundRows } from "../db/sounds.ts";
import type { ErrorData } from "../../preload/error-data.ts";
import type { SoundRow } from "../../preload/sound.ts";
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

type Names =
  | "getPlayable"
  | "getFiles"
  | "getPaths"
  | "decodeToWav"
  | "renderRegion"
  | "decodeRegion"
  | "findSoundByPath"
  | "confinePath";

export function makePlayableCalls({ library, listener }: EngineParts): HandlersOf<ShellHandlers<Names>> {
  return {
    getPlayable: async ({ id, fileId }) => {
      const sound = getSound(library, id);
      const { path } = await findPresentFile(library, sound, fileId);
      const needsDecoding = !isPlayable(sound);
      const mimeType = needsDecoding ? decodedMimeType : (mimeTypeOf[sound.format] ?? decodedMimeType);
      return { path, mimeType, needsDecoding };
    },
    getPaths: ({ ids, fileIds }) => {
      const chosen = findChosen(library, fileIds);
      return Promise.resolve(
        getSoundRows(library.db, ids).map(({ id, path }) => chosen.get(id)?.path ?? path),
      );
    },
    decodeToWav: async ({ id }) => {
      const { path, sizeBytes } = await findPresentFile(library, getSound(library, id));
      return listener.decodeToWav({ path, sizeBytes });
    },
    getFiles: async ({ ids, fileIds }) => {
      const chosen = findChosen(library, fileIds);
      const paths: string[] = [];
      const refused: ErrorData[] = [];
      for (const sound of getSoundRows(library.db, ids)) {
        try {
          paths.push((await findPresentFile(library, sound, chosen.get(sound.id)?.id)).path);
        } catch (error) {
          refused.push(toErrorData(error));
        }
      }
      return { paths, refused };
    },
    renderRegion: async ({ id, fileId, region, folder }) => {
      const { path, sizeBytes } = await findPresentFile(library, getSound(library, id), fileId);
      return listener.renderRegionToFile({ path, sizeBytes }, region, folder);
    },
    decodeRegion: async ({ id, region }) => {
      const { path, sizeBytes } = await findPresentFile(library, getSound(library, id));
      return listener.renderRegionToBytes({ path, sizeBytes }, region);
    },
    findSoundByPath: ({ path }) => Promise.resolve(findFileByPath(library.db, path)?.soundId ?? null),
    confinePath: async ({ path }) => {
      const file = findFileByPath(library.db, path);
      if (!file) {
        throw new AppError(
          "not-in-library",
          `${path} is not a file of the library.`,
          "Add its folder first.",
        );
      }
      await checkConfined(library, file);
      return realpath(path);
    },
  };
}

function getSound(library: LibraryAccess, id: number): SoundRow {
  const [sound] = getSoundRows(library.db, [id]);
  if (!sound) throw noSuchSound(id);
  return sound;
}

/** Of each sound the file that was chosen among its copies. */
function findChosen(library: LibraryAccess, fileIds: readonly number[] = []): Map<number, FileRecord> {
  const files = fileIds.map((fileId) => findFile(library.db, fileId)).filter((file) => file !== undefined);
  return new Map(files.map((file) => [file.soundId, file]));
}

/**
 * The sound's first file that is on the disk now. The library learns at once of files found missing, rather than
 * at the next scan.
 * @param chosenId the file that comes first, where it is one of this sound
 * @throws AppError `file-missing`, `file-offline`, `outside-library`
 */
async function findPresentFile(
  library: LibraryAccess,
  sound: SoundRow,
  chosenId?: number,
): Promise<FileRecord> {
  let isOffline = sound.fileState === "offline";
  const files = listFilesOfSound(library.db, sound.id);
  const chosen = files.filter(({ id }) => id === chosenId);
  for (const file of new Set([...chosen, ...files])) {
    if (file.state !== "present") continue;
    if (await isThere(file.path)) {
      await checkConfined(library, file);
      return file;
    }
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

/**
 * A path of the library may lead out of it by a link: one that came in a pack of sounds, or one that took a file's
 * place later. What lies inside the folders is let through; so is what a link of the user's own leads to, when it
 * is the very sound that was listened to.
 * @throws AppError `outside-library`, `file-missing`
 */
async function checkConfined(library: LibraryAccess, file: FileRecord): Promise<void> {
  let target: string;
  try {
    target = await realpath(file.path);
  } catch (error) {
    if (isSystemError(error, "EACCES")) return;
    throw new AppError("file-missing", `${file.path} cannot be opened: ${explainSystemError(error)}.`);
  }
  if (target === file.path) return;
  for (const root of listFolders(library.db)) {
    if (isInside(target, await realpath(root.path).catch(() => root.path))) return;
  }
  const { size, mtimeMs } = await stat(target);
  const isAsHeard = size === file.sizeBytes && Math.floor(mtimeMs) === file.modifiedMs;
  if (file.status === "ready" && isAsHeard) return;
  throw new AppError(
    "outside-library",
    `${file.path} is a link that leads out of the library's folders.`,
    "Add the folder that it leads to, and look for changes.",
  );
}

/** @param folder real path */
function isInside(target: string, folder: string): boolean {
  const way = relative(folder, target);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
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
