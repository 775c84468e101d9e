// Labels that sounds are tagged with: the vocabulary, each of which can be switched off, and own ones with prompts.
import { useState } from "react";
import type { TagLabel } from "../../preload/tags.ts";
import { Modal } from "../elements/modal.tsx";
import { tagAgain, useLabels } from "../stores/tags.ts";
import { comparable } from "../tags/tag-words.ts";
import { TaggingProgress } from "../tags/tagging-progress.tsx";
import { texts } from "../texts.ts";
import { LabelForm } from "./label-form.tsx";
import { LabelList } from "./label-list.tsx";

function matches({ label, family, synonyms }: TagLabel, typed: string): boolean {
  const wanted = comparable(typed);
  return [label, texts.tags.families[family], ...synonyms].some((word) => comparable(word).includes(wanted));
}

export function LabelsDialog() {
  const labels = useLabels();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [isNew, setIsNew] = useState(false);
  const shown = labels.filter((each) => matches(each, typed));
  const label = isNew ? null : (shown.find((each) => each.label === chosen) ?? shown[0] ?? null);
  return (
    <Modal title={texts.labels.title} description={texts.labels.description} className="labels">
      <div className="modal-body labels-body">
        <div className="labels-side">
          <input
            type="text"
            className="field"
            data-first-focus="true"
            aria-label={texts.labels.filter}
            placeholder={texts.labels.filter}
            value={typed}
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
          <LabelList
            labels={shown}
            chosen={label?.label ?? null}
            onChoose={(next) => {
              setIsNew(false);
              setChosen(next);
            }}
          />
        </div>
        <LabelForm
          // Another label, another form: what was typed for one must not be saved for the next.
          key={isNew ? "" : `own ${label?.label ?? ""}`}
          label={label}
          onSaved={(saved) => {
            setIsNew(false);
            setTyped("");
            setChosen(saved);
          }}
        />
      </div>
      <div className="modal-actions labels-actions">
        <TaggingProgress />
        <button type="button" className="button" onClick={() => void tagAgain()}>
          {texts.labels.tagAgain}
        </button>
        <button type="button" className="button" onClick={() => setIsNew(true)}>
          {texts.labels.make}
        </button>
      </div>
    </Modal>
  );
}
