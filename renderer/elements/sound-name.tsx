// A file name in one line. Where it does not fit, the style sheet takes from its middle: the end tells takes apart.
import { displayName } from "./display-name.ts";
import { splitName } from "./name-parts.ts";

/** @param title the tooltip; the name itself where there is none */
export function SoundName({ name, title = name }: { name: string; title?: string | undefined }) {
  const { head, tail } = splitName(displayName(name));
  return (
    <bdi className="sound-name" title={displayName(title)}>
      <span className="name-head">{head}</span>
      {tail !== "" && <span className="name-tail">{tail}</span>}
    </bdi>
  );
}
