// The field that adds a tag: type, choose with the arrow keys, Enter.
import { type KeyboardEvent, type RefObject, useState } from "react";
import type { TagFamily } from "../../preload/tags.ts";
import type { LabelChoice } from "../tags/label-choices.ts";
import { TagMark } from "../tags/tag-mark.tsx";
import { texts } from "../texts.ts";

interface AddTagProps {
  inputRef: RefObject<HTMLInputElement | null>;
  typed: string;
  choices: readonly LabelChoice[];
  onType: (text: string) => void;
  onAdd: (label: string, family: TagFamily) => void;
  /** Down without anything to choose from. */
  onLeave: () => void;
}

export function AddTag({ inputRef, typed, choices, onType, onAdd, onLeave }: AddTagProps) {
  const [chosen, setChosen] = useState(0);
  const index = Math.min(chosen, choices.length - 1);
  const handleKey = (event: KeyboardEvent): void => {
    const choice = choices[index];
    const actions: Record<string, () => void> = {
      ArrowDown: () =>
        choices.length === 0 ? onLeave() : setChosen(Math.min(choices.length - 1, index + 1)),
      ArrowUp: () => setChosen(Math.max(0, index - 1)),
      Enter: () => choice && onAdd(choice.label, choice.family),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };
  return (
    <div className="add-tag">
      <input
        ref={inputRef}
        type="text"
        className="field"
        data-first-focus="true"
        role="combobox"
        aria-label={texts.tags.add}
        aria-expanded={choices.length > 0}
        aria-controls="label-choices"
        aria-activedescendant={choices.length > 0 ? `label-choice-${index}` : undefined}
        placeholder={texts.tags.addHint}
        value={typed}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => {
          onType(event.target.value);
          setChosen(0);
        }}
        onKeyDown={handleKey}
      />
      <div id="label-choices" role="listbox" aria-label={texts.tags.choices} className="label-choices">
        {choices.map(({ label, family, isNew }, position) => (
          // The field has the keyboard; its choices take the pointer only.
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={`${label} ${isNew}`}
            id={`label-choice-${position}`}
            role="option"
            tabIndex={-1}
            aria-selected={position === index}
            className="label-choice"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onAdd(label, family)}
          >
            <TagMark label={label} family={family} state="suggested" confidence={1} />
            <span className="tag-about">{isNew ? texts.tags.newLabel : texts.tags.families[family]}</span>
          </div>
        ))}
      </div>
    </div>
  );
}
