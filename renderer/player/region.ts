// The selected part of the sound in the player: where it starts and ends.
import type { Region } from "../../preload/sound.ts";
import { deck, usePlayer } from "./player.ts";

/** A shorter one cannot be heard, nor hit with the pointer. */
const leastSec = 0.005;

export function setRegion(region: Region | null): void {
  usePlayer.setState({ region });
}

/** @returns false when there was none */
export function clearRegion(): boolean {
  if (usePlayer.getState().region === null) return false;
  setRegion(null);
  return true;
}

/** Sets one edge where the sound is being heard; the other one is the sound's own edge, or stays. */
export function markRegion(edge: "start" | "end"): void {
  const durationSec = deck.duration;
  if (!Number.isFinite(durationSec)) return;
  const nowSec = deck.currentTime;
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
