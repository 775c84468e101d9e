// What the writers of all formats have in common: a plan of a new file made of pieces of the old one.
import { AppError } from "../../base/app-error.ts";

/** Bytes of the old file. */
export interface ByteRange {
  offset: number;
  bytes: number;
}

/** How a file becomes one that also has some labels. */
export interface Rewrite {
  /** The new file, piece by piece. */
  pieces: (ByteRange | Uint8Array)[];
  /** Where the old file keeps its sound, headers that describe it included: the new one must have the same bytes. */
  audio: ByteRange[];
  /** Labels that the file does not have yet. Without any there is nothing to write. */
  newLabels: string[];
}

/** Name of the field that holds labels in Vorbis comments and ID3 texts. */
export const keywordsField = "KEYWORDS";

/**
 * Any doubt about a file ends in this: it stays as it is.
 * @param reason half a sentence, to follow "... was left alone:"
 */
export function leftAlone(reason: string): AppError {
  return new AppError("left-alone", `The file was left alone: ${reason}.`);
}

/** Labels among `wanted` that are not among `present`, whatever their case. */
export function listMissing(present: readonly string[], wanted: readonly string[]): string[] {
  const known = new Set(present.map((label) => label.trim().toLowerCase()));
  return wanted.filter((label) => {
    const isNew = !known.has(label.toLowerCase());
    known.add(label.toLowerCase());
    return isNew;
  });
}

/** Keywords of one field: `kick; dark`. */
export function splitKeywords(text: string): string[] {
  return text
    .split(/[;\0]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** What stands in the field stays in front, as it was. */
export function joinKeywords(before: string, newLabels: readonly string[]): string {
  const kept = before.replace(/[\s;\0]+$/, "");
  return [...(kept === "" ? [] : [kept]), ...newLabels].join("; ");
}

/** Joins byte arrays. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
