// Keys as text: `Mod+Shift+F`, `Space`, `?`. Mod is Cmd on macOS and Ctrl elsewhere. Pure.

export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
  getModifierState: (key: "AltGraph") => boolean;
}

const named: Record<string, string> = { Space: " ", Esc: "Escape", Up: "ArrowUp", Down: "ArrowDown" };

/** `Mod+K` -> Mod, K; the plus key itself is `+`. */
function toParts(keys: string): string[] {
  if (keys === "+") return ["+"];
  return keys.endsWith("++") ? [...keys.slice(0, -2).split("+"), "+"] : keys.split("+");
}

/** True when a key press is the one that `keys` names. */
export function matchesKeys(press: KeyPress, keys: string, isMac: boolean): boolean {
  const parts = toParts(keys);
  const key = parts.at(-1) as string;
  const modifiers = new Set(parts.slice(0, -1));
  const wanted = named[key] ?? key;
  if (press.key.toLowerCase() !== wanted.toLowerCase()) return false;
  // `?` and its like need Shift on some keyboards and not on others, `[` AltGr: the character decides.
  const isSign = wanted.length === 1 && !/[a-z ]/i.test(wanted);
  if (!isSign && press.shiftKey !== modifiers.has("Shift")) return false;
  if (isSign && modifiers.size === 0 && isThirdLevel(press, isMac)) return true;
  if ((isMac ? press.metaKey : press.ctrlKey) !== modifiers.has("Mod")) return false;
  return !(isMac ? press.ctrlKey : press.metaKey) && press.altKey === modifiers.has("Alt");
}

/** With AltGr held: on a Mac that is Option, and Windows tells it as Ctrl and Alt together. */
function isThirdLevel(press: KeyPress, isMac: boolean): boolean {
  if (press.metaKey) return false;
  if (isMac) return press.altKey && !press.ctrlKey;
  return press.getModifierState("AltGraph") || (press.ctrlKey && press.altKey);
}

const macSigns: Record<string, string> = { Mod: "⌘", Shift: "⇧", Alt: "⌥" };
const signs: Record<string, string> = {
  Mod: "Ctrl",
  Up: "↑",
  Down: "↓",
  Left: "←",
  Right: "→",
  PageUp: "Page up",
  PageDown: "Page down",
  Delete: "Del",
};

/** The parts of `keys` as they are printed on key caps. */
export function toKeyCaps(keys: string, isMac: boolean): string[] {
  return toParts(keys).map((part) => (isMac && macSigns[part]) || signs[part] || part);
}
