// Makes sounds louder than an audio element can: a gain and a limiter behind it. Built when it is first needed, since
// an element that went through it once always does.
import { toFactor } from "./gain-match.ts";

interface GainStage {
  context: AudioContext;
  gain: GainNode;
}

let stage: GainStage | undefined;

/** @param gainDb 0 leaves the sound as it is */
export function setStageGain(audio: HTMLMediaElement, gainDb: number): void {
  if (!stage && gainDb === 0) return;
  stage ??= build(audio);
  // At once: a ramp would be heard as the start of the next sound fading in.
  stage.gain.gain.value = toFactor(gainDb);
}

/** A context sleeps until the person has done something; without it nothing would be heard. */
export async function wakeStage(): Promise<void> {
  if (stage?.context.state === "suspended") await stage.context.resume();
}

function build(audio: HTMLMediaElement): GainStage {
  const context = new AudioContext({ latencyHint: "interactive" });
  const gain = context.createGain();
  const limiter = context.createDynamicsCompressor();
  // Only what a boost would clip: the rest passes unchanged.
  limiter.threshold.value = -1;
  limiter.knee.value = 0;
  limiter.ratio.value = 20;
  limiter.attack.value = 0.001;
  limiter.release.value = 0.05;
  context.createMediaElementSource(audio).connect(gain).connect(limiter).connect(context.destination);
  return { context, gain };
}
