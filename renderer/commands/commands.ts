// Every action of the window with its name and its keys: the palette, the cheat sheet, the menus and the keyboard read this list.
import { moveCursor } from "../player/audition.ts";
import { focusList, goToResults, pageRows } from "../browser/list-control.ts";
import { focusSearchLine } from "../browser/search-control.ts";
import { openSaveSearchDialog } from "../dialogs/name-subject.ts";
import { openTagEditor } from "../dialogs/tag-subject.ts";
import { redoLastEdit, undoLastEdit } from "../stores/undo.ts";
import { findShownCollection, removeFromCollection } from "../stores/collections.ts";
import { selectAll, selectedInOrder } from "../stores/selection.ts";
import { acceptIncoming, setLine, useSearch } from "../stores/search.ts";
import { toggleFavourite } from "../stores/edits.ts";
import { openDialog, showsSearch, useWindowState } from "../stores/window-state.ts";
import {
  canCopyFiles,
  canCopySelectedFiles,
  copyFiles,
  copyPaths,
  cycleAppearance,
  canReveal,
  canRevealSelected,
  hasSelection,
  rescan,
  revealSelected,
  showErrors,
  showScope,
  showSimilar,
  showView,
  toggleListening,
  toggleMap,
  toggleSetting,
} from "./actions.ts";
import { chooseAndAddFolder } from "./choose-folder.ts";
import { chooseLikeFile } from "./like-file.ts";
import { type Command, command, type CommandId, type CommandOptions, everywhere, held } from "./command.ts";
import { toggleMini } from "./mini.ts";
import { playerCommands } from "./player-commands.ts";

export type { Command, CommandGroup, CommandId } from "./command.ts";

/** Arrow keys walk inside regions; outside of one they are the list's. */
function move(rows: number, isExtending = false): void {
  // Moving the focus lays the page out: the sound comes first.
  moveCursor(rows, isExtending);
  focusList();
}

/** A search line that can be kept. */
function hasLine(): boolean {
  return useSearch.getState().line.trim() !== "";
}

/** Sounds leave a collection that was made by hand; a saved search has what it finds. */
function canTakeOut(): boolean {
  return hasSelection() && findShownCollection()?.kind === "manual";
}

function takeOutOfCollection(): void {
  const collection = findShownCollection();
  if (collection) void removeFromCollection(collection.id, selectedInOrder());
}

/** A list that is not to be seen is not walked through, nor is all of it selected. */
const inResults: CommandOptions = { isEnabled: () => showsSearch(useWindowState.getState().view) };
const heldInResults: CommandOptions = { ...held, ...inResults };

const onSelection: CommandOptions = { isEnabled: hasSelection };

export const commands: readonly Command[] = [
  command("move", "next", ["Down"], () => move(1), heldInResults),
  command("move", "previous", ["Up"], () => move(-1), heldInResults),
  command("move", "pageDown", ["PageDown"], () => move(pageRows()), heldInResults),
  command("move", "pageUp", ["PageUp"], () => move(-pageRows()), heldInResults),
  command("move", "first", ["Home"], () => move(Number.NEGATIVE_INFINITY), inResults),
  command("move", "last", ["End"], () => move(Number.POSITIVE_INFINITY), inResults),
  command("move", "extendDown", ["Shift+Down"], () => move(1, true), heldInResults),
  command("move", "extendUp", ["Shift+Up"], () => move(-1, true), heldInResults),
  command("move", "extendPageDown", ["Shift+PageDown"], () => move(pageRows(), true), heldInResults),
  command("move", "extendPageUp", ["Shift+PageUp"], () => move(-pageRows(), true), heldInResults),
  command("move", "extendFirst", ["Shift+Home"], () => move(Number.NEGATIVE_INFINITY, true), inResults),
  command("move", "extendLast", ["Shift+End"], () => move(Number.POSITIVE_INFINITY, true), inResults),
  command("move", "selectAll", ["Mod+A"], selectAll, inResults),

  ...playerCommands,

  command("sound", "favourite", ["F"], () => toggleFavourite(selectedInOrder()), onSelection),
  command("sound", "tags", ["T"], () => openTagEditor(selectedInOrder()), onSelection),
  command("sound", "collect", ["C"], () => openDialog("collect"), onSelection),
  command("sound", "takeOut", ["Delete"], takeOutOfCollection, { isEnabled: canTakeOut }),
  command("sound", "similar", ["Mod+Shift+F"], showSimilar, { ...onSelection, isGlobal: true }),
  command("sound", "copyFile", ["Mod+C"], copyFiles, {
    isEnabled: canCopySelectedFiles,
    isOffered: canCopyFiles,
  }),
  // A browser has no files to copy: there the key copies the path.
  command("sound", "copyPath", ["Mod+Shift+C", "Mod+C"], copyPaths, onSelection),
  command("sound", "reveal", ["Mod+R"], revealSelected, {
    isEnabled: canRevealSelected,
    isOffered: canReveal,
  }),

  command("search", "focusSearch", ["Mod+F", "/"], focusSearchLine, everywhere),
  command("search", "likeFile", ["Mod+Shift+O"], chooseLikeFile, everywhere),
  command(
    "search",
    "saveSearch",
    ["Mod+Shift+S"],
    () => openSaveSearchDialog(useSearch.getState().line.trim()),
    {
      isGlobal: true,
      isEnabled: hasLine,
    },
  ),
  command("search", "clearSearch", [], () => setLine("")),
  command("search", "focusList", [], goToResults),
  command("search", "showIncoming", ["R"], acceptIncoming, {
    isEnabled: () => useSearch.getState().incoming !== null,
  }),

  command("library", "showAll", ["1"], () => showScope({ kind: "all" })),
  command("library", "showFavourites", ["2"], () => showScope({ kind: "favourites" })),
  command("library", "showRecent", ["3"], () => showScope({ kind: "recent" })),
  command("library", "showUsed", ["4"], () => showScope({ kind: "used" })),
  command("library", "showDuplicates", ["5"], () => showView("duplicates")),
  command("library", "showHistory", ["6"], () => showView("history")),
  command("library", "showErrors", ["7"], showErrors),
  command("library", "showMap", ["8"], toggleMap),
  command("library", "addFolder", ["Mod+O"], chooseAndAddFolder, everywhere),
  command("library", "rescan", [], rescan),
  command("library", "pause", [], toggleListening),
  command("library", "labels", [], () => openDialog("labels")),
  command("library", "exportLibrary", [], () => openDialog("export")),
  command("library", "importLibrary", [], () => openDialog("import")),
  command("library", "undo", ["Mod+Z"], undoLastEdit),
  command("library", "redo", ["Mod+Shift+Z", "Mod+Y"], redoLastEdit),

  command("window", "palette", ["Mod+K"], () => openDialog("palette"), everywhere),
  command("window", "shortcuts", ["?"], () => openDialog("shortcuts")),
  command("window", "settings", ["Mod+,"], () => openDialog("settings"), everywhere),
  command("window", "sidePanel", ["Mod+B"], () => toggleSetting("isSidePanelOpen"), everywhere),
  command("window", "inspector", ["Mod+I"], () => toggleSetting("isInspectorOpen"), everywhere),
  command("window", "mini", ["Mod+Shift+M"], toggleMini, everywhere),
  command("window", "compact", [], () => toggleSetting("isCompact")),
  command("window", "appearance", [], cycleAppearance),
  command("window", "logs", [], () => openDialog("logs")),
  command("window", "diagnostics", [], () => openDialog("diagnostics")),
];

/** @throws never: every id of `CommandId` is in the list */
export function findCommand(id: CommandId): Command | undefined {
  return commands.find((command) => command.id === id);
}
