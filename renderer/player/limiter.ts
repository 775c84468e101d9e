// Holds back what a boost would clip, and leaves the rest as it is.
import { toFactor } from "./gain-match.ts";

const thresholdDb = -1;
const ratio = 20;
/**
 * A DynamicsCompressorNode makes everything louder by what its curve takes from a full-scale sample, to the power of
 * 0.6 (Web Audio API 1.1, "Computing the makeup gain"). Without a knee that sample loses threshold * (1 - 1 / ratio) dB.
 */
const makeupDb = -thresholdDb * (1 - 1 / ratio) * 0.6;

/** The two ends of it; what comes in below -1 dB comes out as it was, 6 ms later. */
export function buildLimiter(context: BaseAudioContext): { input: AudioNode; output: AudioNode } {
  const input = new DynamicsCompressorNode(context, {
    threshold: thresholdDb,
    knee: 0,
    ratio,
    attack: 0.001,
    release: 0.05,
  });
  const output = new GainNode(context, { gain: toFactor(-makeupDb) });
  input.connect(output);
  return { input, output };
}
