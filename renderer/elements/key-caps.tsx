// A key combination as key caps.
import { toKeyCaps } from "../commands/keys.ts";
import { isMac } from "../commands/platform.ts";

export function KeyCaps({ keys }: { keys: string | undefined }) {
  if (keys === undefined) return null;
  return (
    <span className="key-caps">
      {toKeyCaps(keys, isMac).map((cap) => (
        <kbd key={cap}>{cap}</kbd>
      ))}
    </span>
  );
}
