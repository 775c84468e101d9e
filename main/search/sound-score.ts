// One result as the command line prints it, and why it is there.
import type { SoundScore, WhyMatched } from "../../preload/search.ts";
import type { SoundId } from "../../preload/sound.ts";
import type { CatalogueSound } from "../db/catalogue.ts";
import { type RankedSound, toShares } from "./rank.ts";
import { type FileTest, findShownFile } from "./shown-file.ts";

/** A result of a line that ranks nothing: no score, no evidence. */
export function makeUnranked(soundId: SoundId): RankedSound {
  return {
    soundId,
    score: Number.NaN,
    meaningPart: 0,
    namePart: 0,
    tagPart: 0,
    words: [],
    tags: [],
    cosine: null,
    windowStartSec: null,
    windowEndSec: null,
  };
}

export function toWhy(ranked: RankedSound): WhyMatched {
  const { words, tags, cosine } = ranked;
  return { ...toShares(ranked), words, tags, cosine };
}

/** Under the path of the file that matches best; score 0 where nothing is ranked. */
export function toSoundScore(
  ranked: RankedSound,
  sound: CatalogueSound | undefined,
  isWanted: FileTest,
  tags: string[],
): SoundScore {
  const best = sound && findShownFile(sound, ranked.words, isWanted);
  const files = sound?.files.filter((file) => file === best || file.state !== "missing") ?? [];
  return {
    path: best?.path ?? "",
    copies: files.filter((file) => file !== best).map(({ path }) => path),
    score: Number.isNaN(ranked.score) ? 0 : ranked.score,
    cosine: ranked.cosine,
    windowStartSec: ranked.windowStartSec,
    windowEndSec: ranked.windowEndSec,
    durationSec: sound?.durationSec ?? null,
    tags,
    why: toWhy(ranked),
  };
}
