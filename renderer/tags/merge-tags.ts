// The tags of several sounds as one list. Pure.
import type { SoundTag } from "../../preload/tags.ts";

/** A label on some of the chosen sounds. */
export interface TagOnSounds {
  label: string;
  family: SoundTag["family"];
  /** `mixed`: not the same on all sounds that carry it. */
  state: SoundTag["state"] | "mixed";
  /** Of the surest. */
  source: SoundTag["source"];
  /** Highest of the sounds, 0..1. */
  confidence: number;
  /** Sounds that carry it, rejected ones among them. */
  count: number;
}

const stateOrder = { confirmed: 0, mixed: 1, suggested: 1, rejected: 2 } as const;

function compare(a: TagOnSounds, b: TagOnSounds): number {
  return (
    stateOrder[a.state] - stateOrder[b.state] ||
    b.count - a.count ||
    b.confidence - a.confidence ||
    a.label.localeCompare(b.label)
  );
}

/** Confirmed ones first, then by how many sounds carry them and how sure they are, rejected ones last. */
export function mergeTags(tagsOfSounds: readonly (readonly SoundTag[])[]): TagOnSounds[] {
  const byLabel = new Map<string, TagOnSounds>();
  for (const tag of tagsOfSounds.flat()) {
    const known = byLabel.get(tag.label);
    if (!known) {
      const { label, family, state, source, confidence } = tag;
      byLabel.set(label, { label, family, state, source, confidence, count: 1 });
      continue;
    }
    known.count++;
    if (known.state !== tag.state) known.state = "mixed";
    if (tag.confidence > known.confidence) {
      known.confidence = tag.confidence;
      known.source = tag.source;
    }
  }
  return [...byLabel.values()].toSorted(compare);
}

/** The tags of a row after a person's word on one of them, ahead of the engine's answer. */
export function withWord(
  tags: readonly SoundTag[],
  label: string,
  family: SoundTag["family"],
  state: "confirmed" | "rejected" | "none",
): SoundTag[] {
  const rest = tags.filter((tag) => tag.label !== label);
  if (state === "rejected") return rest;
  const before = tags.find((tag) => tag.label === label);
  if (state === "none") {
    // What the tagger thinks of it is not known here: the engine says so in a moment.
    return before?.source === "person" ? rest : [...tags];
  }
  const word: SoundTag = {
    label,
    family,
    source: "person",
    state,
    confidence: 1,
    score: before?.score ?? null,
  };
  return [word, ...rest];
}
