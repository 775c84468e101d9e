// What is heard: one media element for the whole window. Playing starts before anything is drawn.
import { create } from "zustand";
import type { SoundId } from "../../preload/model.ts";
import { getBridge } from "../bridge/bridge.ts";
import { useLibrary } from "../stores/library.ts";
import { useSettings } from "../stores/settings.ts";
import { soundRows } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { findCachedAudio } from "./audio-cache.ts";

export interface MatchedWindow {
  startSec: number;
  endSec: number;
}

interface Player {
  soundId: SoundId | null;
  isPlaying: boolean;
  /** The ten seconds that matched the query, for long sounds. */
  matchedWindow: MatchedWindow | null;
  /** Why nothing is heard, in plain words. */
  problem: string | null;
}

export const usePlayer = create<Player>(() => ({
  soundId: null,
  isPlaying: false,
  matchedWindow: null,
  problem: null,
}));

/** The element that plays; put into the document by the player view so that it has a place and a name. */
export const audio = document.createElement("audio");
audio.preload = "auto";
audio.addEventListener("play", () => usePlayer.setState({ isPlaying: true, problem: null }));
audio.addEventListener("pause", () => usePlayer.setState({ isPlaying: false }));
audio.addEventListener("ended", () => usePlayer.setState({ isPlaying: false }));
audio.addEventListener("error", () => void explainFailure());

/** Linear volume of a gain in dB; the end of the scale is silence. */
export function toVolume(gainDb: number): number {
  return gainDb <= -40 ? 0 : 10 ** (gainDb / 20);
}

function applySettings(): void {
  const { gainDb, isLoopOn } = useSettings.getState();
  audio.volume = toVolume(gainDb);
  audio.loop = isLoopOn;
}
applySettings();
useSettings.subscribe(applySettings);

/** Where the sound's audio is served; null before the shell has answered. */
export function audioUrlOf(id: SoundId): string | null {
  const prefix = useLibrary.getState().shell?.audioUrl;
  return prefix === undefined ? null : new URL(prefix + String(id), window.location.href).href;
}

async function explainFailure(): Promise<void> {
  const { soundId } = usePlayer.getState();
  if (soundId === null || !audio.getAttribute("src")) return;
  let problem: string = texts.player.cannotPlay;
  try {
    const detail = await getBridge().engine.getSound({ id: soundId });
    if (detail.fileState === "offline") problem = texts.player.offline;
    else if (detail.fileState === "missing") problem = texts.player.missing;
    else if (detail.error) problem = detail.error.message;
  } catch {
    problem = texts.errors.engineUnreachable.message;
  }
  if (usePlayer.getState().soundId === soundId) usePlayer.setState({ problem, isPlaying: false });
}

async function start(): Promise<void> {
  try {
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
  const state = soundRows.find(id)?.fileState;
  usePlayer.setState({ soundId: id, matchedWindow, problem: null, isPlaying: false });
  audio.pause();
  if (state === "offline" || state === "missing") {
    audio.removeAttribute("src");
    usePlayer.setState({ problem: state === "offline" ? texts.player.offline : texts.player.missing });
    return;
  }
  audio.src = url;
  if (matchedWindow && matchedWindow.startSec > 0) audio.currentTime = matchedWindow.startSec;
  if (shouldPlay) void start();
}

export function togglePlaying(): void {
  if (!audio.getAttribute("src")) return;
  if (audio.paused) void start();
  else audio.pause();
}

/** Starts again from where selecting the sound starts it. */
export function replay(): void {
  if (!audio.getAttribute("src")) return;
  audio.currentTime = usePlayer.getState().matchedWindow?.startSec ?? 0;
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
