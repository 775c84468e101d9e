// Hears what a page of Earshot sends to its audio output, and tells when a sound began after a key. Runs in the page.
import type { Page } from "playwright-core";
import type { Deck } from "../renderer/player/deck.ts";

/** What happened after the last key or press; times are those of `performance.now()`, 0 for what did not happen. */
export interface Moments {
  /** `timeStamp` of the input event: when the browser had it, not when the page was told. */
  keyMs: number;
  /** The deck's `playing` event: for a stream, the media element's own. */
  playingMs: number;
  /** The first audible sample leaves the output, by the output's own clock. */
  audibleMs: number;
}

/** Of the page's audio output. */
export interface OutputFacts {
  sampleRate: number;
  /** Of the graph, and of what lies behind it; as the browser tells them. */
  baseLatencyMs: number;
  outputLatencyMs: number;
}

interface Ear {
  moments: Moments;
  context: AudioContext | null;
}

/** A sample louder than this (-60 dB) is heard. */
const audibleLevel = 0.001;
/** Silence for this long, and a sound that follows is another one. */
const silenceSec = 0.02;

/** Every context of the page gets an ear beside its destination. Call it before the page is opened. */
export async function listenIn(page: Page): Promise<void> {
  await page.addInitScript(install, { audibleLevel, silenceSec });
}

/** Call it when the window is there. */
export async function followDeck(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { moments } = (globalThis as unknown as { ear: Ear }).ear;
    const deck = document.querySelector("earshot-deck") as Deck;
    deck.addEventListener("playing", () => (moments.playingMs = performance.now()));
  });
}

export function readMoments(page: Page): Promise<Moments> {
  return page.evaluate(() => (globalThis as unknown as { ear: Ear }).ear.moments);
}

export function readOutput(page: Page): Promise<OutputFacts> {
  return page.evaluate(() => {
    const { context } = (globalThis as unknown as { ear: Ear }).ear;
    return {
      sampleRate: context?.sampleRate ?? 0,
      baseLatencyMs: (context?.baseLatency ?? 0) * 1000,
      outputLatencyMs: (context?.outputLatency ?? 0) * 1000,
    };
  });
}

/** Runs in the page before its own scripts: nothing of this file but the argument reaches it. */
function install(limits: { audibleLevel: number; silenceSec: number }): void {
  const moments = { keyMs: 0, playingMs: 0, audibleMs: 0 };
  const ear: Ear = { moments, context: null };
  (globalThis as unknown as { ear: Ear }).ear = ear;
  const begin = ({ timeStamp }: Event): void => {
    Object.assign(moments, { keyMs: timeStamp, playingMs: 0, audibleMs: 0 });
  };
  window.addEventListener("keydown", begin, { capture: true });
  window.addEventListener("mousedown", begin, { capture: true });

  // Tells the time of the audio clock at which a sound follows on silence.
  const worklet = `registerProcessor("ear", class extends AudioWorkletProcessor {
    silentFrom = 0;
    process([input]) {
      const length = input[0]?.length ?? 0;
      for (let i = 0; i < length; i++) {
        if (!input.some((channel) => Math.abs(channel[i]) > ${limits.audibleLevel})) continue;
        const atSec = currentTime + i / sampleRate;
        if (atSec - this.silentFrom > ${limits.silenceSec}) this.port.postMessage(atSec);
        this.silentFrom = atSec;
      }
      return true;
    }
  });`;
  const NativeContext = AudioContext;
  const connect = AudioNode.prototype.connect as (this: AudioNode, target: AudioNode) => AudioNode;
  const buses = new WeakMap<AudioNode, AudioNode>();

  async function attach(context: AudioContext, bus: AudioNode): Promise<void> {
    const address = URL.createObjectURL(new Blob([worklet], { type: "text/javascript" }));
    await context.audioWorklet.addModule(address);
    const node = new AudioWorkletNode(context, "ear");
    connect.call(bus, node);
    // Silent; without a way to the destination it would not be computed.
    connect.call(node, context.destination);
    node.port.onmessage = ({ data: atSec }: MessageEvent<number>) => {
      const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
      if (moments.audibleMs === 0) moments.audibleMs = performanceTime + (atSec - contextTime) * 1000;
    };
  }

  globalThis.AudioContext = class extends NativeContext {
    constructor(options?: AudioContextOptions) {
      super(options);
      const bus = this.createGain();
      buses.set(this.destination, bus);
      ear.context = this;
      void attach(this, bus);
    }
  };
  AudioNode.prototype.connect = function (this: AudioNode, target: AudioNode) {
    const bus = buses.get(target);
    if (bus) connect.call(this, bus);
    return connect.call(this, target);
  } as typeof AudioNode.prototype.connect;
}
