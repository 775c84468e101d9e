import { expect, test } from "vitest";
import type { SoundTag } from "../../../preload/tags.ts";
import { mergeTags, withWord } from "../../../renderer/tags/merge-tags.ts";

function tag(label: string, values: Partial<SoundTag> = {}): SoundTag {
  return {
    label,
    family: "drums",
    source: "name",
    state: "suggested",
    confidence: 0.5,
    score: null,
    ...values,
  };
}

test("tags of several sounds become one list with counts, the surest origin and what people said", () => {
  const merged = mergeTags([
    [tag("kick"), tag("dark", { confidence: 0.4 })],
    [tag("kick", { source: "audio", confidence: 0.9 })],
    [tag("kick"), tag("loud", { state: "confirmed", source: "person", confidence: 1 })],
    [tag("dark", { state: "rejected", source: "person", confidence: 1 })],
  ]);
  expect(merged.map(({ label, count, state, source }) => [label, count, state, source])).toEqual([
    ["loud", 1, "confirmed", "person"],
    ["kick", 3, "suggested", "audio"],
    ["dark", 2, "mixed", "person"],
  ]);
});

test("rejected tags come last", () => {
  const rejected = tag("snare", { state: "rejected", confidence: 1 });
  expect(mergeTags([[rejected, tag("kick")]]).map(({ label }) => label)).toEqual(["kick", "snare"]);
});

test("a person's word shows at once: confirmed first, rejected gone, taken back as the tagger left it", () => {
  const tags = [tag("dark"), tag("kick", { score: 0.3 })];
  const confirmed = withWord(tags, "kick", "drums", "confirmed");
  expect([
    confirmed.map(({ label, state, score }) => [label, state, score]),
    withWord(tags, "dark", "moods", "rejected").map(({ label }) => label),
    withWord(confirmed, "kick", "drums", "none").map(({ label }) => label),
    withWord(tags, "new", "own", "confirmed").map(({ label, source }) => [label, source])[0],
  ]).toEqual([
    [
      ["kick", "confirmed", 0.3],
      ["dark", "suggested", null],
    ],
    ["kick"],
    ["dark"],
    ["new", "person"],
  ]);
});
