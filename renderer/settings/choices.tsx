// One setting of a few values, all of which are seen.
import { useId } from "react";

interface ChoicesProps<Value extends string> {
  title: string;
  choices: readonly Value[];
  chosen: Value;
  nameOf: (choice: Value) => string;
  onChoose: (choice: Value) => void;
}

export function Choices<Value extends string>({
  title,
  choices,
  chosen,
  nameOf,
  onChoose,
}: ChoicesProps<Value>) {
  const id = useId();
  return (
    <div role="radiogroup" className="settings-choices" aria-labelledby={id}>
      <p className="settings-hint" id={id}>
        {title}
      </p>
      {choices.map((choice) => (
        <label key={choice} className="settings-choice">
          <input type="radio" name={id} checked={chosen === choice} onChange={() => onChoose(choice)} />
          {nameOf(choice)}
        </label>
      ))}
    </div>
  );
}
