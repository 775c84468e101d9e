// How fast a sound is played: as it is, at another pitch (varispeed), or in the tempo of the project. Pure.

export interface RateSettings {
  /** Varispeed, -24..24: a semitone up is 2^(1/12) times as fast. */
  pitchSemitones: number;
  isTempoMatched: boolean;
  /** Of the project, BPM. */
  projectTempoBpm: number;
}

export interface PlaybackRate {
  rate: number;
  /** True where the pitch stays and only the tempo changes. */
  keepsPitch: boolean;
}

/** Browsers stretch well in this range; half and double time come before it. */
const mostStretch = Math.SQRT2;

/** @param tempoBpm of the sound, or null: only sounds with a tempo can be matched */
export function findPlaybackRate(settings: RateSettings, tempoBpm: number | null): PlaybackRate {
  const { pitchSemitones, isTempoMatched, projectTempoBpm } = settings;
  if (isTempoMatched && tempoBpm !== null && tempoBpm > 0) {
    return { rate: foldTempo(projectTempoBpm / tempoBpm), keepsPitch: true };
  }
  return { rate: 2 ** (pitchSemitones / 12), keepsPitch: false };
}

/** The nearest of the rate, its half and its double: a loop of 87 BPM fits 174 as it is. */
function foldTempo(rate: number): number {
  let folded = rate;
  while (folded > mostStretch) folded /= 2;
  while (folded < 1 / mostStretch) folded *= 2;
  return folded;
}
