// Changes to the library that the user makes. Each shows at once, is sent, and can be undone.
import type { FolderRow, SoundId } from "../../preload/model.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { texts } from "../texts.ts";
import { queryClient } from "./query-client.ts";
import { refresh } from "./search.ts";
import { soundRows } from "./sounds.ts";
import { rememberEdit } from "./undo.ts";
import { notify } from "./window-state.ts";

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

/** Marks all as favourites when one of them is none, takes the mark from all otherwise. */
export async function toggleFavourite(ids: SoundId[]): Promise<void> {
  if (ids.length === 0) return;
  const isFavourite = ids.some((id) => soundRows.find(id)?.isFavourite === false);
  const changed = ids.filter((id) => soundRows.find(id)?.isFavourite !== isFavourite);
  try {
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
