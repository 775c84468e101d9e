// Sounds that are there more than once: exact copies, and sounds that are nearly the same. Files are shown, never touched.
import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, useState } from "react";
import type { DuplicateGroup } from "../../preload/collections.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { showView } from "../commands/actions.ts";
import { useSlow } from "../elements/use-slow.ts";
import { texts } from "../texts.ts";
import { DuplicateItem } from "./duplicate-item.tsx";
import { SkeletonList } from "./skeleton-list.tsx";

type Kind = DuplicateGroup["kind"];
const kinds: readonly Kind[] = ["exact", "near"];
/** Heading, padding and two files; each further file adds its own height, measured. */
const groupHeight = 100;

function KindTabs({ kind, onChoose }: { kind: Kind; onChoose: (kind: Kind) => void }) {
  return (
    <div className="view-tabs" role="radiogroup" aria-label={texts.duplicates.kind}>
      {kinds.map((each) => (
        <label key={each} className="view-tab" data-chosen={each === kind}>
          <input type="radio" name="duplicates" checked={each === kind} onChange={() => onChoose(each)} />
          {texts.duplicates.kinds[each]}
        </label>
      ))}
    </div>
  );
}

function Groups({ groups }: { groups: readonly DuplicateGroup[] }) {
  const listRef = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: groups.length,
    getScrollElement: () => listRef.current,
    estimateSize: () => groupHeight,
    getItemKey: (index) => groups[index]?.soundIds.join(" ") ?? index,
    overscan: 4,
  });
  return (
    // Scrolls by keyboard, so it takes the focus.
    // oxlint-disable jsx-a11y/no-noninteractive-tabindex
    <div
      ref={listRef}
      className="view-list"
      role="list"
      tabIndex={0}
      data-own-arrows="true"
      aria-label={texts.duplicates.title}
    >
      <div className="rows" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start, key }) => {
          const group = groups[index];
          if (!group) return null;
          return (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              role="listitem"
              className="view-item"
              style={{ transform: `translateY(${start}px)` }}
            >
              <DuplicateItem group={group} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

export function DuplicatesView() {
  const [kind, setKind] = useState<Kind>("exact");
  const {
    data: groups,
    error,
    refetch,
  } = useQuery({
    queryKey: ["duplicates", kind],
    queryFn: () => getBridge().engine.listDuplicates({ kind }),
  });
  const isSlow = useSlow(groups === undefined && error === null);
  return (
    <section className="main-view plain-view" aria-label={texts.duplicates.title}>
      <header className="view-header">
        <h2>{groups ? texts.duplicates.count(groups.length, kind) : texts.duplicates.title}</h2>
        <KindTabs kind={kind} onChoose={setKind} />
        <button type="button" className="button" onClick={() => showView("sounds")}>
          {texts.errorsView.back}
        </button>
      </header>
      {error && (
        <p className="view-note" role="alert">
          {toErrorData(error).message} {toErrorData(error).hint}{" "}
          <button type="button" className="button" onClick={() => void refetch()}>
            {texts.empty.retry}
          </button>
        </p>
      )}
      {isSlow && <SkeletonList />}
      {groups?.length === 0 && <p className="view-note">{texts.duplicates.none[kind]}</p>}
      {groups && groups.length > 0 && <Groups groups={groups} />}
    </section>
  );
}
