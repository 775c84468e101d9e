// Why a result is in the list: asked for on demand, one call.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { SoundId } from "../../preload/sound.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { formatClock, formatPercent } from "../elements/format.ts";
import { matchedWindowOf } from "../player/matched-window.ts";
import { useSearch } from "../stores/search.ts";
import { texts } from "../texts.ts";

function Share({ name, share }: { name: string; share: number }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd className="why-share">
        <span className="score-track" aria-hidden="true">
          <span className="score-bar" style={{ width: formatPercent(share).replace(" ", "") }} />
        </span>
        {formatPercent(share)}
      </dd>
    </div>
  );
}

function Explanation({ id }: { id: SoundId }) {
  const line = useSearch((search) => search.line);
  const scope = useSearch((search) => search.scope);
  const { data: why, error } = useQuery({
    queryKey: ["why", line, scope, id],
    queryFn: () => getBridge().engine.explainMatch({ query: line, scope, soundId: id }),
    placeholderData: (previous) => previous,
  });
  const window = matchedWindowOf(id);
  if (error) return <p className="panel-note">{toErrorData(error).message}</p>;
  if (!why) return null;
  return (
    <dl className="facts">
      <Share name={texts.inspector.whyMeaning} share={why.meaning} />
      <Share name={texts.inspector.whyName} share={why.name} />
      <Share name={texts.inspector.whyTag} share={why.tag} />
      {why.tags.length > 0 && (
        <div className="fact">
          <dt>{texts.inspector.whyTags}</dt>
          <dd>{why.tags.join(", ")}</dd>
        </div>
      )}
      {why.words.length > 0 && (
        <div className="fact">
          <dt>{texts.inspector.whyWords}</dt>
          <dd>{why.words.join(", ")}</dd>
        </div>
      )}
      {why.cosine !== null && (
        <div className="fact">
          <dt>{texts.inspector.whyCosine}</dt>
          <dd>{why.cosine.toFixed(2)}</dd>
        </div>
      )}
      {window && (
        <div className="fact">
          <dt>{texts.inspector.whyWindow}</dt>
          <dd>
            {formatClock(window.startSec)}–{formatClock(window.endSec)}
          </dd>
        </div>
      )}
    </dl>
  );
}

export function WhyMatched({ id }: { id: SoundId }) {
  const isResult = useSearch(
    ({ line, results }) => line.trim() !== "" && (results?.response.soundIds.includes(id) ?? false),
  );
  const [isOpen, setIsOpen] = useState(false);
  if (!isResult) return null;
  return (
    <section className="inspector-part">
      <button type="button" className="disclosure" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
        {texts.inspector.why}
      </button>
      {isOpen && <Explanation id={id} />}
    </section>
  );
}
