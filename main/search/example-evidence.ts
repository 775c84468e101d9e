// What a person's confirmed and rejected sounds say about others. Pure; docs/tags.md has the measurements.

/** A sound this close to a rejected example, and closer than to any confirmed one, is not that label. */
const rejectedCosine = 0.6;
/** Weights of the evidence from examples; chosen on calibration sounds, see docs/tags.md. */
const rejectedWeight = 0.5;
/** A sound this close to a confirmed example is its twin, whatever the label's text says. */
const twinCosine = 0.92;
const textWeight = 0.15;

/** Whether a person has rejected the label for a sound so near that this one is not it either. */
export function isRejectedByExample(confirmed: number, rejected: number): boolean {
  return rejected >= rejectedCosine && rejected > confirmed;
}

/**
 * What examples say for a label: how near the nearest confirmed one is, less the nearest rejected one, and a little of
 * what the label's text says. Infinity for a twin of a confirmed example, -Infinity without a confirmed example that is nearer than any rejected one.
 * @param confirmed cosine of the nearest confirmed example, centered; -Infinity without any
 * @param z standard deviations of the text's cosine, null where it is not known
 */
export function toExampleEvidence(confirmed: number, rejected: number, z: number | null): number {
  if (confirmed === Number.NEGATIVE_INFINITY || confirmed <= rejected) return Number.NEGATIVE_INFINITY;
  if (confirmed >= twinCosine) return Number.POSITIVE_INFINITY;
  return confirmed - rejectedWeight * Math.max(0, rejected) + textWeight * (z ?? 0);
}

/** The sound less what all sounds have in common, at unit length: neighbours by what tells them apart. */
export function toCentered(embedding: Float32Array, center: Float32Array): Float32Array {
  const centered = embedding.map((value, i) => value - (center[i] as number));
  const length = Math.hypot(...centered) || 1;
  return centered.map((value) => value / length);
}
