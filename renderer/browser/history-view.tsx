// What was searched for and what was used, newest first. A search can be run again, a sound heard again.
import { useQuery } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { HistoryEntry } from "../../preload/collections.ts";
import { getBridge } from "../bridge/bridge.ts";
import { showScope, tell } from "../commands/actions.ts";
import { displayName } from "../elements/display-name.ts";
import { formatWhen } from "../elements/format-when.ts";
import { Icon } from "../elements/icon.tsx";
import { SoundName } from "../elements/sound-name.tsx";
import { type RovingOptions, useRovingFocus } from "../elements/use-roving-focus.ts";
import { audition } from "../player/audition.ts";
import { clearHistory } from "../stores/history.ts";
import { scopeState, setLine, useSearch } from "../stores/search.ts";
import { selectOnly } from "../stores/selection.ts";
import { useSoundRow } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { PlainView } from "./plain-view.tsx";

const roving: RovingOptions = { selector: ".history-entry", keys: "vertical" };
const shownCount = 200;

function useHistory(kind: "query" | "use") {
  const { data } = useQuery({
    queryKey: ["history", kind],
    queryFn: () => getBridge().engine.listHistory({ kind, limit: shownCount }),
    // Written by what happens elsewhere: looked at anew whenever it is shown.
    refetchOnMount: "always",
  });
  return data;
}

/** Runs a search again, over the whole library as it is now. */
function searchAgain(line: string): void {
  useSearch.setState(scopeState({ kind: "all" }));
  setLine(line);
}

interface EntryProps {
  entry: HistoryEntry;
  /** When the view was opened. */
  nowMs: number;
}

function Query({ entry, nowMs }: EntryProps) {
  const line = entry.query ?? "";
  return (
    <button type="button" className="history-entry" onClick={() => searchAgain(line)}>
      <Icon name="search" />
      <bdi className="place-title">{displayName(line)}</bdi>
      <span className="place-count">{formatWhen(entry.atMs, nowMs)}</span>
    </button>
  );
}

function Use({ entry, nowMs }: EntryProps) {
  const { soundId, kind } = entry;
  const row = useSoundRow(soundId);
  if (soundId === null || kind === "query") return null;
  return (
    <button
      type="button"
      className="history-entry"
      onClick={() => {
        audition(soundId);
        selectOnly(soundId);
      }}
    >
      <Icon name={({ play: "play", drag: "drag", copy: "copies" } as const)[kind]} />
      <SoundName name={row?.name ?? texts.list.loadingRow} title={row?.path} />
      <span className="history-kind">{texts.history.kinds[kind]}</span>
      <span className="place-count">{formatWhen(entry.atMs, nowMs)}</span>
    </button>
  );
}

interface ColumnProps {
  title: string;
  empty: string;
  entries: readonly HistoryEntry[] | undefined;
}

function Column({ title, empty, entries }: ColumnProps) {
  const listRef = useRef<HTMLUListElement>(null);
  const [nowMs] = useState(Date.now);
  useRovingFocus(listRef, roving);
  return (
    <section className="history-column" aria-label={title}>
      <h3 className="panel-title">{title}</h3>
      {entries?.length === 0 && <p className="panel-note">{empty}</p>}
      <ul ref={listRef}>
        {entries?.map((entry) => (
          <li key={entry.id}>
            {entry.kind === "query" ? (
              <Query entry={entry} nowMs={nowMs} />
            ) : (
              <Use entry={entry} nowMs={nowMs} />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function HistoryView() {
  const queries = useHistory("query");
  const uses = useHistory("use");
  const isEmpty = queries?.length === 0 && uses?.length === 0;
  return (
    <PlainView
      title={texts.history.title}
      heading={texts.history.title}
      actions={
        <>
          <button type="button" className="button" onClick={() => showScope({ kind: "used" })}>
            {texts.history.showUsed}
          </button>
          <button type="button" className="button" disabled={isEmpty} onClick={() => void tell(clearHistory)}>
            {texts.history.clear}
          </button>
        </>
      }
    >
      <div className="history-columns">
        <Column title={texts.history.queries} empty={texts.history.noQueries} entries={queries} />
        <Column title={texts.history.uses} empty={texts.history.noUses} entries={uses} />
      </div>
    </PlainView>
  );
}
