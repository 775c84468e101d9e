// Where hearing ends: of a sound that nobody hears nothing is told by ear, and nothing is like it.
import { AppError } from "./app-error.ts";

/** Peak in dBFS: below it lie dither and the noise of a converter. */
export const quietestHeardDb = -72;

/** @param peakDb dBFS, null where it is not known yet */
export function isAudible(peakDb: number | null): boolean {
  return peakDb === null || peakDb >= quietestHeardDb;
}

/** For whoever asks what is like such a sound. */
export function nothingHeard(): AppError {
  return new AppError(
    "nothing-heard",
    `Nothing can be heard in the sound to compare with: its peak lies below ${quietestHeardDb} dBFS.`,
    "Compare with another sound.",
  );
}
