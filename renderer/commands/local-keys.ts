// Keys that mean something in one region only. They are handled there; this list is for the cheat sheet.
import { texts } from "../texts.ts";
import type { CommandGroup } from "./commands.ts";

interface LocalKey {
  group: CommandGroup;
  title: string;
  /** Key combinations as in keys.ts. */
  keys: string[];
}

const { local } = texts.shortcuts;

export const localKeys: readonly LocalKey[] = [
  { group: "search", title: local.intoResults, keys: ["Down", "Enter"] },
  { group: "search", title: local.suggestions, keys: ["Alt+Down"] },
  { group: "search", title: local.takeSuggestion, keys: ["Tab"] },
  { group: "search", title: local.withoutTag, keys: ["Alt+Enter"] },
  { group: "sound", title: local.confirmTag, keys: ["Enter", "Y"] },
  { group: "sound", title: local.rejectTag, keys: ["N", "Backspace"] },
  { group: "sound", title: local.takeBackTag, keys: ["U"] },
  { group: "library", title: local.tagFolder, keys: ["T"] },
  { group: "library", title: local.rename, keys: ["F2"] },
  { group: "library", title: local.moveCollection, keys: ["Alt+Up", "Alt+Down"] },
  { group: "window", title: local.moveColumn, keys: ["Alt+Left", "Alt+Right"] },
  { group: "window", title: local.resizeColumn, keys: ["Alt+Shift+Left", "Alt+Shift+Right"] },
  { group: "move", title: local.mapMove, keys: ["Left", "Right", "Up", "Down"] },
  { group: "move", title: local.mapZoom, keys: ["+", "-", "0"] },
  { group: "move", title: local.viewBack, keys: ["Esc"] },
  { group: "window", title: local.zoom, keys: ["Mod++", "Mod+-", "Mod+0"] },
];
