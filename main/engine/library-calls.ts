// Calls that read or change the library without searching or listening.
import type { EngineCalls } from "../../preload/contract.ts";
import { AppError } from "../base/app-error.ts";
import type { HandlersOf } from "../base/channel.ts";
import { listErrors } from "../db/errors.ts";
import { listFolderTree, listFolders, removeFolder } from "../db/folders.ts";
import { findPlayerPeaks, listRowPeaks } from "../db/peaks.ts";
import { findSoundDetail, getSoundRows, setFavourite } from "../db/sounds.ts";
import type { EngineParts } from "./engine-parts.ts";
import { listDirectory } from "./list-directory.ts";

type Names =
  | "listFolders"
  | "removeFolder"
  | "listFolderTree"
  | "listDirectory"
  | "listErrors"
  | "getSounds"
  | "getSound"
  | "getPeaks"
  | "getPlayerPeaks"
  | "setFavourite";

export function makeLibraryCalls(
  { library, nowMs }: EngineParts,
  getEmbeddingKey: () => string,
): HandlersOf<AsyncCalls<Names>> {
  return {
    listFolders: () => listFolders(library.db),
    removeFolder: ({ folderId }) => {
      removeFolder(library.writableDb, folderId);
      library.noteChange();
    },
    listFolderTree: ({ path }) => listFolderTree(library.db, path),
    listDirectory: ({ path }) => listDirectory(path),
    listErrors: () => listErrors(library.db),
    getSounds: ({ ids }) => getSoundRows(library.db, ids),
    getSound: ({ id }) => {
      const detail = findSoundDetail(library.db, id, getEmbeddingKey());
      if (!detail) throw noSuchSound(id);
      return detail;
    },
    getPeaks: ({ ids }) => listRowPeaks(library.db, ids),
    getPlayerPeaks: ({ id }) => findPlayerPeaks(library.db, id) ?? null,
    setFavourite: ({ ids, isFavourite }) => {
      setFavourite(library.writableDb, ids, isFavourite, nowMs());
      library.noteChange();
    },
  };
}

/** Some calls of the contract, as `HandlersOf` wants them. */
export type AsyncCalls<Names extends keyof EngineCalls> = {
  [Name in Names]: (request: Parameters<EngineCalls[Name]>[0]) => Promise<ReturnType<EngineCalls[Name]>>;
};

export function noSuchSound(id: number): AppError {
  return new AppError("no-such-sound", `There is no sound ${id} in the library any more.`, "Search again.");
}
