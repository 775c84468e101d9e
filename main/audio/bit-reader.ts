// Bits, most significant first, and the Rice codes of FLAC.

/** Bytes that must follow the last one of a buffer that is read from: the reader looks ahead. */
export const lookAheadBytes = 8;

/** Reads bits of a buffer. Past `endBit` it reads zeros from the look-ahead and tells so. */
export class BitReader {
  readonly #bytes: Uint8Array;
  readonly #endBit: number;
  position: number;

  constructor(bytes: Uint8Array, startBit: number, endBit: number) {
    this.#bytes = bytes;
    this.position = startBit;
    this.#endBit = endBit;
  }

  get isOverrun(): boolean {
    return this.position > this.#endBit;
  }

  /** The next 32 bits as a signed word. */
  #peek(): number {
    if (this.position > this.#endBit) return 0;
    const bytes = this.#bytes;
    const at = this.position >>> 3;
    const skip = this.position & 7;
    const word =
      ((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number);
    return skip === 0 ? word : (word << skip) | ((bytes[at + 4] as number) >> (8 - skip));
  }

  /** @param count 1..32 */
  read(count: number): number {
    const value = this.#peek() >>> (32 - count);
    this.position += count;
    return value;
  }

  /** Two's complement. @param count 1..33 */
  readSigned(count: number): number {
    if (count > 32) {
      const top = this.readSigned(count - 16);
      return top * 2 ** 16 + this.read(16);
    }
    const value = this.#peek() >> (32 - count);
    this.position += count;
    return value;
  }

  /** Number of zeros before the next one. */
  readUnary(): number {
    let zeros = 0;
    for (;;) {
      const word = this.#peek();
      if (word !== 0) {
        const more = Math.clz32(word);
        this.position += more + 1;
        return zeros + more;
      }
      zeros += 32;
      this.position += 32;
      if (this.isOverrun) return zeros;
    }
  }

  /** Rice-coded signed numbers into `output[start..end)`. */
  readRice(output: Float64Array, start: number, end: number, parameter: number): void {
    for (let i = start; i < end; i++) {
      const word = this.#peek();
      const zeros = Math.clz32(word);
      // Even numbers are positive, odd ones negative.
      if (zeros + 1 + parameter <= 32 && word !== 0) {
        const low = parameter === 0 ? 0 : ((word << zeros) << 1) >>> (32 - parameter);
        this.position += zeros + 1 + parameter;
        const value = (zeros << parameter) | low;
        output[i] = (value >>> 1) ^ -(value & 1);
      } else {
        const quotient = this.readUnary();
        const value = quotient * 2 ** parameter + (parameter === 0 ? 0 : this.read(parameter));
        if (this.isOverrun) return;
        output[i] = value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      }
    }
  }
}
