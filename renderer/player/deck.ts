// The one thing in the window that is heard. It looks like a media element, so that wavesurfer and the views follow it
// as they would one, and plays either from memory or as a stream. Knows nothing of sounds, settings or the library.
import { findOutput } from "./audio-output.ts";
import { BufferVoice } from "./buffer-voice.ts";
import { ElementVoice } from "./element-voice.ts";
import type { PlaySettings, Voice, VoiceEvent } from "./voice.ts";

export interface DeckSource {
  url: string;
  /** Where it begins to be heard, seconds. */
  startSec: number;
  /** Decoded, or being decoded; null for what is always a stream. */
  decoded: AudioBuffer | Promise<AudioBuffer> | null;
  /** Decoding takes longer than a stream takes to start: a stream until it has been done. */
  isStreamedFirst: boolean;
}

const silentSettings: PlaySettings = {
  volume: 1,
  matchGainDb: 0,
  rate: 1,
  keepsPitch: false,
  isLoopOn: false,
  region: null,
};

export class Deck extends HTMLElement {
  private settings = silentSettings;
  private source: DeckSource | null = null;
  private buffer: AudioBuffer | null = null;
  /** The buffer may still come. */
  private isDecoding = false;
  private readonly memory = new BufferVoice(silentSettings, (event) => this.hear(this.memory, event));
  private readonly stream = new ElementVoice(silentSettings, (event) => this.hear(this.stream, event));
  private voice: Voice = this.stream;

  get hasSource(): boolean {
    return this.source !== null;
  }

  get currentSrc(): string {
    return this.source?.url ?? "";
  }

  get src(): string {
    return this.currentSrc;
  }

  // What wavesurfer draws is loaded already, or not at all.
  set src(_url: string) {}

  get paused(): boolean {
    return this.voice.isPaused;
  }

  get ended(): boolean {
    return this.voice.isEnded;
  }

  /** Seconds. */
  get currentTime(): number {
    return this.voice.positionSec;
  }

  set currentTime(positionSec: number) {
    this.voice.seek(positionSec);
  }

  /** Seconds, NaN until it is known. */
  get duration(): number {
    return this.voice.durationSec;
  }

  get readyState(): number {
    return this.voice.isReady ? HTMLMediaElement.HAVE_ENOUGH_DATA : HTMLMediaElement.HAVE_NOTHING;
  }

  get playbackRate(): number {
    return this.settings.rate;
  }

  get preservesPitch(): boolean {
    return this.settings.keepsPitch;
  }

  /** Whether the sound, or the region in it, is played again and again. */
  get loop(): boolean {
    return this.settings.isLoopOn;
  }

  get volume(): number {
    return this.settings.volume;
  }

  get muted(): boolean {
    return false;
  }

  get seeking(): boolean {
    return false;
  }

  /** Where it is played from: told to tests and benchmarks. */
  get way(): "memory" | "stream" {
    return this.voice === this.memory ? "memory" : "stream";
  }

  /** Puts another sound in; the one before falls silent at once. */
  load(source: DeckSource, settings: PlaySettings): void {
    this.source = source;
    this.buffer = source.decoded instanceof AudioBuffer ? source.decoded : null;
    this.isDecoding = source.decoded instanceof Promise;
    this.settings = settings;
    const voice = this.chooseVoice();
    // Before the settings of the next sound reach it. A stream that follows a stream takes the element over.
    this.memory.unload();
    if (voice !== this.stream) this.stream.unload();
    this.memory.configure(settings);
    this.stream.configure(settings);
    this.take(voice, source.startSec);
    if (source.decoded instanceof Promise) void this.followDecoding(source, source.decoded);
    this.tellEmptied();
  }

  unload(): void {
    this.voice.unload();
    this.source = null;
    this.buffer = null;
    this.isDecoding = false;
    this.tellEmptied();
    // As a media element does: the playhead goes back to the start.
    queueMicrotask(() => this.tellPosition());
  }

  /** Says where the playhead is, for a picture that was drawn since it was said last. */
  tellPosition(): void {
    this.dispatchEvent(new Event("timeupdate"));
  }

  configure(settings: PlaySettings): void {
    const isOtherPart = settings.region !== this.settings.region;
    this.settings = settings;
    this.memory.configure(settings);
    this.stream.configure(settings);
    // Not for a change of volume: each change of the way can be heard.
    const isForced = this.voice === this.memory || settings.isLoopOn || isOtherPart;
    if (isForced) this.changeVoice();
  }

  /** Makes streams ready that may be played next. */
  prepare(sources: readonly { url: string; startSec: number }[]): void {
    this.stream.prepare(sources);
  }

  /** @throws DOMException NotAllowedError where the browser wants a gesture first */
  play(): Promise<void> {
    if (this.voice.isPaused) this.changeVoice();
    return this.voice.play();
  }

  pause(): void {
    this.voice.pause();
  }

  private async followDecoding(source: DeckSource, decoding: Promise<AudioBuffer>): Promise<void> {
    let buffer: AudioBuffer;
    try {
      buffer = await decoding;
    } catch {
      // Not a sound to Web Audio: the element tries it, and fails with a reason where it cannot either.
      if (this.source !== source) return;
      this.isDecoding = false;
      this.changeVoice();
      return;
    }
    if (this.source !== source) return;
    this.buffer = buffer;
    this.isDecoding = false;
    if (this.voice === this.memory) this.memory.fill(buffer);
    else if (this.settings.isLoopOn) this.changeVoice();
  }

  private chooseVoice(): Voice {
    const { rate, keepsPitch } = this.settings;
    const isStretched = keepsPitch && rate !== 1;
    const canBeInMemory = this.buffer !== null || (this.isDecoding && this.source?.isStreamedFirst === false);
    return canBeInMemory && !isStretched && findOutput() ? this.memory : this.stream;
  }

  /** Goes on with the voice that is right by now, from where it is. */
  private changeVoice(): void {
    if (this.source === null || this.chooseVoice() === this.voice) return;
    const { isPaused, positionSec } = this.voice;
    this.voice.unload();
    this.take(this.chooseVoice(), positionSec);
    if (!isPaused) this.voice.play().catch(() => {});
  }

  private take(voice: Voice, positionSec: number): void {
    this.voice = voice;
    if (voice === this.memory) this.memory.load(this.buffer, positionSec);
    else this.stream.load(this.currentSrc, positionSec);
  }

  private tellEmptied(): void {
    queueMicrotask(() => this.dispatchEvent(new Event("emptied")));
  }

  /** Told a little later, as by a media element: whoever loads a sound says first which one it is. */
  private hear(voice: Voice, event: VoiceEvent): void {
    const { source } = this;
    queueMicrotask(() => {
      if (voice === this.voice && source === this.source) this.dispatchEvent(new Event(event));
    });
  }
}

customElements.define("earshot-deck", Deck);
