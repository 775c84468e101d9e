// How much louder or quieter a sound is played so that all are heard alike. Pure.

/** Loudness that matched sounds are played at: music with room for its peaks, so that most are made quieter. */
export const targetLufs = -18;
/** Beyond it, what was quiet on purpose would be nothing but noise. */
const mostBoostDb = 12;

/** @param loudnessLufs null while it is not known, and for silence: then nothing is changed */
export function matchGainDb(loudnessLufs: number | null): number {
  return loudnessLufs === null ? 0 : Math.min(mostBoostDb, targetLufs - loudnessLufs);
}

/** Linear factor of a gain in dB. */
export function toFactor(gainDb: number): number {
  return 10 ** (gainDb / 20);
}
