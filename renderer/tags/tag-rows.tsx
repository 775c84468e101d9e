// Tags one below the other, each confirmed or rejected by one key or one press. For one sound and for many.
import { type KeyboardEvent, type RefObject, useRef } from "react";
import { formatPercent } from "../elements/format.ts";
import { Icon } from "../elements/icon.tsx";
import { type RovingOptions, useRovingFocus } from "../elements/use-roving-focus.ts";
import type { TagWord } from "../stores/tags.ts";
import { texts } from "../texts.ts";
import type { TagOnSounds } from "./merge-tags.ts";
import { TagMark } from "./tag-mark.tsx";

const roving: RovingOptions = { selector: ".tag-row", keys: "vertical" };

interface TagRowsProps {
  tags: readonly TagOnSounds[];
  /** Number of sounds that they are about. */
  soundCount: number;
  label: string;
  listRef?: RefObject<HTMLUListElement | null>;
  onWord: (tag: TagOnSounds, word: TagWord) => void;
}

/** `heard 82 %`, `by name 95 %`, `by you`; on some of several sounds `by name · 8 of 12`, `heard 82 % · 8 of 12`. */
function describe(tag: TagOnSounds, soundCount: number): string {
  const source = texts.tags.sources[tag.source];
  const isOnAll = tag.count === soundCount;
  const saysHowSure = tag.source === "audio" || (tag.source !== "person" && isOnAll);
  const origin = saysHowSure ? `${source} ${formatPercent(tag.confidence)}` : source;
  return isOnAll ? origin : `${origin} · ${texts.tags.onSome(tag.count, soundCount)}`;
}

/** Enter or Y confirms, N, Backspace or Delete rejects, U takes the word back. */
const wordOfKey: Record<string, TagWord> = {
  enter: "confirmed",
  y: "confirmed",
  n: "rejected",
  backspace: "rejected",
  delete: "rejected",
  u: "none",
};

function TagRow({
  tag,
  soundCount,
  onWord,
}: Pick<TagRowsProps, "soundCount" | "onWord"> & { tag: TagOnSounds }) {
  const state = texts.tags.states[tag.state];
  const about = describe(tag, soundCount);
  const handleKey = (event: KeyboardEvent): void => {
    const word = wordOfKey[event.key.toLowerCase()];
    if (word === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    onWord(tag, word);
  };
  const isConfirmed = tag.state === "confirmed";
  const isRejected = tag.state === "rejected";
  return (
    <li className={`tag-line tag-line-${tag.state}`}>
      <button
        type="button"
        className="tag-row"
        aria-pressed={isConfirmed}
        title={isConfirmed ? texts.tags.takeBack : texts.tags.confirm}
        onClick={() => onWord(tag, isConfirmed ? "none" : "confirmed")}
        onKeyDown={handleKey}
      >
        <TagMark {...tag} />
        <span className="visually-hidden">{state}</span>
        <span className="tag-about">{about}</span>
        <span className="tag-state" aria-hidden="true">
          {isConfirmed && <Icon name="check" />}
        </span>
      </button>
      <button
        type="button"
        tabIndex={-1}
        className="tag-reject"
        aria-pressed={isRejected}
        aria-label={isRejected ? texts.tags.takeBackOf(tag.label) : texts.tags.rejectOf(tag.label)}
        title={isRejected ? texts.tags.takeBack : texts.tags.reject}
        onClick={() => onWord(tag, isRejected ? "none" : "rejected")}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}

export function TagRows({ tags, soundCount, label, listRef, onWord }: TagRowsProps) {
  const ownRef = useRef<HTMLUListElement>(null);
  const ref = listRef ?? ownRef;
  useRovingFocus(ref, roving);
  return (
    <ul ref={ref} className="tag-rows" aria-label={label}>
      {tags.map((tag) => (
        <TagRow key={tag.label} tag={tag} soundCount={soundCount} onWord={onWord} />
      ))}
    </ul>
  );
}
