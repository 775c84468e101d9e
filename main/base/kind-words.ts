// What the name of a file says of its kind: heard sounds are told by it in part, those not yet heard by it alone.
import type { SoundKind } from "../../preload/sound.ts";

export function saysLoop(text: string): boolean {
  return /(?<![a-z])loops?(?![a-z])/iu.test(text);
}

export function saysOneShot(text: string): boolean {
  return /one[ _-]?shots?/iu.test(text);
}

/** The kind that a name claims; null when it says nothing. */
export function findNamedKind(text: string): SoundKind | null {
  if (saysLoop(text)) return "loop";
  return saysOneShot(text) ? "one-shot" : null;
}
