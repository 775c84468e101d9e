// A person's word on tags, and what the tagger knows.
import { useQuery } from "@tanstack/react-query";
import type { SoundId } from "../../preload/sound.ts";
import type { TagFamily, TagLabel, TagSummary } from "../../preload/tags.ts";
import { getBridge } from "../bridge/bridge.ts";
import { withWord } from "../tags/merge-tags.ts";
import { texts } from "../texts.ts";
import { edit } from "./edits.ts";
import { soundRows } from "./sounds.ts";
import { notify } from "./window-state.ts";

export type TagWord = "confirmed" | "rejected" | "none";

/** Most sounds that one call may name. */
const batchSize = 10_000;

/** Shows it at once, then tells the engine. @param family where it is known; an unknown label becomes an own one */
export async function setTag(
  ids: readonly SoundId[],
  label: string,
  state: TagWord,
  family: TagFamily = "own",
): Promise<boolean> {
  soundRows.patch(ids, (row) => ({ ...row, tags: withWord(row.tags, label, family, state) }));
  return edit(async () => {
    let done: { label: string } | undefined;
    for (let start = 0; start < ids.length; start += batchSize) {
      done = await getBridge().engine.setTag({ ids: ids.slice(start, start + batchSize), label, state });
    }
    return done;
  });
}

const noLabels: TagLabel[] = [];

/** Every label that the tagger knows; empty until they have come. */
export function useLabels(): TagLabel[] {
  const { data } = useQuery({ queryKey: ["labels"], queryFn: () => getBridge().engine.listLabels({}) });
  return data ?? noLabels;
}

/** How many tags there are; undefined until the engine has answered. */
export function useTagSummary(): TagSummary | undefined {
  const { data } = useQuery({
    queryKey: ["tagSummary"],
    queryFn: () => getBridge().engine.getTagSummary({}),
  });
  return data;
}

/** Tags every sound anew, in the background. */
export async function tagAgain(): Promise<void> {
  await edit(async () => {
    await getBridge().engine.retag({});
    notify(texts.labels.tagging);
    return undefined;
  });
}
