// The surest tags of a row, as many as there is room for.
import type { SoundRow } from "../../preload/sound.ts";
import type { SoundTag } from "../../preload/tags.ts";
import { formatPercent } from "../elements/format.ts";
import { TagMark } from "../tags/tag-mark.tsx";
import { texts } from "../texts.ts";

const mostShown = 4;

function describe({ label, state, source, confidence }: SoundTag): string {
  const origin =
    source === "audio"
      ? `${texts.tags.sources.audio} ${formatPercent(confidence)}`
      : texts.tags.sources[source];
  return state === "confirmed" ? label : `${label} (${origin})`;
}

export function TagsCell({ row: { tags } }: { row: SoundRow }) {
  return (
    <span className="cell-tag-list" title={tags.map(describe).join("\n")}>
      {tags.slice(0, mostShown).map((tag) => (
        <TagMark key={tag.label} {...tag} />
      ))}
    </span>
  );
}
