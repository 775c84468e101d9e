// Sounds that are there more than once: exact copies, and sounds that are nearly the same. Files are shown, never touched.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { DuplicateGroup } from "../../preload/collections.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { useSlow } from "../elements/use-slow.ts";
import { texts } from "../texts.ts";
import { DuplicateItem } from "./duplicate-item.tsx";
import { PlainView, TallList } from "./plain-view.tsx";
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
    <PlainView
      title={texts.duplicates.title}
      heading={groups ? texts.duplicates.count(groups.length, kind) : texts.duplicates.title}
      actions={<KindTabs kind={kind} onChoose={setKind} />}
    >
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
      {groups && groups.length > 0 && (
        <TallList
          label={texts.duplicates.title}
          count={groups.length}
          itemHeight={groupHeight}
          itemClassName="view-item"
          keyOf={(index) => groups[index]?.soundIds.join(" ") ?? index}
          renderItem={(index) => {
            const group = groups[index];
            return group && <DuplicateItem group={group} />;
          }}
        />
      )}
    </PlainView>
  );
}
