// Files and folders that were handed to the window: by the system, by another start, by `earshot open`.
import type { OpenedPath } from "../../preload/shell.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { audition } from "../player/audition.ts";
import { addFolder } from "../stores/edits.ts";
import { useLibrary } from "../stores/library.ts";
import { setLine, setScope } from "../stores/search.ts";
import { selectOnly } from "../stores/selection.ts";
import { notify } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { tell } from "./actions.ts";

async function takeOpened(): Promise<void> {
  const opened = await getBridge().shell.takeOpened({});
  const last = opened.at(-1);
  for (const each of opened) if (each.isFolder) await openFolder(each.path);
  if (last && !last.isFolder) openFile(last);
}

/** A folder of the library is shown, another one becomes part of it. */
async function openFolder(path: string): Promise<void> {
  try {
    await addFolder(path, []);
  } catch (thrown) {
    if (toErrorData(thrown).code !== "folder-inside-folder") throw thrown;
  }
  setLine("");
  setScope({ kind: "folder", path });
}

/** A sound of the library is shown and heard among its neighbours. */
function openFile({ path, soundId }: OpenedPath): void {
  if (soundId === null) {
    notify(texts.opened.notInLibrary(path), true);
    return;
  }
  setLine("");
  setScope({ kind: "folder", path: path.replace(/[\\/][^\\/]*$/, "") });
  audition(soundId);
  selectOnly(soundId);
}

const take = (): void => void tell(takeOpened);

/** @returns the function that ends it */
export function followOpened(): () => void {
  const ends = [
    getBridge().on("opened", take),
    // What came before the page was there.
    useLibrary.subscribe(({ shell }, before) => {
      if (shell !== null && before.shell === null) take();
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}
