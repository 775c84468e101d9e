// Beside the heading of the tags: the way to the labels.
import { IconButton } from "../elements/icon-button.tsx";
import { openDialog } from "../stores/window-state.ts";
import { texts } from "../texts.ts";

export function TagsAction() {
  return <IconButton icon="settings" label={texts.labels.title} onClick={() => openDialog("labels")} />;
}
