// The right panel: what is known of the selected sound, and what is like it.
import { useQuery } from "@tanstack/react-query";
import type { SoundId } from "../../preload/model.ts";
import { getBridge } from "../bridge/bridge.ts";
import { formatBytes, formatLength } from "../elements/format.ts";
import { useSelection } from "../stores/selection.ts";
import { soundRows } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { Facts } from "./facts.tsx";
import { SoundTags } from "./sound-tags.tsx";
import { SimilarSounds } from "./similar-sounds.tsx";
import { WhyMatched } from "./why-matched.tsx";

function SeveralSounds({ ids }: { ids: ReadonlySet<SoundId> }) {
  const rows = [...ids].map((id) => soundRows.find(id)).filter((row) => row !== undefined);
  const totalSec = rows.reduce((sum, row) => sum + (row.durationSec ?? 0), 0);
  const totalBytes = rows.reduce((sum, row) => sum + row.sizeBytes, 0);
  const isComplete = rows.length === ids.size;
  return (
    <section className="inspector-part">
      <h2 className="inspector-name">{texts.inspector.several(ids.size)}</h2>
      {isComplete && (
        <dl className="facts">
          <div className="fact">
            <dt>{texts.inspector.totalLength}</dt>
            <dd>{formatLength(totalSec)}</dd>
          </div>
          <div className="fact">
            <dt>{texts.inspector.totalSize}</dt>
            <dd>{formatBytes(totalBytes)}</dd>
          </div>
        </dl>
      )}
    </section>
  );
}

function OneSound({ id }: { id: SoundId }) {
  const { data: detail } = useQuery({
    queryKey: ["sound", id],
    queryFn: () => getBridge().engine.getSound({ id }),
    // Stepping through a list shows the last facts until the new ones are there: no flicker.
    placeholderData: (previous) => previous,
  });
  if (!detail) return null;
  return (
    <>
      <Facts detail={detail} />
      <SoundTags detail={detail} />
      <WhyMatched id={id} />
      <SimilarSounds id={id} />
    </>
  );
}

export function Inspector() {
  const ids = useSelection((selection) => selection.ids);
  const cursor = useSelection((selection) => selection.cursor);
  return (
    <aside className="inspector" aria-label={texts.inspector.label}>
      {ids.size > 1 && <SeveralSounds ids={ids} />}
      {ids.size <= 1 && cursor !== null && <OneSound id={cursor} />}
      {ids.size <= 1 && cursor === null && <p className="panel-note">{texts.inspector.nothing}</p>}
    </aside>
  );
}
