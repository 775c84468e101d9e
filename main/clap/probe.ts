// A known input to compare execution providers with: it must use every part of the model.
import { type Features, type FrontEndSpec, WholeFeatureBuilder } from "./front-end.ts";
import { sampleRate } from "./mel-filters.ts";

/** Features of 12 s of falling tones in noise; of several parts, the first. */
export function makeProbe(spec: FrontEndSpec): Features {
  const samples = new Float32Array(12 * sampleRate);
  let noise = 1;
  let phase = 0;
  for (let n = 0; n < samples.length; n++) {
    noise = (Math.imul(1_664_525, noise) + 1_013_904_223) >>> 0;
    const secondPart = (n % sampleRate) / sampleRate;
    phase += (2 * Math.PI * 4000 * 2 ** (-6 * secondPart)) / sampleRate;
    samples[n] = 0.5 * Math.sin(phase) * (1 - secondPart) + 0.05 * (noise / 2 ** 31 - 1);
  }
  const builder = new WholeFeatureBuilder(spec);
  builder.push(samples);
  return builder.finish()[0] as Features;
}
