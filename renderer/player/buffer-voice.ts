// Plays a sound that lies decoded in memory: it starts with the next block of the running output, and turns back at
// the very sample where a loop or a region ends.
import { type AudioOutput, findOutput, holdOutput, releaseOutput } from "./audio-output.ts";
import { toFactor } from "./gain-match.ts";
import { planPlay, positionOf, type Run } from "./play-plan.ts";
import type { PlaySettings, Voice, VoiceEvent } from "./voice.ts";

/** Broken off within it, a sound makes no click. */
const fadeSec = 0.004;
/** A change of the loop is handed from one source node to the next this far ahead, without a gap. */
const handOverSec = 0.01;
/** Media elements tell their position four times a second too. */
const tellPositionMs = 250;

interface Playing {
  output: AudioOutput;
  source: AudioBufferSourceNode;
  gain: GainNode;
  run: Run;
}

export class BufferVoice implements Voice {
  private readonly emit: (event: VoiceEvent) => void;
  private settings: PlaySettings;
  private buffer: AudioBuffer | null = null;
  private playing: Playing | null = null;
  /** Asked to play before the sound was decoded. */
  private isWanted = false;
  /** Where it stands while nothing is played, seconds. */
  private restSec = 0;
  private hasEnded = false;
  private tellTimer: ReturnType<typeof setInterval> | undefined;

  constructor(settings: PlaySettings, emit: (event: VoiceEvent) => void) {
    this.settings = settings;
    this.emit = emit;
  }

  get isPaused(): boolean {
    return this.playing === null && !this.isWanted;
  }

  get isEnded(): boolean {
    return this.hasEnded;
  }

  get isReady(): boolean {
    return this.buffer !== null;
  }

  get durationSec(): number {
    return this.buffer?.duration ?? Number.NaN;
  }

  get positionSec(): number {
    if (!this.playing) return this.restSec;
    const { context } = this.playing.output;
    // What is being computed is heard a little later.
    return positionOf(this.playing.run, context.currentTime - (context.outputLatency || 0));
  }

  /** @param buffer null while it is being decoded: then `fill` brings it */
  load(buffer: AudioBuffer | null, positionSec: number): void {
    this.unload();
    this.restSec = positionSec;
    if (buffer) this.fill(buffer);
  }

  fill(buffer: AudioBuffer): void {
    this.buffer = buffer;
    this.restSec = Math.min(this.restSec, buffer.duration);
    if (this.isWanted) this.start();
    this.emit("durationchange");
    this.emit("canplay");
  }

  unload(): void {
    this.silence();
    this.buffer = null;
    this.restSec = 0;
    this.hasEnded = false;
  }

  play(): Promise<void> {
    if (!this.isPaused) return Promise.resolve();
    this.isWanted = true;
    if (this.buffer && this.restSec >= this.buffer.duration) this.restSec = 0;
    if (this.buffer) this.start();
    this.emit("play");
    return Promise.resolve();
  }

  pause(): void {
    if (this.isPaused) return;
    this.restSec = this.positionSec;
    this.silence();
    this.emit("pause");
  }

  seek(positionSec: number): void {
    this.restSec = Math.min(Math.max(0, positionSec), this.buffer?.duration ?? positionSec);
    this.hasEnded = false;
    if (this.playing) {
      this.fadeOut(this.playing);
      this.start();
    }
    this.emit("seeking");
    this.emit("seeked");
    this.emit("timeupdate");
  }

  configure(settings: PlaySettings): void {
    const before = this.settings;
    this.settings = settings;
    if (settings.rate !== before.rate) this.emit("ratechange");
    if (!this.playing) return;
    const { source, gain, run, output } = this.playing;
    const { currentTime } = output.context;
    gain.gain.value = gainOf(settings);
    if (settings.matchGainDb > 0 !== before.matchGainDb > 0) {
      gain.disconnect();
      gain.connect(wayOut(output, settings));
    }
    if (settings.rate !== run.rate) {
      source.playbackRate.value = settings.rate;
      const plan = { ...run.plan, fromSec: positionOf(run, currentTime) };
      this.playing.run = { plan, sinceSec: currentTime, rate: settings.rate };
    }
    if (settings.region !== before.region || settings.isLoopOn !== before.isLoopOn) {
      this.start(currentTime + handOverSec);
    }
  }

  /**
   * @param atSec time of the audio clock; where something is playing until then, that goes on without a gap
   */
  private start(atSec?: number): void {
    const output = findOutput();
    const { buffer, settings } = this;
    if (!output || !buffer) return;
    const { context } = output;
    const before = this.playing;
    const sinceSec = atSec ?? context.currentTime;
    const positionSec = before && atSec !== undefined ? positionOf(before.run, atSec) : this.restSec;
    const plan = planPlay(positionSec, buffer.duration, settings.region, settings.isLoopOn);
    const { fromSec, loop } = plan;
    const source = new AudioBufferSourceNode(context, {
      buffer,
      playbackRate: settings.rate,
      ...(loop && { loop: true, loopStart: loop.startSec, loopEnd: loop.endSec }),
    });
    const gain = new GainNode(context, { gain: gainOf(settings) });
    source.connect(gain).connect(wayOut(output, settings));
    source.addEventListener("ended", () => {
      gain.disconnect();
      if (this.playing?.source === source) this.finish(plan.endSec);
    });
    // 0 is the next block, whatever the clock says by then.
    if (loop) source.start(atSec ?? 0, fromSec);
    else source.start(atSec ?? 0, fromSec, Math.max(0, plan.endSec - fromSec));
    if (atSec !== undefined) before?.source.stop(atSec);
    this.playing = { output, source, gain, run: { plan, sinceSec, rate: settings.rate } };
    this.isWanted = false;
    this.hasEnded = false;
    if (before) return;
    holdOutput(this);
    this.tellTimer = setInterval(() => this.emit("timeupdate"), tellPositionMs);
    this.emit("playing");
  }

  /** It has come to where it stops by itself. */
  private finish(endSec: number): void {
    this.silence();
    this.restSec = endSec;
    this.hasEnded = endSec === this.buffer?.duration;
    this.emit("timeupdate");
    this.emit("pause");
    if (this.hasEnded) this.emit("ended");
  }

  private silence(): void {
    this.isWanted = false;
    clearInterval(this.tellTimer);
    if (!this.playing) return;
    this.fadeOut(this.playing);
    this.playing = null;
    releaseOutput(this);
  }

  private fadeOut({ source, gain, output: { context } }: Playing): void {
    const nowSec = context.currentTime;
    gain.gain.setValueAtTime(gain.gain.value, nowSec);
    gain.gain.linearRampToValueAtTime(0, nowSec + fadeSec);
    source.stop(nowSec + fadeSec);
  }
}

function gainOf({ volume, matchGainDb }: PlaySettings): number {
  return volume * toFactor(matchGainDb);
}

function wayOut({ context, limiter }: AudioOutput, { matchGainDb }: PlaySettings): AudioNode {
  return matchGainDb > 0 ? limiter : context.destination;
}
