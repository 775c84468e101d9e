// Changes to the library that the user makes. Each shows at once, is sent, and is kept in the library's journal for undo.
import type { FolderRow } from "../../preload/folders.ts";
import type { SoundId, SoundRow } from "../../preload/sound.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { texts } from "../texts.ts";
import { queryClient } from "./query-client.ts";
import { refresh } from "./search.ts";
import { soundRows } from "./sounds.ts";
import { notify } from "./window-state.ts";

/** Most rows asked for at once. */
const batchSize = 500;

/** Panels that show what an edit changes. Likeness, reasons and peaks stay as they are. */
const editedKeys = new Set<unknown>([
  "sound",
  "severalSounds",
  "tagEditor",
  "tagCounts",
  "labels",
  "collections",
  "folderTree",
]);

/** After an edit: what is on screen is asked for again, without waiting for the engine's event. */
export function noteLibraryEdit(): void {
  soundRows.invalidate();
  void queryClient.invalidateQueries({ predicate: ({ queryKey }) => editedKeys.has(queryKey[0]) });
  void refresh();
}

/**
 * For an edit that may take sounds out of the library. Rows are asked for behind it, so that from now on none is taken
 * for one that is there.
 */
export function doubtRows<Answer>(sent: Promise<Answer>): Promise<Answer> {
  soundRows.invalidate();
  return sent;
}

/** Runs an edit whose failure is told in the status bar. @returns false when it failed */
export async function edit(action: () => Promise<{ label: string } | undefined>): Promise<boolean> {
  try {
    const done = await action();
    if (done) notify(done.label);
    noteLibraryEdit();
    return true;
  } catch (thrown) {
    const { message, hint } = toErrorData(thrown);
    notify(`${message} ${hint}`.trim(), true);
    // What was shown ahead of the answer is put right.
    noteLibraryEdit();
    return false;
  }
}

async function applyFavourite(ids: SoundId[], isFavourite: boolean): Promise<void> {
  soundRows.patch(ids, (row) => ({ ...row, isFavourite }));
  try {
    await getBridge().engine.setFavourite({ ids, isFavourite });
  } catch (thrown) {
    soundRows.patch(ids, (row) => ({ ...row, isFavourite: !isFavourite }));
    throw thrown;
  }
  void queryClient.invalidateQueries({ queryKey: ["sound"] });
  void refresh();
}

/** Rows of any number of sounds, in no order; those that were never on screen are asked for. */
export async function fetchRows(ids: readonly SoundId[]): Promise<SoundRow[]> {
  const known = ids.map((id) => soundRows.find(id)).filter((row) => row !== undefined);
  const unknown = ids.filter((id) => soundRows.find(id) === undefined);
  for (let start = 0; start < unknown.length; start += batchSize) {
    known.push(...(await getBridge().engine.getSounds({ ids: unknown.slice(start, start + batchSize) })));
  }
  return known;
}

/** Marks all as favourites when one of them is none, takes the mark from all otherwise. */
export async function toggleFavourite(ids: SoundId[]): Promise<void> {
  if (ids.length === 0) return;
  try {
    const rows = await fetchRows(ids);
    const favourites = new Set(rows.filter(({ isFavourite }) => isFavourite).map(({ id }) => id));
    const isFavourite = favourites.size < ids.length;
    const changed = ids.filter((id) => favourites.has(id) !== isFavourite);
    await applyFavourite(changed, isFavourite);
    notify(texts.status.favourite(changed.length, isFavourite));
  } catch (thrown) {
    notify(toErrorData(thrown).message, true);
  }
}

/** @throws what the engine throws: no such folder, no permission, already in the library */
export async function addFolder(path: string, excludes: string[]): Promise<FolderRow> {
  const folder = await getBridge().engine.addFolder({ path, excludes });
  await getBridge().engine.startIndexing({});
  notify(texts.status.folderAdded(folder.path));
  return folder;
}

export async function removeFolder(folder: FolderRow): Promise<void> {
  await edit(async () => {
    await doubtRows(getBridge().engine.removeFolder({ folderId: folder.id }));
    return { label: texts.status.folderRemoved(folder.path) };
  });
}
