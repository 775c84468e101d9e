// Taking edits back and making them again: the library keeps the journal, so it outlives the window.
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { texts } from "../texts.ts";
import { doubtRows, noteLibraryEdit } from "./edits.ts";
import { notify } from "./window-state.ts";

/** Takes back the last edit and says which. */
export async function undoLastEdit(): Promise<void> {
  try {
    const done = await doubtRows(getBridge().engine.undo({}));
    notify(done ? texts.status.undone(done.label) : texts.status.nothingToUndo);
    if (done) noteLibraryEdit();
  } catch (thrown) {
    notify(toErrorData(thrown).message, true);
  }
}

/** Makes the edit again that was taken back last. */
export async function redoLastEdit(): Promise<void> {
  try {
    const done = await doubtRows(getBridge().engine.redo({}));
    notify(done ? texts.status.redone(done.label) : texts.status.nothingToRedo);
    if (done) noteLibraryEdit();
  } catch (thrown) {
    notify(toErrorData(thrown).message, true);
  }
}
