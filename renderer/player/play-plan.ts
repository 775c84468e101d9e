// How a sound that lies decoded in memory is played: from where, to where, around what; and where it is by now. Pure.
import type { Region } from "../../preload/sound.ts";

/** So little behind a region's end still belongs to it: an end that is marked while it is heard lies behind already. */
const endToleranceSec = 0.05;

export interface PlayPlan {
  /** Where it starts, seconds into the sound. */
  fromSec: number;
  /** What is played again and again, or null. */
  loop: Region | null;
  /** Where it stops without a loop, seconds into the sound. */
  endSec: number;
}

/**
 * A region is played to its end and no further; from behind it, the sound goes on to its own end.
 * @param positionSec where the sound stands
 */
export function planPlay(
  positionSec: number,
  durationSec: number,
  region: Region | null,
  isLoopOn: boolean,
): PlayPlan {
  if (region === null) {
    const loop = isLoopOn ? { startSec: 0, endSec: durationSec } : null;
    return { fromSec: positionSec, loop, endSec: durationSec };
  }
  // A region that was drawn by the pointer may reach beyond the last sample.
  const endSec = Math.min(region.endSec, durationSec);
  if (positionSec > endSec + endToleranceSec) {
    return { fromSec: positionSec, loop: null, endSec: durationSec };
  }
  if (!isLoopOn) return { fromSec: Math.min(positionSec, endSec), loop: null, endSec };
  const loop = { startSec: region.startSec, endSec };
  return { fromSec: positionSec < endSec ? positionSec : region.startSec, loop, endSec };
}

/** A stretch of playing without a change: a change of anything starts another one. */
export interface Run {
  plan: PlayPlan;
  /** Time of the audio clock at its start. */
  sinceSec: number;
  /** Seconds of the sound in a second. */
  rate: number;
}

/** Seconds into the sound. @param nowSec time of the audio clock; before the start it is the start */
export function positionOf({ plan, sinceSec, rate }: Run, nowSec: number): number {
  const unboundSec = plan.fromSec + Math.max(0, nowSec - sinceSec) * rate;
  if (plan.loop === null) return Math.min(unboundSec, plan.endSec);
  const { startSec, endSec } = plan.loop;
  if (unboundSec < endSec) return unboundSec;
  return startSec + ((unboundSec - startSec) % (endSec - startSec));
}
