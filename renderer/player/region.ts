// The selected part of the sound in the player: where it starts and ends, looping in it, and moving it by keys.
import type { Region } from "../../preload/sound.ts";
import { useSettings } from "../stores/settings.ts";
import { audio, usePlayer } from "./player.ts";

/** A shorter one cannot be heard, nor hit with the pointer. */
const leastSec = 0.005;

export function setRegion(region: Region | null): void {
  usePlayer.setState({ region });
  guard();
}

/** @returns false when there was none */
export function clearRegion(): boolean {
  if (usePlayer.getState().region === null) return false;
  setRegion(null);
  return true;
}

/** Sets one edge where the sound is being heard; the other one is the sound's own edge, or stays. */
export function markRegion(edge: "start" | "end"): void {
  const durationSec = audio.duration;
  if (!Number.isFinite(durationSec)) return;
  const nowSec = audio.currentTime;
  const { region } = usePlayer.getState();
  if (edge === "start") {
    const endSec = region && region.endSec > nowSec + leastSec ? region.endSec : durationSec;
    if (endSec - nowSec >= leastSec) setRegion({ startSec: nowSec, endSec });
  } else {
    const startSec = region && region.startSec < nowSec - leastSec ? region.startSec : 0;
    if (nowSec - startSec >= leastSec) setRegion({ startSec, endSec: nowSec });
  }
}

/** The matched ten seconds become the region. */
export function selectMatch(): void {
  const { matchedWindow } = usePlayer.getState();
  if (matchedWindow) setRegion(matchedWindow);
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** Plays the region and no further: waits for its end, and starts it again where loop is on. */
function guard(): void {
  clearTimeout(timer);
  const { region } = usePlayer.getState();
  if (!region || audio.paused) return;
  const leftSec = region.endSec - audio.currentTime;
  // Started or moved beyond it by hand: then it goes on to the end of the sound.
  if (leftSec < -0.05) return;
  timer = setTimeout(() => turnBack(region), Math.max(0, (leftSec / audio.playbackRate) * 1000));
}

function turnBack(region: Region): void {
  if (usePlayer.getState().region !== region || audio.paused) return;
  // The clock of the element and the timer's differ a little.
  if (audio.currentTime < region.endSec - 0.002) {
    guard();
    return;
  }
  if (useSettings.getState().isLoopOn) audio.currentTime = region.startSec;
  else audio.pause();
}

for (const event of ["play", "seeked", "ratechange", "pause", "emptied"])
  audio.addEventListener(event, guard);
