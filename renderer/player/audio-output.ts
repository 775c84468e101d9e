// The window's one audio context: opened by the first key or press, kept running so that the next sound starts at
// once, put to sleep when nothing was heard or done for a while.
import { buildLimiter } from "./limiter.ts";

/** An open output costs a little power and keeps some headsets awake. */
const sleepAfterMs = 60_000;

export interface AudioOutput {
  context: AudioContext;
  /** Where sounds go that are made louder; the others go to the context's destination. */
  limiter: AudioNode;
}

let output: AudioOutput | undefined;
let sleepTimer: ReturnType<typeof setTimeout> | undefined;
/** Those that are being heard through it. */
const hearers = new Set<object>();

function open(): AudioOutput {
  const context = new AudioContext({ latencyHint: "interactive" });
  const limiter = buildLimiter(context);
  limiter.output.connect(context.destination);
  return { context, limiter: limiter.input };
}

/** The output, opened where that was not done yet; undefined before the person has done anything in the window. */
export function findOutput(): AudioOutput | undefined {
  // Before that, browsers keep a context silent, and say so in the console.
  if (!output && !navigator.userActivation.hasBeenActive) return undefined;
  output ??= open();
  return output;
}

function sleep(): void {
  if (hearers.size === 0) void output?.context.suspend();
}

/** Call before anything is to be heard: a context that sleeps plays nothing. */
export function wakeOutput(): void {
  clearTimeout(sleepTimer);
  sleepTimer = setTimeout(sleep, sleepAfterMs);
  if (output?.context.state === "suspended") void output.context.resume();
}

/** While something is heard the output does not go to sleep. */
export function holdOutput(hearer: object): void {
  hearers.add(hearer);
  wakeOutput();
}

export function releaseOutput(hearer: object): void {
  if (hearers.delete(hearer)) wakeOutput();
}

function prepare(): void {
  // Not before the key has done what it is pressed for: opening takes some milliseconds.
  if (!output) setTimeout(findOutput, 0);
  wakeOutput();
}

/** Keys and presses open the output and wake it, ahead of the sound that they may lead to. @returns ends it */
export function keepOutputReady(): () => void {
  const options = { capture: true, passive: true };
  window.addEventListener("keydown", prepare, options);
  window.addEventListener("pointerdown", prepare, options);
  return () => {
    window.removeEventListener("keydown", prepare, options);
    window.removeEventListener("pointerdown", prepare, options);
  };
}
