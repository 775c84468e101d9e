// "Sounds like this file": a file dropped on the search line, or chosen.
import type { SoundId } from "../../preload/sound.ts";
import { getBridge } from "../bridge/bridge.ts";
import { setLine } from "../stores/search.ts";
import { notify } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { showSimilarTo, tell } from "./actions.ts";

/** Files of the same name that are looked at. */
const mostLooked = 50;

/** A sound of the library with the same file name and size: as good as certain to be the file that was dropped. */
async function findSameFile(file: File): Promise<SoundId | undefined> {
  const { engine } = getBridge();
  const { soundIds } = await engine.searchNames({
    query: `"${file.name.replaceAll('"', " ")}"`,
    scope: { kind: "all" },
    sort: { column: "score", descending: true },
    limit: mostLooked,
  });
  const rows = await engine.getSounds({ ids: [...soundIds] });
  return rows.find(({ name, sizeBytes }) => name === file.name && sizeBytes === file.size)?.id;
}

/**
 * Searches for what sounds like a file. Electron tells where it lies; a browser tells its name only, and Earshot
 * uploads nothing, so there it must be a file of the library.
 */
export async function showLikeFile(file: File): Promise<void> {
  await tell(async () => {
    const path = getBridge().pathOfFile?.(file) ?? "";
    if (path !== "") {
      // Two quotes inside a quoted part are one.
      setLine(`like:"${path.replaceAll('"', '""')}"`);
      return;
    }
    const soundId = await findSameFile(file);
    if (soundId === undefined) notify(texts.search.likeFileUnknown(file.name), true);
    else showSimilarTo(soundId);
  });
}

/** Opens the system's own panel for one file. */
export function chooseLikeFile(): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "audio/*,.wav,.aif,.aiff,.aifc,.flac,.mp3,.ogg,.opus,.m4a,.wv,.caf";
  input.addEventListener("change", () => {
    const [file] = input.files ?? [];
    if (file) void showLikeFile(file);
  });
  input.click();
}
