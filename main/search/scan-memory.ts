// WebAssembly memory with the int8 rows and the kernel that scans them. Knows slots, not sounds.
import { scanWasmBase64 } from "./scan-wasm.ts";

type ScanKernel = (
  rows: number,
  count: number,
  rowBytes: number,
  query: number,
  scales: number,
  scores: number,
) => void;

const pageBytes = 65536;
/** Largest query number: the kernel's sums stay within 32 bits up to 1024 dimensions. */
const queryLimit = 16383;
const maxDim = 1024;

/**
 * Rows of int8 with a scale each, packed without gaps: page 0 holds the query, then come rows, scales and
 * scores. 100,000 rows of 512 take 52 MB.
 */
export class ScanMemory {
  readonly dim: number;
  readonly #rowBytes: number;
  readonly #memory: WebAssembly.Memory;
  readonly #scan: ScanKernel;
  /** Views of the memory, made anew when it grows. */
  #bytes = new Int8Array(0);
  #scales = new Float32Array(0);
  #capacity = 0;
  #count = 0;

  /** @param dim numbers in an embedding, at most 1024 */
  constructor(dim: number, capacity: number) {
    if (!Number.isInteger(dim) || dim < 1 || dim > maxDim) {
      throw new RangeError(`Embeddings of ${dim} numbers cannot be scanned`);
    }
    this.dim = dim;
    this.#rowBytes = Math.ceil(dim / 32) * 32;
    this.#memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 });
    const module = new WebAssembly.Module(Buffer.from(scanWasmBase64, "base64"));
    const instance = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.#scan = instance.exports["scan"] as ScanKernel;
    this.reserve(capacity);
  }

  get count(): number {
    return this.#count;
  }

  /** Makes room for this many rows, so that a load at start does not grow step by step. */
  reserve(capacity: number): void {
    if (capacity <= this.#capacity) return;
    const bytes = pageBytes + capacity * (this.#rowBytes + 8);
    const missingPages = Math.ceil(bytes / pageBytes) - this.#memory.buffer.byteLength / pageBytes;
    const scales = this.#scales.slice(0, this.#count);
    if (missingPages > 0) this.#memory.grow(missingPages);
    this.#capacity = capacity;
    this.#bytes = new Int8Array(this.#memory.buffer);
    this.#scales = new Float32Array(this.#memory.buffer, this.#scalesAt(), capacity);
    this.#scales.set(scales);
  }

  /** @returns the new row's slot, always the last one */
  push(code: Int8Array, scale: number): number {
    if (this.#count === this.#capacity) this.reserve(Math.max(4096, Math.ceil(this.#capacity * 1.25)));
    const slot = this.#count++;
    this.set(slot, code, scale);
    return slot;
  }

  set(slot: number, code: Int8Array, scale: number): void {
    if (code.length !== this.dim) {
      throw new RangeError(`An embedding of ${code.length} numbers among those of ${this.dim}`);
    }
    this.#bytes.set(code, this.#rowAt(slot));
    this.#scales[slot] = scale;
  }

  /** Forgets all rows and keeps the room for them. */
  clear(): void {
    this.#count = 0;
  }

  /** Removes the row of `slot`: the last row takes its place. */
  removeSwapping(slot: number): void {
    const last = --this.#count;
    if (slot === last) return;
    this.#bytes.copyWithin(this.#rowAt(slot), this.#rowAt(last), this.#rowAt(last) + this.#rowBytes);
    this.#scales[slot] = this.#scales[last] as number;
  }

  /**
   * Dot product of the query with every row, within the error of int8.
   * @returns one score a slot; a view that the next call overwrites
   */
  scan(query: Float32Array): Float32Array {
    let largest = 0;
    for (const value of query) largest = Math.max(largest, Math.abs(value));
    const scores = new Float32Array(this.#memory.buffer, this.#scoresAt(), this.#count);
    if (largest === 0) return scores.fill(0);
    const toCode = queryLimit / largest;
    const codes = new Int16Array(this.#memory.buffer, 0, this.#rowBytes).fill(0);
    for (let i = 0; i < query.length; i++) codes[i] = Math.round((query[i] as number) * toCode);
    this.#scan(pageBytes, this.#count, this.#rowBytes, 0, this.#scalesAt(), this.#scoresAt());
    const fromCode = 1 / toCode;
    for (let i = 0; i < scores.length; i++) scores[i] = (scores[i] as number) * fromCode;
    return scores;
  }

  #rowAt(slot: number): number {
    return pageBytes + slot * this.#rowBytes;
  }

  #scalesAt(): number {
    return pageBytes + this.#capacity * this.#rowBytes;
  }

  #scoresAt(): number {
    return this.#scalesAt() + this.#capacity * 4;
  }
}
