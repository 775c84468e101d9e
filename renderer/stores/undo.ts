// Edits that can be taken back, newest first.
import { toErrorData } from "../bridge/bridge.ts";
import { texts } from "../texts.ts";
import { notify } from "./window-state.ts";

interface Edit {
  /** What is said when it is taken back: `Favourite: kick.wav`. */
  label: string;
  undo: () => Promise<unknown>;
}

const mostEdits = 100;
const edits: Edit[] = [];

export function rememberEdit(edit: Edit): void {
  edits.push(edit);
  if (edits.length > mostEdits) edits.shift();
}

/** Takes back the last edit and says which. */
export async function undoLastEdit(): Promise<void> {
  const edit = edits.pop();
  if (!edit) {
    notify(texts.status.nothingToUndo);
    return;
  }
  try {
    await edit.undo();
    notify(texts.status.undone(edit.label));
  } catch (thrown) {
    notify(toErrorData(thrown).message, true);
  }
}
