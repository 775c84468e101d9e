// What is heard: one media element for the whole window. Playing starts before anything is drawn.
import { create } from "zustand";
import type { Region, SoundId } from "../../preload/sound.ts";
import { getBridge } from "../bridge/bridge.ts";
import { useLibrary } from "../stores/library.ts";
import { useSettings } from "../stores/settings.ts";
import { soundRows } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { findCachedAudio } from "./audio-cache.ts";
import { matchGainDb } from "./gain-match.ts";
import { setStageGain, wakeStage } from "./gain-stage.ts";
import { findPlaybackRate } from "./playback-rate.ts";
import { readRefusal, toSentences } from "./refusal.ts";

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

/** The element that plays; put into the document by the player view so that it has a place and a name. */
export const audio = document.createElement("audio");
audio.preload = "auto";
audio.addEventListener("play", () => usePlayer.setState({ isPlaying: true, problem: null }));
audio.addEventListener("pause", () => usePlayer.setState({ isPlaying: false }));
audio.addEventListener("ended", () => usePlayer.setState({ isPlaying: false }));
audio.addEventListener("error", () => {
  if (audio.getAttribute("src")) void explainFailure();
});

/** Linear volume of a gain in dB; the end of the scale is silence. */
export function toVolume(gainDb: number): number {
  return gainDb <= -40 ? 0 : 10 ** (gainDb / 20);
}

/** Before the sound starts and whenever a setting changes. */
function applySettings(): void {
  const settings = useSettings.getState();
  const { soundId, region } = usePlayer.getState();
  const row = soundId === null ? undefined : soundRows.find(soundId);
  audio.volume = toVolume(settings.gainDb);
  setStageGain(audio, settings.isGainMatched ? matchGainDb(row?.loudnessLufs ?? null) : 0);
  // A region is looped by region.ts.
  audio.loop = settings.isLoopOn && region === null;
  const { rate, keepsPitch } = findPlaybackRate(settings, row?.tempoBpm ?? null);
  audio.preservesPitch = keepsPitch;
  // A new source would start at the default rate.
  audio.defaultPlaybackRate = rate;
  audio.playbackRate = rate;
}
applySettings();
useSettings.subscribe(applySettings);
usePlayer.subscribe(({ region, soundId }, before) => {
  if (region !== before.region || soundId !== before.soundId) applySettings();
});

/** Where the sound's audio is served; null before the shell has answered. */
export function audioUrlOf(id: SoundId): string | null {
  const prefix = useLibrary.getState().shell?.audioUrl;
  return prefix === undefined ? null : new URL(prefix + String(id), window.location.href).href;
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
    void wakeStage();
    await audio.play();
  } catch (thrown) {
    // AbortError: another sound was chosen before this one had started.
    if (thrown instanceof DOMException && thrown.name === "NotAllowedError") {
      usePlayer.setState({ problem: texts.player.pressSpace });
    }
  }
}

/**
 * Loads a sound and plays it from the start (or from the window that matched).
 * @param shouldPlay false only shows it
 */
export function loadSound(id: SoundId, matchedWindow: MatchedWindow | null, shouldPlay: boolean): void {
  const url = findCachedAudio(id) ?? audioUrlOf(id);
  if (url === null) return;
  const row = soundRows.find(id);
  const state = row?.fileState;
  usePlayer.setState({ soundId: id, matchedWindow, region: null, problem: null, isPlaying: false });
  audio.pause();
  if (state === "offline" || state === "missing") {
    audio.removeAttribute("src");
    usePlayer.setState({ problem: state === "offline" ? texts.player.offline : texts.player.missing });
    return;
  }
  // Known to be unreadable: its reason is stored, so nothing is asked of the disk.
  if (row?.status === "error") {
    audio.removeAttribute("src");
    void explainFailure();
    return;
  }
  audio.src = url;
  if (matchedWindow && matchedWindow.startSec > 0) audio.currentTime = matchedWindow.startSec;
  if (shouldPlay) void start();
}

export function togglePlaying(): void {
  if (!audio.getAttribute("src")) return;
  if (!audio.paused) {
    audio.pause();
    return;
  }
  const { region } = usePlayer.getState();
  const isOutside =
    region !== null && (audio.currentTime < region.startSec || audio.currentTime >= region.endSec - 0.01);
  if (isOutside) audio.currentTime = region.startSec;
  void start();
}

/** Starts again from where the region or the match begins, else from the start. */
export function replay(): void {
  if (!audio.getAttribute("src")) return;
  const { region, matchedWindow } = usePlayer.getState();
  audio.currentTime = (region ?? matchedWindow)?.startSec ?? 0;
  void start();
}

/** @returns false when nothing was playing */
export function stopPlaying(): boolean {
  if (audio.paused) return false;
  audio.pause();
  return true;
}

export function seek(timeSec: number): void {
  if (Number.isFinite(audio.duration)) {
    audio.currentTime = Math.min(Math.max(0, timeSec), audio.duration);
  }
}
