// What hangs at the pointer while rows are dragged: the waveform, the name and the count.
import type { SoundId } from "../../preload/model.ts";
import { displayName } from "../elements/display-name.ts";
import { rowPeaks, soundRows } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { centroidColour } from "../waveform/centroid-colour.ts";
import { drawWaveform } from "../waveform/row-waveform.tsx";

/** Chromium takes a picture of an element that is in the document, so it is put there for one task. */
export function showDragImage(event: DragEvent, ids: readonly SoundId[]): void {
  const id = ids[0];
  const row = id === undefined ? undefined : soundRows.find(id);
  if (!row || !event.dataTransfer) return;
  const image = document.createElement("div");
  image.className = "drag-image";
  const canvas = document.createElement("canvas");
  canvas.width = 96;
  canvas.height = 24;
  const data = rowPeaks.find(row.id)?.data;
  if (data) drawWaveform(canvas, data, centroidColour(row.centroidHz, "dark"));
  const label = document.createElement("span");
  label.textContent = ids.length > 1 ? texts.list.dragging(ids.length) : displayName(row.name);
  image.append(canvas, label);
  document.body.append(image);
  event.dataTransfer.setDragImage(image, 12, 16);
  setTimeout(() => image.remove(), 0);
}
