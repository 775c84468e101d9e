// One label: what it is called, what it sounds like, which words mean it.
import { type FormEvent, useState } from "react";
import type { TagFamily, TagLabel } from "../../preload/tags.ts";
import { getBridge } from "../bridge/bridge.ts";
import { edit } from "../stores/edits.ts";
import { texts } from "../texts.ts";

interface LabelFormProps {
  /** Null for a new one. */
  label: TagLabel | null;
  onSaved: (label: string) => void;
}

const families = Object.keys(texts.tags.families) as TagFamily[];

function toLines(text: string, separator: string): string[] {
  return text
    .split(separator)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

interface FieldProps {
  title: string;
  hint?: string;
  value: string;
  isDisabled?: boolean;
  onChange: (value: string) => void;
}

function TextField({ title, hint, value, isDisabled = false, onChange }: FieldProps) {
  return (
    <label className="label-field">
      {title}
      <input
        type="text"
        className="field"
        value={value}
        placeholder={hint}
        disabled={isDisabled}
        maxLength={200}
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

export function LabelForm({ label, onSaved }: LabelFormProps) {
  const [name, setName] = useState(label?.label ?? "");
  const [family, setFamily] = useState<TagFamily>(label?.family ?? "own");
  const [synonyms, setSynonyms] = useState((label?.synonyms ?? []).join(", "));
  const [prompts, setPrompts] = useState((label?.prompts ?? []).join("\n"));
  const [isEnabled, setIsEnabled] = useState(label?.isEnabled ?? true);

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const saved = name.trim();
    if (saved === "") return;
    const isDone = await edit(() =>
      getBridge().engine.saveLabel({
        label: saved,
        family,
        synonyms: toLines(synonyms, ","),
        prompts: toLines(prompts, "\n"),
        isEnabled,
      }),
    );
    if (isDone) onSaved(saved);
  };
  const remove = (): void => void edit(() => getBridge().engine.removeLabel({ label: name }));
  return (
    <form className="label-form" onSubmit={(event) => void submit(event)}>
      <TextField
        title={texts.labels.name}
        hint={texts.labels.nameHint}
        value={name}
        isDisabled={label !== null}
        onChange={setName}
      />
      <label className="label-field">
        {texts.labels.family}
        <select
          className="field"
          value={family}
          onChange={(event) => setFamily(event.target.value as TagFamily)}
        >
          {families.map((each) => (
            <option key={each} value={each}>
              {texts.tags.families[each]}
            </option>
          ))}
        </select>
      </label>
      <label className="label-field">
        {texts.labels.prompts}
        <textarea
          className="field"
          rows={4}
          value={prompts}
          placeholder={texts.labels.promptsHint}
          spellCheck={false}
          onChange={(event) => setPrompts(event.target.value)}
        />
      </label>
      <TextField
        title={texts.labels.synonyms}
        hint={texts.labels.synonymsHint}
        value={synonyms}
        onChange={setSynonyms}
      />
      <label className="settings-choice">
        <input type="checkbox" checked={isEnabled} onChange={(event) => setIsEnabled(event.target.checked)} />
        {texts.labels.suggest}
      </label>
      <p className="settings-hint">
        {label && label.threshold === null ? texts.labels.notByEar : texts.labels.hint}
      </p>
      <div className="modal-actions">
        {label?.isOwn && (
          <button type="button" className="button" onClick={remove}>
            {texts.labels.remove}
          </button>
        )}
        <button type="submit" className="button button-primary" disabled={name.trim() === ""}>
          {label === null ? texts.labels.add : texts.labels.save}
        </button>
      </div>
    </form>
  );
}
