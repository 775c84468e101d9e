// Makes ready what is likely to be heard next: short sounds are decoded, long ones are opened as streams.
import type { SoundId, SoundRow } from "../../preload/sound.ts";
import { useSearch } from "../stores/search.ts";
import { shownIds } from "../stores/selection.ts";
import { soundRows } from "../stores/sounds.ts";
import { findOutput } from "./audio-output.ts";
import { audioUrlOf } from "./audio-url.ts";
import { decodeSound, findDecoded } from "./decoded-sounds.ts";
import { matchedWindowOf } from "./matched-window.ts";
import { deck, isStreamed } from "./player.ts";

/** More at once would be in each other's way. */
const mostAtOnce = 2;
/** A larger file is opened when it is played. */
const mostStreamBytes = 400_000_000;
/** What Chromium cannot decode, the engine decodes as a whole: more work than a guess is worth. */
const mostForeignBytes = 6_000_000;
const chromiumFormats = new Set(["wav", "flac", "mp3", "ogg", "opus", "m4a"]);
/** So long the pointer rests on a row before its sound is made ready. */
const pointAfterMs = 40;
/** Results of a line that is still being typed are not worth it. */
const resultsAfterMs = 120;
/** At the top of new results. */
const mostResults = 3;

let wanted: SoundId[] = [];
let runningCount = 0;
/** Ends of following the rows of the wanted. */
let followed: (() => void)[] = [];
/** Those of the wanted that were begun: what fails is not begun again. */
let begun = new Set<SoundId>();
/** Those that the deck has as streams. */
let streamed = new Set<SoundId>();

/** Makes sounds ready, the likeliest first. A later call takes the place of what was not begun. */
export function foresee(ids: readonly SoundId[]): void {
  // Before the person has done anything nothing can be decoded.
  if (!findOutput()) return;
  for (const end of followed) end();
  wanted = [...ids];
  begun = new Set();
  followed = wanted.map((id) => soundRows.subscribe(id, makeReady));
  makeReady();
}

/** What may have left the library since its row was fetched is not asked for: the row is on its way again. */
function findWanted(id: SoundId): SoundRow | undefined {
  return streamed.has(id) ? soundRows.find(id) : soundRows.findFresh(id);
}

function makeReady(): void {
  const rows = wanted.map(findWanted).filter((row) => row !== undefined);
  const playable = rows.filter(({ fileState, status }) => fileState === "present" && status !== "error");
  const streams = playable.filter((row) => isStreamed(row) && isCheap(row));
  streamed = new Set(streams.map(({ id }) => id));
  deck.prepare(streams.flatMap(toStream));
  decodeNext(playable.filter((row) => !isStreamed(row)));
}

function isCheap({ format, sizeBytes }: SoundRow): boolean {
  return sizeBytes <= (chromiumFormats.has(format) ? mostStreamBytes : mostForeignBytes);
}

function toStream({ id }: SoundRow): { url: string; startSec: number }[] {
  const url = audioUrlOf(id);
  return url === null ? [] : [{ url, startSec: matchedWindowOf(id)?.startSec ?? 0 }];
}

function decodeNext(rows: readonly SoundRow[]): void {
  for (const row of rows) {
    if (runningCount >= mostAtOnce) return;
    if (findDecoded(row) || begun.has(row.id)) continue;
    runningCount++;
    begun.add(row.id);
    decodeSound(row)
      // Playing it says why it cannot be played.
      .catch(() => {})
      .finally(() => {
        runningCount--;
        makeReady();
      });
  }
}

let pointTimer: ReturnType<typeof setTimeout> | undefined;

/** A pointer that rests on a row may be about to press it. */
export function foreseePress(id: SoundId): void {
  clearTimeout(pointTimer);
  pointTimer = setTimeout(() => {
    const row = soundRows.find(id);
    if (row && (isStreamed(row) || !findDecoded(row))) foresee([id]);
  }, pointAfterMs);
}

/** New results are mostly entered from the top. @returns the function that ends it */
export function foreseeResults(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = useSearch.subscribe(({ results }, before) => {
    if (results === before.results || results?.request === before.results?.request) return;
    clearTimeout(timer);
    timer = setTimeout(() => foresee([...shownIds().subarray(0, mostResults)]), resultsAfterMs);
  });
  return () => {
    clearTimeout(timer);
    end();
  };
}
