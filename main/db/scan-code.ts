// The int8 copy of an embedding that the scan in memory works on.

/** `embedding[i]` is about `code[i] * scale`; the largest of 512 numbers becomes 127 or -127. */
export interface ScanCode {
  code: Int8Array;
  scale: number;
}

/** Each embedding has its own scale: models differ in how unequal their numbers are. */
export function toScanCode(embedding: Float32Array): ScanCode {
  let largest = 0;
  for (const value of embedding) largest = Math.max(largest, Math.abs(value));
  const code = new Int8Array(embedding.length);
  if (largest === 0) return { code, scale: 0 };
  const scale = largest / 127;
  for (let i = 0; i < code.length; i++) code[i] = Math.round((embedding[i] as number) / scale);
  return { code, scale };
}
