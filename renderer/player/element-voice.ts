// Plays a sound as a stream through a media element: long sounds, and those whose tempo is changed without their pitch.
// Regions turn back by timer, some milliseconds late.
import type { Region } from "../../preload/sound.ts";
import { type AudioOutput, findOutput, holdOutput, releaseOutput } from "./audio-output.ts";
import { toFactor } from "./gain-match.ts";
import type { PlaySettings, Voice, VoiceEvent } from "./voice.ts";

/** Events of the element that are told as they are. */
const toldEvents = [
  "play",
  "playing",
  "pause",
  "ended",
  "seeking",
  "seeked",
  "timeupdate",
  "ratechange",
  "durationchange",
  "canplay",
] as const satisfies VoiceEvent[];

/** Sounds above and below that are made ready; see `prepare`. */
const mostSpares = 2;

/** Where an element's sound goes once it was made louder than an element can. */
interface GainStage {
  output: AudioOutput;
  gain: GainNode;
  isLimited: boolean;
}

export class ElementVoice implements Voice {
  private readonly emit: (event: VoiceEvent) => void;
  private settings: PlaySettings;
  private element: HTMLAudioElement;
  /** Elements that have loaded what may be played next, by address. */
  private readonly spares = new Map<string, HTMLAudioElement>();
  /** An element that went through the output once always does. */
  private readonly stages = new WeakMap<HTMLAudioElement, GainStage>();
  private regionTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(settings: PlaySettings, emit: (event: VoiceEvent) => void) {
    this.settings = settings;
    this.emit = emit;
    this.element = this.makeElement();
  }

  get isPaused(): boolean {
    return this.element.paused;
  }

  get isEnded(): boolean {
    return this.element.ended;
  }

  get isReady(): boolean {
    return this.element.readyState >= HTMLMediaElement.HAVE_FUTURE_DATA;
  }

  get durationSec(): number {
    return this.element.duration;
  }

  get positionSec(): number {
    return this.element.currentTime;
  }

  load(url: string, positionSec: number): void {
    const spare = this.spares.get(url);
    if (spare) {
      this.unload();
      this.spares.delete(url);
      this.element = spare;
    } else {
      this.element.pause();
      this.element.src = url;
    }
    this.apply();
    if (this.element.currentTime !== positionSec) this.element.currentTime = positionSec;
  }

  /** Loads what may be played next into elements of its own, and lets go of what was prepared before. */
  prepare(sources: readonly { url: string; startSec: number }[]): void {
    const wanted = sources.slice(0, mostSpares);
    for (const [url, spare] of this.spares) {
      if (wanted.some((source) => source.url === url)) continue;
      this.spares.delete(url);
      empty(spare);
    }
    for (const { url, startSec } of wanted) {
      if (this.spares.has(url) || this.element.getAttribute("src") === url) continue;
      const spare = this.makeElement();
      spare.src = url;
      if (startSec > 0) spare.currentTime = startSec;
      this.spares.set(url, spare);
    }
  }

  unload(): void {
    clearTimeout(this.regionTimer);
    this.element.pause();
    if (this.element.hasAttribute("src")) empty(this.element);
    releaseOutput(this);
  }

  async play(): Promise<void> {
    if (this.stages.has(this.element)) holdOutput(this);
    await this.element.play();
  }

  pause(): void {
    this.element.pause();
  }

  seek(positionSec: number): void {
    this.element.currentTime = positionSec;
  }

  configure(settings: PlaySettings): void {
    const before = this.settings;
    this.settings = settings;
    this.apply();
    if (settings.region !== before.region) this.guardRegion();
  }

  private apply(): void {
    const { element } = this;
    const { volume, matchGainDb, rate, keepsPitch, isLoopOn, region } = this.settings;
    element.volume = volume;
    // A region is looped by the timer.
    element.loop = isLoopOn && region === null;
    element.preservesPitch = keepsPitch;
    // A new source would start at the default rate.
    element.defaultPlaybackRate = rate;
    element.playbackRate = rate;
    if (matchGainDb !== 0 || this.stages.has(element)) this.applyGain(matchGainDb);
  }

  private applyGain(gainDb: number): void {
    const stage = this.stages.get(this.element) ?? this.makeStage();
    if (!stage) return;
    const isLimited = gainDb > 0;
    if (isLimited !== stage.isLimited) {
      stage.gain.disconnect();
      stage.gain.connect(isLimited ? stage.output.limiter : stage.output.context.destination);
      stage.isLimited = isLimited;
    }
    // At once: a ramp would be heard as the start of the next sound fading in.
    stage.gain.gain.value = toFactor(gainDb);
  }

  private makeStage(): GainStage | undefined {
    const output = findOutput();
    if (!output) return undefined;
    const gain = new GainNode(output.context);
    output.context.createMediaElementSource(this.element).connect(gain).connect(output.context.destination);
    const stage = { output, gain, isLimited: false };
    this.stages.set(this.element, stage);
    if (!this.element.paused) holdOutput(this);
    return stage;
  }

  private makeElement(): HTMLAudioElement {
    const element = document.createElement("audio");
    element.preload = "auto";
    for (const event of toldEvents) {
      element.addEventListener(event, () => {
        if (element === this.element) this.tell(event);
      });
    }
    element.addEventListener("error", () => {
      // An element that was emptied fails too.
      if (element === this.element && element.hasAttribute("src")) this.emit("error");
    });
    return element;
  }

  private tell(event: VoiceEvent): void {
    if (event === "pause") releaseOutput(this);
    if (event === "play" || event === "seeked" || event === "ratechange" || event === "pause") {
      this.guardRegion();
    }
    this.emit(event);
  }

  /** Plays the region and no further: waits for its end, and starts it again where loop is on. */
  private guardRegion(): void {
    clearTimeout(this.regionTimer);
    const { region } = this.settings;
    const { element } = this;
    if (!region || element.paused) return;
    const leftSec = region.endSec - element.currentTime;
    // Started or moved beyond it by hand: then it goes on to the end of the sound.
    if (leftSec < -0.05) return;
    this.regionTimer = setTimeout(
      () => this.turnBack(region),
      Math.max(0, (leftSec / element.playbackRate) * 1000),
    );
  }

  private turnBack(region: Region): void {
    const { element } = this;
    if (this.settings.region !== region || element.paused) return;
    // The clock of the element and the timer's differ a little.
    if (element.currentTime < region.endSec - 0.002) this.guardRegion();
    else if (this.settings.isLoopOn) element.currentTime = region.startSec;
    else element.pause();
  }
}

function empty(element: HTMLAudioElement): void {
  element.removeAttribute("src");
  element.load();
}
