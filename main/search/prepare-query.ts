// A query as far as it can be understood without waiting for anything: its plan, and which sounds may answer.
import path from "node:path";
import type { SearchScope } from "../../preload/search.ts";
import type { SoundId } from "../../preload/sound.ts";
import { getCollection, listCollectionSounds } from "../db/collections.ts";
import type { Catalogue } from "./catalogue.ts";
import { makeFilterTest, makeScopeTest } from "./filters.ts";
import { findLikeSound } from "./like.ts";
import { findSoundsNamed } from "./name-hits.ts";
import type { LibraryMemory } from "./library-memory.ts";
import { parseQuery, type QueryPlan } from "./query.ts";

/** An example to compare with: a sound of the library, or a file that is not in it. */
export interface Example {
  source: { soundId: SoundId } | { path: string };
  isNegated: boolean;
}

export interface PreparedQuery {
  plan: QueryPlan;
  scope: SearchScope;
  examples: Example[];
  /** By sound id: 1 for sounds that scope, filters and minus words let through. */
  mask: Uint8Array;
  maskCount: number;
  /** Whether answers have a rank; if not, the query only narrows the list. */
  isRanked: boolean;
}

/** What the recent scope shows: the sounds that were added last. */
const recentCount = 500;

/**
 * Reads the line against this library: chips get the problems that only the library knows.
 * @param canEmbedFiles whether `like:PATH` may name a file outside the library
 */
export function prepareQuery(
  { db, catalogue, labels }: LibraryMemory,
  query: string,
  scope: SearchScope,
  canEmbedFiles: boolean,
): PreparedQuery {
  const collection = scope.kind === "collection" ? getCollection(db, scope.id) : undefined;
  const plan = withSavedQuery(parseQuery(query), collection?.query ?? "");
  const examples = findExamples(catalogue, plan, canEmbedFiles);
  if (scope.kind === "similar") examples.push({ source: { soundId: scope.soundId }, isNegated: false });
  const { filters } = plan;
  const labelIds: number[] = [];
  for (const { test, chip } of filters) {
    if (test.kind !== "tag") continue;
    const meant = labels.findLabelsMeant(test.tag);
    labelIds.push(...meant);
    if (meant.length === 0) chip.problem = `There is no tag “${test.tag}” in the library`;
    else if (labels.findLabels(test.tag).length === 0) chip.label += "…";
  }

  const isInScope = makeScopeTest(scope, labels);
  const passes = makeFilterTest(filters, labels);
  const name = JSON.stringify([
    { ...scope, weights: null },
    filters.map(({ test, isNegated }) => ({ test, isNegated })),
    // A label that is new may be meant by a line that was asked before.
    labelIds,
  ]);
  const mask = catalogue.select(name, (sound) => isInScope(sound) && passes(sound));
  for (const term of plan.minus) {
    for (const soundId of findSoundsNamed(db, catalogue, term)) mask[soundId] = 0;
  }
  // An example is the best match for itself, which tells nobody anything.
  for (const { source } of examples) if ("soundId" in source) mask[source.soundId] = 0;
  if (collection?.kind === "manual") keepAmong(mask, listCollectionSounds(db, collection.id));
  if (scope.kind === "recent") keepOnly(mask, catalogue.sort(mask, "addedMs", true).slice(0, recentCount));
  return {
    plan,
    scope,
    examples,
    mask,
    maskCount: countOnes(mask),
    isRanked: plan.text !== "" || examples.some(({ isNegated }) => !isNegated),
  };
}

function findExamples(catalogue: Catalogue, plan: QueryPlan, canEmbedFiles: boolean): Example[] {
  const examples: Example[] = [];
  for (const { reference, isNegated, chip } of plan.likes) {
    const soundId = findLikeSound(catalogue.sounds, reference);
    if (soundId !== undefined) {
      chip.label = `like ${catalogue.sounds.get(soundId)?.files[0]?.name ?? reference}`;
      examples.push({ source: { soundId }, isNegated });
    } else if (canEmbedFiles && path.isAbsolute(reference)) {
      chip.label = `like ${path.basename(reference)}`;
      examples.push({ source: { path: reference }, isNegated });
    } else {
      chip.problem = `There is no sound “${reference}” in the library: use its file name or its whole path`;
    }
  }
  return examples;
}

/** The line and the search that a smart collection saves, as one; chips are those of the line alone. */
function withSavedQuery(plan: QueryPlan, saved: string): QueryPlan {
  if (saved === "") return plan;
  const savedPlan = parseQuery(saved);
  return {
    text: [savedPlan.text, plan.text].filter(Boolean).join(" "),
    minus: [...savedPlan.minus, ...plan.minus],
    likes: [...savedPlan.likes, ...plan.likes],
    filters: [...savedPlan.filters, ...plan.filters],
    chips: plan.chips,
  };
}

function countOnes(mask: Uint8Array): number {
  let count = 0;
  for (const bit of mask) count += bit;
  return count;
}

function keepAmong(mask: Uint8Array, ids: readonly SoundId[]): void {
  const kept = ids.filter((id) => mask[id] === 1);
  keepOnly(mask, kept);
}

function keepOnly(mask: Uint8Array, ids: readonly SoundId[]): void {
  mask.fill(0);
  for (const id of ids) mask[id] = 1;
}
