// Small files for the border cases, built byte by byte.

/** A chunk with its padding byte. */
export function chunk(id: string, body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(8 + body.length + (body.length % 2));
  bytes.set(new TextEncoder().encode(id));
  new DataView(bytes.buffer).setUint32(4, body.length, true);
  bytes.set(body, 8);
  return bytes;
}

export interface WaveOptions {
  tag?: number;
  channelCount?: number;
  sampleRate?: number;
  bits?: number;
  blockAlign?: number;
  /** Chunks between `fmt ` and `data`. */
  extra?: Uint8Array[];
}

/** A WAV file around the given sample bytes; 16-bit mono at 48 kHz unless told otherwise. */
export function makeWave(samples: Uint8Array, options: WaveOptions = {}): Uint8Array {
  const { tag = 1, channelCount = 1, sampleRate = 48_000, bits = 16, extra = [] } = options;
  const blockAlign = options.blockAlign ?? (channelCount * bits) / 8;
  const fmt = new DataView(new ArrayBuffer(16));
  fmt.setUint16(0, tag, true);
  fmt.setUint16(2, channelCount, true);
  fmt.setUint32(4, sampleRate, true);
  fmt.setUint32(8, sampleRate * blockAlign, true);
  fmt.setUint16(12, blockAlign, true);
  fmt.setUint16(14, bits, true);
  const body = Buffer.concat([chunk("fmt ", new Uint8Array(fmt.buffer)), ...extra, chunk("data", samples)]);
  const head = new DataView(new ArrayBuffer(4));
  head.setUint32(0, body.length + 4, true);
  return Buffer.concat([Buffer.from("RIFF"), new Uint8Array(head.buffer), Buffer.from("WAVE"), body]);
}

/** float32 samples as bytes. */
export function floatBytes(...samples: number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(samples).buffer);
}
