// The labels by name, walked with the arrow keys.
import { type KeyboardEvent, useEffect, useRef } from "react";
import type { TagLabel } from "../../preload/tags.ts";
import { TagMark } from "../tags/tag-mark.tsx";
import { texts } from "../texts.ts";

interface LabelListProps {
  labels: readonly TagLabel[];
  chosen: string | null;
  onChoose: (label: string) => void;
}

export function LabelList({ labels, chosen, onChoose }: LabelListProps) {
  const listRef = useRef<HTMLDivElement>(null);
  const index = labels.findIndex(({ label }) => label === chosen);
  useEffect(() => {
    listRef.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const handleKey = (event: KeyboardEvent): void => {
    const targets: Record<string, number> = {
      ArrowDown: index + 1,
      ArrowUp: Math.max(0, index - 1),
      Home: 0,
      End: labels.length - 1,
    };
    const target = labels[targets[event.key] ?? -1];
    if (!target) return;
    event.preventDefault();
    onChoose(target.label);
  };
  return (
    <div
      ref={listRef}
      role="listbox"
      tabIndex={0}
      className="label-list"
      aria-label={texts.labels.list}
      aria-activedescendant={index < 0 ? undefined : `label-${index}`}
      onKeyDown={handleKey}
    >
      {labels.length === 0 && <p className="panel-note">{texts.labels.none}</p>}
      {labels.map(({ label, family, isOwn, isEnabled }, position) => (
        // The list has the keyboard; its options take the pointer only.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={label}
          id={`label-${position}`}
          role="option"
          tabIndex={-1}
          aria-selected={label === chosen}
          className={`label-option ${isEnabled ? "" : "label-off"}`}
          onClick={() => onChoose(label)}
        >
          <TagMark label={label} family={family} state="suggested" confidence={1} />
          <span className="tag-about">{isEnabled ? (isOwn ? texts.labels.own : "") : texts.labels.off}</span>
        </div>
      ))}
    </div>
  );
}
