// Notes which sounds were heard, for "recently used". Walking through a list is no use of what it passes over.
import type { SoundId } from "../../preload/sound.ts";
import { getBridge } from "../bridge/bridge.ts";
import { deck, usePlayer } from "./player.ts";

/** Heard this long, or to its end, a sound was listened to. */
const heardFromMs = 1000;
/** Plays are sent together: each call makes lists look again. */
const sendAfterMs = 3000;

let waiting: SoundId[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;

function send(): void {
  const ids = waiting;
  waiting = [];
  timer = undefined;
  getBridge()
    .engine.recordUse({ kind: "play", ids })
    .catch(() => {
      // The engine is away: a line of history less.
    });
}

function note(id: SoundId): void {
  waiting.push(id);
  timer ??= setTimeout(send, sendAfterMs);
}

/** @returns the function that ends it */
export function keepPlayHistory(): () => void {
  let startedMs = 0;
  return usePlayer.subscribe(({ soundId, isPlaying }, before) => {
    const wasPlaying = before.isPlaying && before.soundId !== null;
    const isOther = soundId !== before.soundId;
    if (wasPlaying && before.soundId !== null && (!isPlaying || isOther)) {
      const isToEnd = deck.ended && !isOther;
      if (isToEnd || performance.now() - startedMs >= heardFromMs) note(before.soundId);
    }
    if (isPlaying && (!before.isPlaying || isOther)) startedMs = performance.now();
  });
}
