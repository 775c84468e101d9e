// The small waveform of a list row: one canvas, drawn from stored peaks, no audio fetched.
import { useLayoutEffect, useRef } from "react";
import type { Peaks } from "../../preload/sound.ts";
import { centroidColour, type Theme } from "./centroid-colour.ts";
import { waveformColumns } from "./columns.ts";

interface RowWaveformProps {
  peaks: Peaks | undefined;
  centroidHz: number | null;
  theme: Theme;
  width: number;
  height: number;
}

export function drawWaveform(canvas: HTMLCanvasElement, data: Uint8Array, colour: string): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = colour;
  const columns = waveformColumns(data, canvas.width, canvas.height);
  for (let x = 0; x * 2 < columns.length; x++) {
    const top = columns[x * 2] as number;
    context.fillRect(x, top, 1, (columns[x * 2 + 1] as number) - top);
  }
}

/** Decorative: the row's other cells say in words what it shows. */
export function RowWaveform({ peaks, centroidHz, theme, width, height }: RowWaveformProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const data = peaks?.data;
  // Before the frame is shown: a row that now stands for another sound never shows the last one's waveform.
  useLayoutEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas || !data) return;
    const ratio = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    drawWaveform(canvas, data, centroidColour(centroidHz, theme));
  }, [data, centroidHz, theme, width, height]);

  if (!data) return <span className="row-waveform row-waveform-pending" aria-hidden="true" />;
  return <canvas ref={canvasRef} className="row-waveform" aria-hidden="true" />;
}
