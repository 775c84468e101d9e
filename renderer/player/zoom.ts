// How much of the sound the large waveform shows. The view's element hangs in here while it is there.
import type WaveSurfer from "wavesurfer.js";

const step = 1.6;
/** Peaks are stored in at most 4096 columns: beyond this, one column would be wider than a finger. */
const mostZoom = 64;

let surfer: WaveSurfer | undefined;
/** 1 shows the whole sound. */
let zoom = 1;

/** @returns the function that takes it out again */
export function attachZoom(own: WaveSurfer): () => void {
  surfer = own;
  zoom = 1;
  return () => {
    if (surfer === own) surfer = undefined;
  };
}

/** Another sound is shown as a whole. */
export function resetZoom(): void {
  if (zoom === 1) return;
  zoom = 1;
  // Not `zoom(0)`: the other sound is not drawn yet, and wavesurfer refuses to zoom nothing.
  surfer?.setOptions({ minPxPerSec: 0 });
}

/**
 * @param steps above 0 goes in
 * @param anchorPx what stays in place, px from the left edge of the view
 */
export function zoomBy(steps: number, anchorPx?: number): void {
  const durationSec = surfer?.getDuration() ?? 0;
  if (!surfer || durationSec <= 0 || !isDrawn(surfer)) return;
  const width = surfer.getWidth();
  const anchor = anchorPx ?? cursorPx(surfer, durationSec, width);
  const anchorSec = ((surfer.getScroll() + anchor) / (width * zoom)) * durationSec;
  zoom = Math.min(mostZoom, Math.max(1, zoom * step ** steps));
  surfer.zoom(zoom === 1 ? 0 : (width * zoom) / durationSec);
  surfer.setScroll((anchorSec / durationSec) * width * zoom - anchor);
}

export function scrollBy(px: number): void {
  surfer?.setScroll(surfer.getScroll() + px);
}

/** The element may know its duration before anything is drawn, and zooming nothing is an error of wavesurfer's. */
function isDrawn(own: WaveSurfer): boolean {
  return own.getDecodedData() !== null;
}

/** Where the sound is being heard, or the middle where that is out of sight. */
function cursorPx(own: WaveSurfer, durationSec: number, width: number): number {
  const px = (own.getCurrentTime() / durationSec) * width * zoom - own.getScroll();
  return px >= 0 && px <= width ? px : width / 2;
}
