// Calls about collections, the history, and undo.
import type { HandlersOf } from "../base/channel.ts";
import { countSounds } from "../base/count-words.ts";
import {
  addCollection,
  addToCollection,
  getCollection,
  listCollections,
  removeCollection,
  removeFromCollection,
  renameCollection,
} from "../db/collections.ts";
import { clearHistory, listHistory, recordQuery, recordUse } from "../db/history.ts";
import { type Edit, makeEdit } from "../db/journal.ts";
import type { AsyncCalls } from "./call-types.ts";
import type { EngineParts } from "./engine-parts.ts";

type Names =
  | "listCollections"
  | "createCollection"
  | "renameCollection"
  | "removeCollection"
  | "addToCollection"
  | "removeFromCollection"
  | "recordUse"
  | "recordQuery"
  | "listHistory"
  | "clearHistory";

export function makeCollectionCalls({ library, nowMs }: EngineParts): HandlersOf<AsyncCalls<Names>> {
  const edit = (label: string, work: (made: Edit) => void) => {
    const done = makeEdit(library.writableDb, label, nowMs(), work);
    library.noteChange();
    return done;
  };
  const nameOf = (id: number): string => getCollection(library.db, id).name;
  return {
    listCollections: () => listCollections(library.db),
    createCollection: ({ name, query, ids }) => {
      let id = 0;
      edit(`Made the collection “${name}”`, (made) => {
        id = addCollection(made, name, query, nowMs());
        if (query === null) addToCollection(made, id, ids, nowMs());
      });
      return getCollection(library.db, id);
    },
    renameCollection: ({ id, name }) =>
      edit(`Renamed the collection “${nameOf(id)}” to “${name}”`, (made) => renameCollection(made, id, name)),
    removeCollection: ({ id }) =>
      edit(`Removed the collection “${nameOf(id)}”`, (made) => removeCollection(made, id)),
    addToCollection: ({ id, ids }) =>
      edit(`Added ${countSounds(ids.length)} to “${nameOf(id)}”`, (made) =>
        addToCollection(made, id, ids, nowMs()),
      ),
    removeFromCollection: ({ id, ids }) =>
      edit(`Took ${countSounds(ids.length)} out of “${nameOf(id)}”`, (made) =>
        removeFromCollection(made, id, ids),
      ),
    recordUse: ({ kind, ids }) => {
      recordUse(library.writableDb, kind, ids, nowMs());
      library.noteChange();
    },
    recordQuery: ({ query }) => recordQuery(library.writableDb, query, nowMs()),
    listHistory: ({ kind, limit }) => listHistory(library.db, kind, limit),
    clearHistory: () => {
      clearHistory(library.writableDb);
      library.noteChange();
    },
  };
}
