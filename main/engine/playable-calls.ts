// Calls by which shells play sounds: which file, of what type, and whether a browser can play it as it is.
import { realpath } from "node:fs/promises";
import type { ShellCalls } from "../../preload/contract.ts";
import { AppError } from "../base/app-error.ts";
import type { HandlersOf } from "../base/channel.ts";
import { explainSystemError } from "../base/system-error.ts";
import { findFileByPath } from "../db/files.ts";
import { getSoundRows } from "../db/sounds.ts";
import type { SoundRow } from "../../preload/model.ts";
import type { EngineParts } from "./engine-parts.ts";
import { noSuchSound } from "./library-calls.ts";

/** What every build of Chromium plays. AAC is left out: builds without licensed codecs cannot. */
const mimeTypeOf: Record<string, string> = {
  wav: "audio/wav",
  mp3: "audio/mpeg",
  ogg: "audio/ogg",
  opus: "audio/ogg",
  flac: "audio/flac",
};
const decodedMimeType = "audio/wav";

type Names = "getPlayable" | "decodeToWav" | "confinePath";

export function makePlayableCalls({ library, listener }: EngineParts): HandlersOf<ShellHandlers<Names>> {
  const getPresentSound = (id: number): SoundRow => {
    const [sound] = getSoundRows(library.db, [id]);
    if (!sound) throw noSuchSound(id);
    if (sound.fileState !== "present") {
      throw new AppError(
        sound.fileState === "offline" ? "file-offline" : "file-missing",
        `${sound.path} is not there at the moment.`,
        "Connect its drive, or look for changes in the folder.",
      );
    }
    return sound;
  };
  return {
    getPlayable: ({ id }) => {
      const sound = getPresentSound(id);
      const needsDecoding = !isPlayable(sound);
      const mimeType = needsDecoding ? decodedMimeType : (mimeTypeOf[sound.format] ?? decodedMimeType);
      return { path: sound.path, mimeType, needsDecoding };
    },
    decodeToWav: ({ id }) => {
      const { path, sizeBytes } = getPresentSound(id);
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

/** Chromium knows PCM of 8 to 32 bits; a WAV without a bit depth holds a compressed stream. */
function isPlayable({ format, bitDepth }: SoundRow): boolean {
  if (format === "wav") return bitDepth !== null && bitDepth <= 32;
  return Object.hasOwn(mimeTypeOf, format);
}

/** Some calls of the shells, as `HandlersOf` wants them. */
export type ShellHandlers<Names extends keyof ShellCalls> = {
  [Name in Names]: (request: Parameters<ShellCalls[Name]>[0]) => Promise<ReturnType<ShellCalls[Name]>>;
};
