// Numbers of things in sentences.

/** `1 sound`, `12 sounds`. */
export function countSounds(count: number): string {
  return count === 1 ? "1 sound" : `${count.toLocaleString("en-US")} sounds`;
}
