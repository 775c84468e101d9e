// How a sound that lies decoded in memory is played: from where, to where, around what; and where it is by now. Pure.
import type { Region } from "../../preload/sound.ts";

/** A position this little before a region's end is its end: there is nothing left of it to hear. */
const endToleranceSec = 0.002;

export interface PlayPlan {
  /** What is played again and again, or null. */
  loop: Region | null;
  /** Where it stops without a loop, seconds into the sound. */
  endSec: number;
}

/**
 * A region is played to its end and no further; from behind it, the sound goes on to its own end.
 * @param fromSec where playing starts
 */
export function planPlay(
  fromSec: number,
  durationSec: number,
  region: Region | null,
  isLoopOn: boolean,
): PlayPlan {
  if (region === null) {
    return { loop: isLoopOn ? { startSec: 0, endSec: durationSec } : null, endSec: durationSec };
  }
  // A region that was drawn by the pointer may reach beyond the last sample.
  const endSec = Math.min(region.endSec, durationSec);
  if (fromSec >= endSec - endToleranceSec) return { loop: null, endSec: durationSec };
  return { loop: isLoopOn ? { startSec: region.startSec, endSec } : null, endSec };
}

/** A stretch of playing without a change: a change of anything starts another one. */
export interface Run {
  plan: PlayPlan;
  /** Position at its start, seconds into the sound. */
  fromSec: number;
  /** Time of the audio clock at its start. */
  sinceSec: number;
  /** Seconds of the sound in a second. */
  rate: number;
}

/** Seconds into the sound. @param nowSec time of the audio clock; before the start it is the start */
export function positionOf({ plan, fromSec, sinceSec, rate }: Run, nowSec: number): number {
  const unboundSec = fromSec + Math.max(0, nowSec - sinceSec) * rate;
  if (plan.loop === null) return Math.min(unboundSec, plan.endSec);
  const { startSec, endSec } = plan.loop;
  if (unboundSec < endSec) return unboundSec;
  return startSec + ((unboundSec - startSec) % (endSec - startSec));
}
