// Which labels a typed word may mean. Pure.
import type { TagFamily, TagLabel } from "../../preload/tags.ts";
import { comparable } from "./tag-words.ts";

export interface LabelChoice {
  label: string;
  family: TagFamily;
  /** Not a label yet: choosing it makes one. */
  isNew: boolean;
}

const mostChoices = 8;

/** 0 the label itself, 1 it begins so, 2 a synonym is or begins so, 3 it holds the word; undefined for none of these. */
function rank({ label, synonyms }: TagLabel, wanted: string): number | undefined {
  const own = comparable(label);
  if (own === wanted) return 0;
  if (own.startsWith(wanted)) return 1;
  if (synonyms.some((synonym) => comparable(synonym).startsWith(wanted))) return 2;
  return own.includes(wanted) ? 3 : undefined;
}

/** The best first; what was typed itself comes last where it is no label. Empty while nothing is typed. */
export function toLabelChoices(labels: readonly TagLabel[], typed: string): LabelChoice[] {
  const wanted = comparable(typed);
  if (wanted === "") return [];
  const found = labels
    .map((each) => ({ label: each.label, family: each.family, isNew: false, rank: rank(each, wanted) }))
    .filter((each) => each.rank !== undefined)
    .toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.label.length - b.label.length);
  const isKnown = found.some((each) => each.rank === 0);
  const choices = found.slice(0, mostChoices).map(({ label, family, isNew }) => ({ label, family, isNew }));
  return isKnown ? choices : [...choices, { label: typed.trim(), family: "own", isNew: true }];
}
