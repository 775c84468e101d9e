// Dragging out of the window: Electron starts a native drag, Chromium downloads the file where it is dropped.
import type { Region, SoundId } from "../../preload/sound.ts";
import { getBridge } from "../bridge/bridge.ts";
import { useLibrary } from "../stores/library.ts";
import { findShownFile, listShownFileIds } from "../stores/shown-file.ts";
import { soundRows } from "../stores/sounds.ts";
import { notify } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { drawDragPicture, showDragPicture, toPng } from "../waveform/drag-picture.ts";
import { recordUse, tell } from "./actions.ts";

/**
 * Fills a drag that has just begun, or refuses it and says why.
 * @param region part of the first sound, or null for the files as they are
 */
export function startDrag(event: DragEvent, ids: SoundId[], region: Region | null = null): void {
  const { shell } = useLibrary.getState();
  const row = soundRows.find(ids[0] ?? -1);
  if (!shell || !row) return;
  if (row.fileState !== "present") {
    event.preventDefault();
    const reason = row.fileState === "offline" ? "offline" : "missing";
    notify(texts.list.cannotDrag[reason], true);
    return;
  }
  const durationSec = row.durationSec ?? 0;
  const share =
    region && durationSec > 0
      ? { start: region.startSec / durationSec, end: region.endSec / durationSec }
      : null;
  const picture = drawDragPicture(ids, share);
  if (shell.canDragFiles) {
    event.preventDefault();
    const image = picture && toPng(picture);
    const fileIds = region ? listShownFileIds(ids.slice(0, 1)) : listShownFileIds(ids);
    void tell(() => getBridge().shell.startDrag({ ids, fileIds, region, image }));
    recordUse("drag", ids);
    return;
  }
  if (picture) showDragPicture(event, picture);
  const shown = findShownFile(row.id);
  const { name: fileName, path } = shown ?? row;
  // `save` asks for the file itself, where playing might be given a decoded WAV.
  const part = region ? `&start=${region.startSec}&end=${region.endSec}` : "";
  const file = shown ? `&file=${shown.fileId}` : "";
  const url = new URL(`${shell.audioUrl}${row.id}?save${file}${part}`, window.location.href).href;
  const name = region ? toRegionName(fileName, region) : fileName;
  event.dataTransfer?.setData("DownloadURL", `application/octet-stream:${name.replaceAll(":", "_")}:${url}`);
  event.dataTransfer?.setData("text/uri-list", url);
  event.dataTransfer?.setData("text/plain", path);
  if (event.dataTransfer) event.dataTransfer.effectAllowed = "copy";
  recordUse("drag", [row.id]);
}

/** As the server names it (main/base/region-name.ts). */
function toRegionName(name: string, { startSec, endSec }: Region): string {
  return `${name.replace(/\.[^.]+$/, "")} ${startSec.toFixed(3)}-${endSec.toFixed(3)}.wav`;
}
