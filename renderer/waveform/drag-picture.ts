// What hangs at the pointer while sounds are dragged: the waveform, the name or the count. A picture, since both
// Chromium and the system want one.
import type { SoundId } from "../../preload/sound.ts";
import { displayName } from "../elements/display-name.ts";
import { rowPeaks, soundRows } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { centroidColour } from "./centroid-colour.ts";
import { waveformColumns } from "./columns.ts";

/** Pixels of the picture for each point of the screen; main/electron/drag-out.ts counts on it. */
const scale = 2;
const height = 32;
const waveformWidth = 96;
const padding = 8;
const mostTextWidth = 240;
const font = `${12 * scale}px system-ui, sans-serif`;

export interface DragPicture {
  canvas: HTMLCanvasElement;
  /** CSS pixels. */
  width: number;
  height: number;
}

/** @param share part of the first sound that is dragged, 0..1, or null for all of it */
export function drawDragPicture(
  ids: readonly SoundId[],
  share: { start: number; end: number } | null = null,
): DragPicture | null {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d");
  const row = ids[0] === undefined ? undefined : soundRows.find(ids[0]);
  if (!context || !row) return null;
  const label = ids.length > 1 ? texts.list.dragging(ids.length) : displayName(row.name);
  context.font = font;
  const text = cutToWidth(context, label, mostTextWidth * scale);
  const width = padding * 3 + waveformWidth + Math.ceil(context.measureText(text).width / scale);
  canvas.width = width * scale;
  canvas.height = height * scale;
  // Dark in both themes: it lies over other programs.
  context.fillStyle = "#24262b";
  context.fillRect(0, 0, canvas.width, canvas.height);
  const peaks = rowPeaks.find(row.id)?.data;
  if (peaks) {
    context.fillStyle = centroidColour(row.centroidHz, "dark");
    drawColumns(context, share ? cutPeaks(peaks, share) : peaks);
  }
  context.fillStyle = "#eceef2";
  context.font = font;
  context.textBaseline = "middle";
  context.fillText(text, (padding * 2 + waveformWidth) * scale, canvas.height / 2);
  return { canvas, width, height };
}

function drawColumns(context: CanvasRenderingContext2D, peaks: Uint8Array): void {
  const columns = waveformColumns(peaks, waveformWidth * scale, (height - 8) * scale);
  for (let x = 0; x * 2 < columns.length; x++) {
    const top = columns[x * 2] as number;
    const bottom = columns[x * 2 + 1] as number;
    context.fillRect(padding * scale + x, 4 * scale + top, 1, bottom - top);
  }
}

/** The pairs of peaks within a part of the sound, at least one. */
function cutPeaks(peaks: Uint8Array, { start, end }: { start: number; end: number }): Uint8Array {
  const columnCount = peaks.length >> 1;
  const from = Math.min(columnCount - 1, Math.floor(start * columnCount));
  return peaks.subarray(from * 2, Math.max(from + 1, Math.ceil(end * columnCount)) * 2);
}

function cutToWidth(context: CanvasRenderingContext2D, text: string, maxWidth: number): string {
  if (context.measureText(text).width <= maxWidth) return text;
  const characters = Array.from(text);
  while (characters.length > 1 && context.measureText(`${characters.join("")}…`).width > maxWidth)
    characters.pop();
  return `${characters.join("")}…`;
}

/** The picture as a PNG file. At once: a drag cannot wait. */
export function toPng({ canvas }: DragPicture): Uint8Array {
  const base64 = canvas.toDataURL("image/png").split(",")[1] ?? "";
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Hands the picture to a drag of Chromium's own, which takes a picture of an element that is in the document. */
export function showDragPicture(event: DragEvent, picture: DragPicture): void {
  const { canvas, width } = picture;
  canvas.className = "drag-image";
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  document.body.append(canvas);
  event.dataTransfer?.setDragImage(canvas, 12, height / 2);
  setTimeout(() => canvas.remove(), 0);
}
