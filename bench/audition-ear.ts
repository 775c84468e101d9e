// Tells when a page of Earshot began to be heard after a key.
import type { Page } from "playwright-core";
import type { Deck } from "../renderer/player/deck.ts";
import { installTap, type Tap } from "../test/e2e/tap-output.ts";

/** Times of `performance.now()`; 0 for what has not happened. */
export interface Moments {
  /** `timeStamp` of the key's event: when the browser had it, not when the page was told. */
  keyMs: number;
  /** The deck's `playing` event: for a stream, the media element's own. */
  playingMs: number;
  /** The first audible sample leaves the output, by the output's own clock. */
  audibleMs: number;
}

/** Of the page's audio output. */
export interface OutputFacts {
  /** Hz. */
  sampleRate: number;
  /** Of the graph, and of what lies behind it, as the browser tells them. */
  baseLatencyMs: number;
  outputLatencyMs: number;
}

/** A sample louder than this (-60 dB) is heard. */
const audibleLevel = 0.001;
/** After silence for this long a sound is another one. */
const silenceSec = 0.02;

/** Posts the time of the context at which a sound follows on silence. */
const findOnsets = `
  for (let i = 0; i < (input[0]?.length ?? 0); i++) {
    if (!input.some((channel) => Math.abs(channel[i]) > ${audibleLevel})) continue;
    const atSec = currentTime + i / sampleRate;
    if (!(atSec - this.heardSec < ${silenceSec})) this.port.postMessage(atSec);
    this.heardSec = atSec;
  }`;

interface Ear {
  tap: Tap;
  moments: Pick<Moments, "keyMs" | "playingMs">;
}

/** Call it before the page is opened. */
export async function listenIn(page: Page): Promise<void> {
  await page.addInitScript(installTap, findOnsets);
}

/** Call it when the window is there, after each reload. */
export async function followDeck(page: Page): Promise<void> {
  await page.evaluate(() => {
    const moments = { keyMs: 0, playingMs: 0 };
    Object.assign(globalThis, { moments });
    const deck = document.querySelector("earshot-deck") as Deck;
    deck.addEventListener("playing", () => (moments.playingMs = performance.now()));
    const begin = ({ timeStamp }: Event): void => {
      Object.assign(moments, { keyMs: timeStamp, playingMs: 0 });
    };
    window.addEventListener("keydown", begin, { capture: true });
  });
}

export function readMoments(page: Page): Promise<Moments> {
  return page.evaluate(() => {
    const { tap, moments } = globalThis as unknown as Ear;
    const onsets = tap.messages.map(({ data, offsetMs }) => (data as number) * 1000 + offsetMs);
    return { ...moments, audibleMs: onsets.find((onsetMs) => onsetMs > moments.keyMs) ?? 0 };
  });
}

export function readOutput(page: Page): Promise<OutputFacts> {
  return page.evaluate(() => {
    const { context } = (globalThis as unknown as Ear).tap;
    return {
      sampleRate: context?.sampleRate ?? 0,
      baseLatencyMs: (context?.baseLatency ?? 0) * 1000,
      outputLatencyMs: (context?.outputLatency ?? 0) * 1000,
    };
  });
}
