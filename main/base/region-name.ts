// The name of a file that holds part of a sound.
import path from "node:path";
import type { Region } from "../../preload/sound.ts";

/** Most file systems allow 255 bytes a name: room for the times and a number. */
const maxStemBytes = 180;

/** `Kick Deep 0.120-0.480.wav`: the sound's name and the times in seconds. */
export function toRegionName(filePath: string, { startSec, endSec }: Region): string {
  const stem = cutToBytes(path.parse(filePath).name.toWellFormed(), maxStemBytes);
  return `${stem} ${Math.max(0, startSec).toFixed(3)}-${endSec.toFixed(3)}.wav`;
}

/** Never in the middle of a character. */
function cutToBytes(text: string, maxBytes: number): string {
  let cut = "";
  for (const character of text) {
    if (Buffer.byteLength(cut + character) > maxBytes) break;
    cut += character;
  }
  return cut;
}
