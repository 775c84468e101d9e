// Changes to the library that the user makes. Each shows at once, is sent, and can be undone.
import type { FolderRow, SoundId, SoundRow } from "../../preload/model.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { texts } from "../texts.ts";
import { queryClient } from "./query-client.ts";
import { refresh } from "./search.ts";
import { soundRows } from "./sounds.ts";
import { rememberEdit } from "./undo.ts";
import { notify } from "./window-state.ts";

/** Most rows asked for at once. */
const batchSize = 500;

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

/** Which of the sounds are favourites; rows that were never on screen are asked for. */
async function findFavourites(ids: SoundId[]): Promise<Set<SoundId>> {
  const unknown = ids.filter((id) => soundRows.find(id) === undefined);
  const fetched: SoundRow[] = [];
  for (let start = 0; start < unknown.length; start += batchSize) {
    fetched.push(...(await getBridge().engine.getSounds({ ids: unknown.slice(start, start + batchSize) })));
  }
  const known = ids.map((id) => soundRows.find(id)).filter((row) => row !== undefined);
  return new Set([...known, ...fetched].filter(({ isFavourite }) => isFavourite).map(({ id }) => id));
}

/** Marks all as favourites when one of them is none, takes the mark from all otherwise. */
export async function toggleFavourite(ids: SoundId[]): Promise<void> {
  if (ids.length === 0) return;
  try {
    const favourites = await findFavourites(ids);
    const isFavourite = favourites.size < ids.length;
    const changed = ids.filter((id) => favourites.has(id) !== isFavourite);
    await applyFavourite(changed, isFavourite);
    const label = texts.status.favourite(changed.length, isFavourite);
    notify(label);
    rememberEdit({ label, undo: () => applyFavourite(changed, !isFavourite) });
  } catch (thrown) {
    notify(toErrorData(thrown).message, true);
  }
}

/** @throws what the engine throws: no such folder, no permission, already in the library */
export async function addFolder(path: string, excludes: string[]): Promise<FolderRow> {
  const folder = await getBridge().engine.addFolder({ path, excludes });
  await getBridge().engine.startIndexing({});
  notify(texts.status.folderAdded(folder.path));
  rememberEdit({
    label: texts.status.folderAdded(folder.path),
    undo: () => getBridge().engine.removeFolder({ folderId: folder.id }),
  });
  return folder;
}

export async function removeFolder(folder: FolderRow): Promise<void> {
  try {
    await getBridge().engine.removeFolder({ folderId: folder.id });
    const label = texts.status.folderRemoved(folder.path);
    notify(label);
    rememberEdit({
      label,
      undo: async () => {
        await getBridge().engine.addFolder({ path: folder.path, excludes: folder.excludes });
        await getBridge().engine.startIndexing({});
      },
    });
  } catch (thrown) {
    notify(toErrorData(thrown).message, true);
  }
}
