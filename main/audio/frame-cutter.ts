// Cuts a stream of samples into overlapping frames.

/** Gives frames of `size` samples, `step` apart, the first one at sample 0, to a function that must not keep them. */
export class FrameCutter {
  readonly #size: number;
  readonly #step: number;
  readonly #onFrame: (frame: Float32Array) => void;
  readonly #frame: Float32Array;
  #filled = 0;
  #frameCount = 0;

  constructor(size: number, step: number, onFrame: (frame: Float32Array) => void) {
    this.#size = size;
    this.#step = step;
    this.#onFrame = onFrame;
    this.#frame = new Float32Array(size);
  }

  push(samples: Float32Array): void {
    for (let offset = 0; offset < samples.length;) {
      const take = Math.min(samples.length - offset, this.#size - this.#filled);
      this.#frame.set(samples.subarray(offset, offset + take), this.#filled);
      this.#filled += take;
      offset += take;
      if (this.#filled < this.#size) return;
      this.#onFrame(this.#frame);
      this.#frameCount++;
      this.#frame.copyWithin(0, this.#step);
      this.#filled = this.#size - this.#step;
    }
  }

  /** The rest as a last frame, filled up with silence, if it holds samples that no frame held. */
  finish(): void {
    const overlap = this.#frameCount === 0 ? 0 : this.#size - this.#step;
    if (this.#filled <= overlap) return;
    this.#frame.fill(0, this.#filled);
    this.#onFrame(this.#frame);
    this.#filled = 0;
  }
}
