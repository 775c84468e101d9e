// Adding a folder: the system's dialog where there is one, Earshot's own panel elsewhere.
import { getBridge } from "../bridge/bridge.ts";
import { addFolder } from "../stores/edits.ts";
import { useLibrary } from "../stores/library.ts";
import { openDialog } from "../stores/window-state.ts";
import { tell } from "./actions.ts";

export async function chooseAndAddFolder(): Promise<void> {
  if (!useLibrary.getState().shell?.hasFolderDialog) {
    openDialog("add-folder");
    return;
  }
  await tell(async () => {
    const path = await getBridge().shell.chooseFolder({});
    if (path !== null) await addFolder(path, []);
  });
}

/** Adds the sounds that come with Earshot. */
export async function addDemoFolder(): Promise<void> {
  const path = useLibrary.getState().shell?.demoFolder;
  if (path) await tell(() => addFolder(path, []));
}
