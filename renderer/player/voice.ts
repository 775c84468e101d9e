// What the two ways of playing have in common: from memory (buffer-voice.ts) and as a stream (element-voice.ts).
import type { Region } from "../../preload/sound.ts";

/** How sounds are played. */
export interface PlaySettings {
  /** Linear, 0..1. */
  volume: number;
  /** Of equal loudness, dB; above 0 it goes through the limiter. */
  matchGainDb: number;
  /** Seconds of the sound in a second. */
  rate: number;
  /** The pitch stays when the rate is another than 1: only a media element can do that. */
  keepsPitch: boolean;
  isLoopOn: boolean;
  region: Region | null;
}

/** As those of a media element. */
export type VoiceEvent =
  | "play"
  | "playing"
  | "pause"
  | "ended"
  | "seeking"
  | "seeked"
  | "timeupdate"
  | "ratechange"
  | "durationchange"
  | "canplay"
  | "error";

export interface Voice {
  readonly isPaused: boolean;
  /** Paused because the sound was over. */
  readonly isEnded: boolean;
  /** Where it is heard, seconds into the sound. */
  readonly positionSec: number;
  /** NaN until it is known. */
  readonly durationSec: number;
  /** True when it can be played and sought at once. */
  readonly isReady: boolean;
  /** @throws DOMException NotAllowedError where the browser wants a gesture first */
  play(): Promise<void>;
  pause(): void;
  seek(positionSec: number): void;
  configure(settings: PlaySettings): void;
  /** Silent at once, without an event. */
  unload(): void;
}
