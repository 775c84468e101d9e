// Calls that read or change the library without searching or listening.
import type { HandlersOf } from "../base/channel.ts";
import { listErrors } from "../db/errors.ts";
import { listFolderTree, listFolders, removeFolder } from "../db/folders.ts";
import { makeEdit } from "../db/journal.ts";
import { findPlayerPeaks, listRowPeaks } from "../db/peaks.ts";
import { findSoundDetail, getSoundRows, setFavourite } from "../db/sounds.ts";
import { type AsyncCalls, noSuchSound } from "./call-types.ts";
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
      const db = library.writableDb;
      const folder = listFolders(db).find(({ id }) => id === folderId);
      if (!folder) return;
      makeEdit(db, `Removed the folder ${folder.path}`, nowMs(), (edit) => {
        removeFolder(db, folderId);
        edit.noteFolder(folder.path, folder.excludes, null);
      });
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
