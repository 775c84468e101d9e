// What is heard: one deck for the whole window, and which sound is in it.
import { create } from "zustand";
import type { Region, SoundId, SoundRow } from "../../preload/sound.ts";
import { getBridge } from "../bridge/bridge.ts";
import { useSettings } from "../stores/settings.ts";
import { soundRows } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { audioUrlOf } from "./audio-url.ts";
import { Deck, type DeckSource } from "./deck.ts";
import { decodeSound, decodeUnknown, findDecoded, isDecodable } from "./decoded-sounds.ts";
import { matchGainDb } from "./gain-match.ts";
import { findPlaybackRate } from "./playback-rate.ts";
import { readRefusal, toSentences } from "./refusal.ts";
import type { PlaySettings } from "./voice.ts";

export type MatchedWindow = Region;

interface Player {
  soundId: SoundId | null;
  isPlaying: boolean;
  /** The ten seconds that matched the query, for long sounds. */
  matchedWindow: MatchedWindow | null;
  /** The part that is played, looped and dragged out; see region.ts. */
  region: Region | null;
  /** Why nothing is heard, in plain words. */
  problem: string | null;
}

export const usePlayer = create<Player>(() => ({
  soundId: null,
  isPlaying: false,
  matchedWindow: null,
  region: null,
  problem: null,
}));

/** Put into the document at the start, so that it has a place. */
export const deck = new Deck();
deck.addEventListener("play", () => usePlayer.setState({ isPlaying: true, problem: null }));
deck.addEventListener("pause", () => usePlayer.setState({ isPlaying: false }));
deck.addEventListener("ended", () => usePlayer.setState({ isPlaying: false }));
deck.addEventListener("error", () => void explainFailure());

/** Linear volume of a gain in dB; the end of the scale is silence. */
export function toVolume(gainDb: number): number {
  return gainDb <= -40 ? 0 : 10 ** (gainDb / 20);
}

function playSettingsOf(row: SoundRow | undefined, region: Region | null): PlaySettings {
  const settings = useSettings.getState();
  return {
    volume: toVolume(settings.gainDb),
    matchGainDb: settings.isGainMatched ? matchGainDb(row?.loudnessLufs ?? null) : 0,
    ...findPlaybackRate(settings, row?.tempoBpm ?? null),
    isLoopOn: settings.isLoopOn,
    region,
  };
}

function applySettings(): void {
  const { soundId, region } = usePlayer.getState();
  deck.configure(playSettingsOf(soundId === null ? undefined : soundRows.find(soundId), region));
}
useSettings.subscribe(applySettings);
usePlayer.subscribe(({ region, soundId }, before) => {
  // A sound is loaded with its own settings.
  if (region !== before.region && soundId === before.soundId) applySettings();
});

/** True for sounds that are played as streams: long ones, and those whose tempo is changed without their pitch. */
export function isStreamed(row: SoundRow): boolean {
  const { rate, keepsPitch } = playSettingsOf(row, null);
  return !isDecodable(row) || (keepsPitch && rate !== 1);
}

/** Takes longer to decode than a stream takes to start. */
const longestDecodedFirstSec = 10;

function toSource(id: SoundId, url: string, row: SoundRow | undefined, startSec: number): DeckSource {
  let decoded: DeckSource["decoded"] = null;
  // Its file tells how long it is sooner than its row.
  if (!row) decoded = decodeUnknown(id);
  else if (!isStreamed(row)) decoded = findDecoded(row) ?? decodeSound(row);
  const isStreamedFirst = (row?.durationSec ?? 0) > longestDecodedFirstSec;
  return { url, startSec, decoded, isStreamedFirst };
}

/** What the library knows of a sound that is not heard; null where it knows of nothing wrong. */
async function findStoredReason(id: SoundId): Promise<string | null> {
  const { fileState, error } = await getBridge().engine.getSound({ id });
  if (fileState === "offline") return texts.player.offline;
  if (fileState === "missing") return texts.player.missing;
  return error && toSentences(error);
}

/** What the shell answers to a request for the audio; null where it serves it. */
async function findServedReason(id: SoundId): Promise<string | null> {
  const url = audioUrlOf(id);
  if (url === null) return null;
  const response = await fetch(url, { headers: { Range: "bytes=0-0" } });
  if (!response.ok) return readRefusal(await response.text());
  await response.body?.cancel();
  return null;
}

async function explainFailure(): Promise<void> {
  const { soundId } = usePlayer.getState();
  if (soundId === null) return;
  let problem: string = texts.player.cannotPlay;
  try {
    problem = (await findStoredReason(soundId)) ?? (await findServedReason(soundId)) ?? problem;
  } catch {
    problem = texts.errors.engineUnreachable.message;
  }
  if (usePlayer.getState().soundId === soundId) usePlayer.setState({ problem, isPlaying: false });
}

async function start(): Promise<void> {
  try {
    await deck.play();
  } catch (thrown) {
    // AbortError: another sound was chosen before this one had started.
    if (thrown instanceof DOMException && thrown.name === "NotAllowedError") {
      usePlayer.setState({ problem: texts.player.pressSpace });
    }
  }
}

/**
 * Loads a sound and plays it from the start (or from the window that matched). It sounds before anything is drawn.
 * @param shouldPlay false only shows it
 */
export function loadSound(id: SoundId, matchedWindow: MatchedWindow | null, shouldPlay: boolean): void {
  const url = audioUrlOf(id);
  if (url === null) return;
  const row = soundRows.find(id);
  const state = soundRows.isAbsent(id) ? "gone" : row?.fileState;
  const isAway = state === "offline" || state === "missing" || state === "gone";
  // Known to be unreadable: its reason is stored, so nothing is asked of the disk.
  if (isAway || row?.status === "error") {
    deck.unload();
  } else {
    deck.load(toSource(id, url, row, matchedWindow?.startSec ?? 0), playSettingsOf(row, null));
    if (shouldPlay) void start();
  }
  const problem = isAway ? texts.player[state] : null;
  usePlayer.setState({ soundId: id, matchedWindow, region: null, problem, isPlaying: false });
  if (row?.status === "error" && !isAway) void explainFailure();
}

export function togglePlaying(): void {
  if (!deck.hasSource) return;
  if (!deck.paused) {
    deck.pause();
    return;
  }
  const { region } = usePlayer.getState();
  const isOutside =
    region !== null && (deck.currentTime < region.startSec || deck.currentTime >= region.endSec - 0.01);
  if (isOutside) deck.currentTime = region.startSec;
  void start();
}

/** Starts again from where the region or the match begins, else from the start. */
export function replay(): void {
  if (!deck.hasSource) return;
  const { region, matchedWindow } = usePlayer.getState();
  deck.currentTime = (region ?? matchedWindow)?.startSec ?? 0;
  void start();
}

/** @returns false when nothing was playing */
export function stopPlaying(): boolean {
  if (deck.paused) return false;
  deck.pause();
  return true;
}

export function seek(timeSec: number): void {
  if (Number.isFinite(deck.duration)) {
    deck.currentTime = Math.min(Math.max(0, timeSec), deck.duration);
  }
}
