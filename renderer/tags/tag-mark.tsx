// A tag as it is shown everywhere: a mark in its family's hue, as strong as the tag is sure, and the label.
import type { TagFamily } from "../../preload/tags.ts";
import type { TagOnSounds } from "./merge-tags.ts";

interface TagMarkProps {
  label: string;
  family: TagFamily;
  state: TagOnSounds["state"];
  /** 0..1 */
  confidence: number;
}

/** Strength of the mark: never so faint that its family cannot be told. */
function toOpacity(confidence: number): number {
  return 0.35 + 0.65 * Math.min(1, Math.max(0, confidence));
}

export function TagMark({ label, family, state, confidence }: TagMarkProps) {
  return (
    <span className={`tag tag-${state}`}>
      <span
        className={`tag-dot family-${family}`}
        style={{ opacity: toOpacity(confidence) }}
        aria-hidden="true"
      />
      <bdi className="tag-label">{label}</bdi>
    </span>
  );
}
