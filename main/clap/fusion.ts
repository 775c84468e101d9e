// Choosing and shrinking frames of sounds longer than the model's 10 s window: the `fusion` truncation of
// ClapFeatureExtractor (transformers 5.18.0), with its random crops replaced by fixed ones.
import type { LogMelFrames } from "./log-mel.ts";
import { melCount } from "./mel-filters.ts";

/** Frames of the model's 10 s window. */
export const windowFrames = 1001;

/**
 * First frames of three crops of 1001 frames: the middle of each third of all possible starts.
 * The reference draws them by chance (`np.random.choice`); the middle makes equal sounds equal embeddings.
 * @param frameCount more than 1001
 */
export function findCropStarts(frameCount: number): [number, number, number] {
  const startCount = frameCount - windowFrames + 1;
  const size = Math.floor(startCount / 3);
  const larger = startCount % 3;
  // numpy's array_split: the first `larger` parts have one start more.
  const pickMiddle = (part: number): number => {
    const length = size + (part < larger ? 1 : 0);
    // With two possible starts the last part is empty; the reference then takes start 0.
    if (length === 0) return 0;
    return part * size + Math.min(part, larger) + (length >> 1);
  };
  return [pickMiddle(0), pickMiddle(1), pickMiddle(2)];
}

/**
 * The whole sound as 1001 frames: torch's bilinear `interpolate(align_corners=False, antialias=False)`.
 * Float32 rounding in the source position is part of the recipe: without it frames of long sounds differ by 0.18 dB.
 * @returns row-major (1001, 64)
 */
export function shrinkFrames(frames: LogMelFrames): Float32Array {
  const { frameCount } = frames;
  const out = new Float32Array(windowFrames * melCount);
  const scale = Math.fround(Math.fround(frameCount) / windowFrames);
  for (let i = 0; i < windowFrames; i++) {
    const source = Math.max(0, Math.fround(scale * (i + 0.5) - 0.5));
    const before = Math.min(Math.trunc(source), frameCount - 1);
    const after = Math.min(before + 1, frameCount - 1);
    const afterShare = Math.fround(source - before);
    const beforeShare = Math.fround(1 - afterShare);
    const rowBefore = frames.getRow(before);
    const rowAfter = frames.getRow(after);
    for (let band = 0; band < melCount; band++) {
      const rounded = Math.fround(afterShare * (rowAfter[band] as number));
      // One rounding of product and sum, as the fused multiply-add of the reference.
      out[i * melCount + band] = beforeShare * (rowBefore[band] as number) + rounded;
    }
  }
  return out;
}
