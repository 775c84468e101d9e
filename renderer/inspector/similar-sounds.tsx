// Six sounds like the selected one: press to hear, without leaving the list.
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import type { SoundId } from "../../preload/sound.ts";
import { getBridge } from "../bridge/bridge.ts";
import { showSimilarTo } from "../commands/actions.ts";
import { formatScore } from "../elements/format.ts";
import { SoundName } from "../elements/sound-name.tsx";
import { useRested } from "../elements/use-rested.ts";
import { type RovingOptions, useRovingFocus } from "../elements/use-roving-focus.ts";
import { useTheme } from "../elements/use-theme.ts";
import { loadSound, usePlayer } from "../player/player.ts";
import { useRowPeaks, useSoundRow } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { RowWaveform } from "../waveform/row-waveform.tsx";

const shownCount = 6;
const roving: RovingOptions = { selector: ".similar-row", keys: "vertical" };

function SimilarRow({ id, score }: { id: SoundId; score: number }) {
  const row = useSoundRow(id);
  const peaks = useRowPeaks(id);
  const theme = useTheme();
  const isPlaying = usePlayer((player) => player.isPlaying && player.soundId === id);
  return (
    <li>
      <button
        type="button"
        className={`similar-row ${isPlaying ? "row-playing" : ""}`}
        onClick={() => loadSound(id, null, true)}
      >
        <RowWaveform
          peaks={peaks}
          centroidHz={row?.centroidHz ?? null}
          theme={theme}
          width={48}
          height={20}
        />
        <SoundName name={row?.name ?? texts.list.loadingRow} title={row?.path} />
        <span className="similar-score">{Number.isNaN(score) ? "" : formatScore(score)}</span>
      </button>
    </li>
  );
}

/** The engine compares all sounds: not while someone steps through a list and listens. */
const restMs = 200;

export function SimilarSounds({ id }: { id: SoundId }) {
  const isRested = useRested(id, restMs) === id;
  const { data: response } = useQuery({
    queryKey: ["similar", id],
    enabled: isRested,
    queryFn: async () => {
      const answer = await getBridge().engine.search({
        query: "",
        scope: { kind: "similar", soundId: id },
        sort: { column: "score", descending: true },
        // The sound itself may come first.
        limit: shownCount + 1,
      });
      // Nothing to compare with yet: stores/library.ts asks again when the library has changed.
      return answer.soundIds.length === 0 && answer.problem?.code !== "nothing-heard" ? null : answer;
    },
  });
  const listRef = useRef<HTMLUListElement>(null);
  useRovingFocus(listRef, roving);
  const similar = [...(response?.soundIds ?? [])]
    .map((soundId, index) => ({ soundId, score: response?.scores[index] ?? Number.NaN }))
    .filter(({ soundId }) => soundId !== id)
    .slice(0, shownCount);
  return (
    <section className="inspector-part" aria-labelledby="similar-title">
      <h3 id="similar-title" className="panel-title">
        {texts.inspector.similar}
      </h3>
      {response !== undefined && similar.length === 0 && (
        <p className="panel-note">{response?.problem?.message ?? texts.inspector.noSimilar}</p>
      )}
      <ul ref={listRef} className="similar-list">
        {similar.map(({ soundId, score }) => (
          <SimilarRow key={soundId} id={soundId} score={score} />
        ))}
      </ul>
      {similar.length > 0 && (
        <button type="button" className="button" onClick={() => showSimilarTo(id)}>
          {texts.inspector.moreSimilar}
        </button>
      )}
    </section>
  );
}
