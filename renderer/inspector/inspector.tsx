// The right panel: what is known of the selected sound, and what is like it.
import { useQuery } from "@tanstack/react-query";
import type { ShownFile } from "../../preload/search.ts";
import type { SoundDetail, SoundId } from "../../preload/sound.ts";
import { getBridge } from "../bridge/bridge.ts";
import { stepRestMs, useRested } from "../elements/use-rested.ts";
import { useSelection } from "../stores/selection.ts";
import { useShownFile } from "../stores/shown-file.ts";
import { texts } from "../texts.ts";
import { Facts } from "./facts.tsx";
import { SoundTags } from "./sound-tags.tsx";
import { SeveralSounds } from "./several-sounds.tsx";
import { SimilarSounds } from "./similar-sounds.tsx";
import { WhyMatched } from "./why-matched.tsx";

/** A copy that the list shows comes first: it has the name that was selected. */
function shownAs(detail: SoundDetail, { path, name }: ShownFile): SoundDetail {
  return { ...detail, name, paths: [path, ...detail.paths.filter((other) => other !== path)] };
}

function OneSound({ id }: { id: SoundId }) {
  const { data: detail } = useQuery({
    queryKey: ["sound", id],
    queryFn: () => getBridge().engine.getSound({ id }),
    // Stepping through a list shows the last facts until the new ones are there: no flicker.
    placeholderData: (previous) => previous,
  });
  const shown = useShownFile(id);
  if (!detail) return null;
  return (
    <>
      <Facts detail={shown && detail.id === id ? shownAs(detail, shown) : detail} />
      <SoundTags detail={detail} />
      <WhyMatched id={id} />
      <SimilarSounds id={id} />
    </>
  );
}

export function Inspector() {
  const ids = useSelection((selection) => selection.ids);
  const cursor = useSelection((selection) => selection.cursor);
  const rested = useRested(cursor, stepRestMs);
  return (
    <aside className="inspector" aria-label={texts.inspector.label}>
      {ids.size > 1 && <SeveralSounds ids={ids} />}
      {ids.size <= 1 && cursor !== null && rested !== null && <OneSound id={rested} />}
      {ids.size <= 1 && cursor === null && <p className="panel-note">{texts.inspector.nothing}</p>}
    </aside>
  );
}
