// Samples to log-mel, as ClapFeatureExtractor of transformers 5.18.0 computes it. Constants: preprocessor_config.json
// of laion/clap-htsat-fused. Knows nothing of models, windows or padding of short sounds.
import { PowerSpectra } from "../audio/power-spectrum.ts";
import { fftSize, htkBank, type MelBank, melCount } from "./mel-filters.ts";

/** Samples from one frame to the next: 100 frames a second. */
export const hopSamples = 480;
/** Shortest input: the reflected edge takes 512 samples after the first. */
export const minLogMelSamples = fftSize / 2 + 1;

const edgeSamples = fftSize / 2;
/** Power floor: silence is exactly -100 dB. */
const floorPower = 1e-10;
const framesPerBlock = 1024;
/** Samples looked at together while streaming. */
const stepSamples = 16_384;

/** Periodic Hann window. */
const hannWindow = Float64Array.from(
  { length: fftSize },
  (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / fftSize),
);

/** Scratch memory, one a thread and bank: WebAssembly memory is dear to make and only used within a call. */
const spectraOfBank = new Map<MelBank, PowerSpectra>();

function getSpectra(bank: MelBank): PowerSpectra {
  const known = spectraOfBank.get(bank);
  if (known) return known;
  const spectra = new PowerSpectra(hannWindow, bank.filters);
  spectraOfBank.set(bank, spectra);
  return spectra;
}

/**
 * Log-mel of a whole signal.
 * @param samples mono at 48 kHz, at least 513 samples
 * @returns dB (reference 1, floor -100), row-major (frames, 64), frames = 1 + floor(samples / 480)
 */
export function logMel(samples: Float32Array, bank: MelBank = htkBank): Float32Array {
  const stream = new LogMelStream(bank);
  stream.push(samples);
  return stream.finish();
}

/** Frames of a log-mel in blocks of memory, so that an hour (92 MB) is never held twice. */
export class LogMelFrames {
  #blocks: Float32Array[] = [];
  #frameCount = 0;

  get frameCount(): number {
    return this.#frameCount;
  }

  /** Adds a frame and returns its row of 64 to be filled. */
  addRow(): Float32Array {
    const inBlock = this.#frameCount % framesPerBlock;
    if (inBlock === 0) this.#blocks.push(new Float32Array(framesPerBlock * melCount));
    this.#frameCount++;
    const block = this.#blocks.at(-1) as Float32Array;
    return block.subarray(inBlock * melCount, (inBlock + 1) * melCount);
  }

  /** The row of 64 of one frame: a view, not a copy. */
  getRow(frame: number): Float32Array {
    const block = this.#blocks[Math.floor(frame / framesPerBlock)] as Float32Array;
    const inBlock = frame % framesPerBlock;
    return block.subarray(inBlock * melCount, (inBlock + 1) * melCount);
  }

  /** A copy of frames `start` to `end` (exclusive), row-major (frames, 64). */
  copy(start = 0, end = this.#frameCount): Float32Array {
    const out = new Float32Array((end - start) * melCount);
    for (let frame = start; frame < end;) {
      const inBlock = frame % framesPerBlock;
      const count = Math.min(framesPerBlock - inBlock, end - frame);
      const block = this.#blocks[Math.floor(frame / framesPerBlock)] as Float32Array;
      out.set(block.subarray(inBlock * melCount, (inBlock + count) * melCount), (frame - start) * melCount);
      frame += count;
    }
    return out;
  }
}

/** Log-mel of a signal that comes in pieces: the same bits as `logMel` of the whole, however it is cut. */
export class LogMelStream {
  #frames = new LogMelFrames();
  #spectra: PowerSpectra;
  /** The padded signal from the start of the next frame on. */
  #pending = new Float32Array(fftSize + stepSamples);
  #pendingCount = 0;
  #sampleCount = 0;

  constructor(bank: MelBank = htkBank) {
    this.#spectra = getSpectra(bank);
  }

  /** Frames complete so far. */
  get frameCount(): number {
    return this.#frames.frameCount;
  }

  /** @param samples mono at 48 kHz; samples that are no finite numbers count as silence */
  push(samples: Float32Array): void {
    for (let start = 0; start < samples.length;) {
      const room = this.#pending.length - edgeSamples - this.#pendingCount;
      const end = Math.min(samples.length, start + room);
      this.#append(samples, start, end);
      this.#takeFrames();
      start = end;
    }
  }

  /** @returns dB, row-major (frames, 64) */
  finish(): Float32Array {
    return this.finishFrames().copy();
  }

  /** As `finish`, without joining the blocks. */
  finishFrames(): LogMelFrames {
    if (this.#sampleCount < minLogMelSamples) {
      throw new RangeError(`A log-mel needs ${minLogMelSamples} samples or more, not ${this.#sampleCount}`);
    }
    // Mirror the last 512 samples; the edge sample itself is not repeated.
    const pending = this.#pending;
    const last = this.#pendingCount - 1;
    for (let i = 1; i <= edgeSamples; i++) pending[last + i] = pending[last - i] as number;
    this.#pendingCount += edgeSamples;
    this.#takeFrames();
    return this.#frames;
  }

  #append(samples: Float32Array, start: number, end: number): void {
    const pending = this.#pending;
    const isEdgeMade = this.#sampleCount >= minLogMelSamples;
    // Until the left edge can be mirrored, samples wait where they will lie after it.
    const at = this.#sampleCount === 0 ? edgeSamples : this.#pendingCount;
    for (let i = start; i < end; i++) {
      const sample = samples[i] as number;
      pending[at + i - start] = Number.isFinite(sample) ? sample : 0;
    }
    this.#pendingCount = at + end - start;
    this.#sampleCount += end - start;
    if (isEdgeMade || this.#sampleCount < minLogMelSamples) return;
    for (let i = 1; i <= edgeSamples; i++) pending[edgeSamples - i] = pending[edgeSamples + i] as number;
  }

  #takeFrames(): void {
    if (this.#sampleCount < minLogMelSamples) return;
    const spectra = this.#spectra;
    let start = 0;
    while (start + fftSize <= this.#pendingCount) {
      const isPair = start + hopSamples + fftSize <= this.#pendingCount;
      const step = isPair ? hopSamples : 0;
      spectra.signal.set(this.#pending.subarray(start, start + step + fftSize));
      spectra.run(0, step);
      this.#writeFrame(0);
      if (isPair) this.#writeFrame(1);
      start += isPair ? 2 * hopSamples : hopSamples;
    }
    this.#pending.copyWithin(0, start, this.#pendingCount);
    this.#pendingCount -= start;
  }

  /** @param place of the frame among the two that were transformed together */
  #writeFrame(place: 0 | 1): void {
    const row = this.#frames.addRow();
    const { sums } = this.#spectra;
    for (let band = 0; band < melCount; band++) {
      row[band] = 10 * Math.log10(Math.max(floorPower, sums[2 * band + place] as number));
    }
  }
}
