// From key press to command, for the whole window.
import { rescueFocus } from "../browser/list-control.ts";
import { useWindowState } from "../stores/window-state.ts";
import { commands } from "./commands.ts";
import { matchesKeys } from "./keys.ts";
import { isMac } from "./platform.ts";

const textField =
  "input:not([type=range]):not([type=checkbox]):not([type=radio]), textarea, [contenteditable]";
/** Elements that use a key themselves: Space and Enter press a button, arrows move a slider or walk a menu. */
const ownKeys: [selector: string, keys: RegExp][] = [
  ["button, a[href], summary, [role=menuitem]", /^( |Enter)$/],
  ["[role=menu], input:not([type=range])", /^(Arrow|Page|Home|End| |Enter)/],
  ["[role=tree], [role=slider], input, [data-own-arrows]", /^(Arrow|Page|Home|End)/],
];

function usesKeyItself(target: Element, { key, ctrlKey, metaKey }: KeyboardEvent): boolean {
  // In a menu letters find an entry by its name.
  if (!ctrlKey && !metaKey && target.closest("[role=menu]")) return true;
  return ownKeys.some(([selector, keys]) => keys.test(key) && target.closest(selector) !== null);
}

function handleKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || useWindowState.getState().dialog !== null) return;
  const target = event.target instanceof Element ? event.target : document.body;
  const isInText = target.closest(textField) !== null;
  const command = commands.find(
    ({ keys, isOffered }) => keys.some((each) => matchesKeys(event, each, isMac)) && isOffered(),
  );
  if (!command || (isInText && (!command.isGlobal || event.key === "/"))) return;
  if (usesKeyItself(target, event) || (event.repeat && !command.repeats)) return;
  // While text is selected, that is what is copied.
  if ((command.id === "copyPath" || command.id === "copyFile") && !window.getSelection()?.isCollapsed) return;
  // A key that does nothing here stays the browser's own.
  if (!command.isEnabled()) return;
  event.preventDefault();
  void command.run();
  // What had the focus may be gone with what the command did.
  requestAnimationFrame(rescueFocus);
}

/** @returns the function that ends it */
export function listenToKeyboard(): () => void {
  window.addEventListener("keydown", handleKey);
  return () => window.removeEventListener("keydown", handleKey);
}
