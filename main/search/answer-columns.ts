// Results as parallel arrays, as they cross to the window: 100,000 rows are 1.6 MB and no objects.
import type { SearchResponse } from "../../preload/search.ts";
import type { SoundId } from "../../preload/sound.ts";
import type { RankedSound } from "./rank.ts";

type Columns = Pick<SearchResponse, "soundIds" | "scores" | "windowStartSec" | "windowEndSec">;

export function toColumns(sounds: readonly RankedSound[]): Columns {
  const columns = makeColumns(sounds.length);
  for (const [i, { soundId, score, windowStartSec, windowEndSec }] of sounds.entries()) {
    columns.soundIds[i] = soundId;
    columns.scores[i] = score;
    columns.windowStartSec[i] = windowStartSec ?? Number.NaN;
    columns.windowEndSec[i] = windowEndSec ?? Number.NaN;
  }
  return columns;
}

/** A list that is only sorted: no scores, no windows. */
export function toUnrankedColumns(soundIds: readonly SoundId[]): Columns {
  const columns = makeColumns(soundIds.length);
  columns.soundIds.set(soundIds);
  columns.scores.fill(Number.NaN);
  columns.windowStartSec.fill(Number.NaN);
  columns.windowEndSec.fill(Number.NaN);
  return columns;
}

function makeColumns(length: number): Columns {
  return {
    soundIds: new Uint32Array(length),
    scores: new Float32Array(length),
    windowStartSec: new Float32Array(length),
    windowEndSec: new Float32Array(length),
  };
}
