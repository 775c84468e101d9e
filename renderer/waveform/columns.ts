// From stored peaks to what is drawn: one pair of pixel rows a pixel column. Pure.

/** Quiet sounds are drawn up to this many times larger: beyond it, their few steps of int8 would be blocks. */
const mostGain = 24;

/**
 * How much larger a sound is drawn so that its loudest peak reaches full scale: shape is what a small waveform tells,
 * loudness has a column of its own. Silence stays a line.
 */
export function drawingGain(signed: Int8Array): number {
  let peak = 0;
  for (const value of signed) peak = Math.max(peak, Math.abs(value));
  return peak === 0 ? 1 : Math.max(1, Math.min(mostGain, 127 / peak));
}

/**
 * Peaks laid out on a canvas.
 * @param data pairs (min, max) of int8 as in `Peaks.data`
 * @param width pixel columns wanted, device pixels
 * @param height device pixels; silence is a line one pixel high in the middle, and so is a sound that never moves, as
 *   one of a single sample
 * @returns `width` pairs (top, bottom) in device pixels, bottom exclusive; empty when there are no peaks
 */
export function waveformColumns(data: Uint8Array, width: number, height: number): Uint16Array {
  const columnCount = data.length >> 1;
  if (columnCount === 0 || width <= 0 || height <= 0) return new Uint16Array(0);
  const signed = new Int8Array(data.buffer, data.byteOffset, columnCount * 2);
  const columns = new Uint16Array(width * 2);
  const middle = height / 2;
  const scale = signed.every((value) => value === signed[0]) ? 0 : (middle / 127) * drawingGain(signed);
  for (let x = 0; x < width; x++) {
    const from = Math.min(columnCount - 1, Math.floor((x * columnCount) / width));
    const to = Math.max(from + 1, Math.min(columnCount, Math.floor(((x + 1) * columnCount) / width)));
    let low = 127;
    let high = -128;
    for (let column = from; column < to; column++) {
      low = Math.min(low, signed[column * 2] as number);
      high = Math.max(high, signed[column * 2 + 1] as number);
    }
    const top = Math.max(0, Math.round(middle - high * scale));
    const bottom = Math.min(height, Math.round(middle - low * scale));
    columns[x * 2] = Math.min(top, height - 1);
    columns[x * 2 + 1] = Math.max(bottom, (columns[x * 2] as number) + 1);
  }
  return columns;
}

/**
 * Peaks as wavesurfer draws them: the first channel above the middle line, the second below it.
 * @param data pairs (min, max) of int8
 * @returns maxima and minima, -1..1 with the loudest near 1, one value a column each
 */
export function toPlayerPeaks(data: Uint8Array): [Float32Array, Float32Array] {
  const columnCount = data.length >> 1;
  const signed = new Int8Array(data.buffer, data.byteOffset, columnCount * 2);
  const scale = drawingGain(signed) / 127;
  const maxima = new Float32Array(columnCount);
  const minima = new Float32Array(columnCount);
  for (let column = 0; column < columnCount; column++) {
    minima[column] = Math.max(-1, (signed[column * 2] as number) * scale);
    maxima[column] = Math.min(1, (signed[column * 2 + 1] as number) * scale);
  }
  return [maxima, minima];
}
