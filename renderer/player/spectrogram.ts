// A picture of the frequencies of a sound over time: one spectrum a column, low notes at the bottom. Pure.
import FFT from "fft.js";

/** Samples of one spectrum: 23 ms at 44.1 kHz, short enough for hits and long enough for low notes. */
const size = 2048;
const lowestHz = 40;
const highestHz = 20_000;
/** Loudest and quietest level drawn, dB below a sine at full scale. */
const rangeDb = 84;

export interface Spectrogram {
  width: number;
  height: number;
  /** Row by row from the top: 0 (silence) to 255 (full scale). */
  levels: Uint8Array;
}

/**
 * @param samples mono, -1..1
 * @param width columns; each shows the spectrum in the middle of its time
 * @param height rows, even in octaves between 40 Hz and 20 kHz
 */
export function drawSpectrogram(
  samples: Float32Array,
  sampleRate: number,
  width: number,
  height: number,
): Spectrogram {
  const levels = new Uint8Array(width * height);
  const fft = new FFT(size);
  const window = hannWindow();
  const rows = Array.from({ length: height }, (_, row) => toBins(row, height, sampleRate));
  const frame = new Float64Array(size);
  const spectrum = fft.createComplexArray();
  for (let column = 0; column < width; column++) {
    const middle = Math.round(((column + 0.5) * samples.length) / width);
    for (let i = 0; i < size; i++) frame[i] = (samples[middle - size / 2 + i] ?? 0) * (window[i] as number);
    fft.realTransform(spectrum, frame);
    for (const [row, { from, to }] of rows.entries()) {
      let power = 0;
      for (let bin = from; bin <= to; bin++) {
        const re = spectrum[bin * 2] as number;
        const im = spectrum[bin * 2 + 1] as number;
        power = Math.max(power, re * re + im * im);
      }
      levels[row * width + column] = toLevel(power);
    }
  }
  return { width, height, levels };
}

/** The row that a frequency is drawn in. */
export function rowOfFrequency(frequencyHz: number, height: number): number {
  const position = Math.log(frequencyHz / lowestHz) / Math.log(highestHz / lowestHz);
  return Math.min(height - 1, Math.max(0, Math.floor((1 - position) * height)));
}

/** First and last bin of a row, at least one, none above the file's own limit. */
function toBins(row: number, height: number, sampleRate: number): { from: number; to: number } {
  const toBin = (edge: number): number => {
    const frequencyHz = lowestHz * (highestHz / lowestHz) ** (1 - edge / height);
    return Math.min(size / 2, Math.round((frequencyHz * size) / sampleRate));
  };
  const from = toBin(row + 1);
  return { from, to: Math.max(from, toBin(row) - 1) };
}

function toLevel(power: number): number {
  // A sine at full scale under a Hann window has the magnitude size / 4.
  const levelDb = 10 * Math.log10(power / (size / 4) ** 2 + 1e-12);
  return Math.round(255 * Math.min(1, Math.max(0, 1 + levelDb / rangeDb)));
}

function hannWindow(): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
}
