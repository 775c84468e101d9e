// What the window shows besides the list: the main view, dialogs, the line in the status bar, undo.
import { create } from "zustand";
import { displayName } from "../elements/display-name.ts";

export type MainView = "sounds" | "errors" | "duplicates" | "history" | "map";

/** Whether a view follows the search line: the list does, and the map by dimming what is not found. */
export function showsSearch(view: MainView): boolean {
  return view === "sounds" || view === "map";
}

export type DialogName =
  | "palette"
  | "shortcuts"
  | "settings"
  /** The settings at their models. */
  | "settings-models"
  | "add-folder"
  | "logs"
  | "diagnostics"
  | "tag-editor"
  | "labels"
  | "collect"
  | "name"
  | "export"
  | "import";

interface WindowState {
  view: MainView;
  dialog: DialogName | null;
  /** One line of news, said by screen readers; `serial` grows so that the same line can come twice. */
  notice: { text: string; isError: boolean; serial: number } | null;
}

export const useWindowState = create<WindowState>(() => ({ view: "sounds", dialog: null, notice: null }));

const noticeMs = 6000;
let noticeTimer: ReturnType<typeof setTimeout> | undefined;

/** Says something in the status bar for a few seconds. */
export function notify(text: string, isError = false): void {
  clearTimeout(noticeTimer);
  useWindowState.setState(({ notice }) => ({
    notice: { text: displayName(text), isError, serial: (notice?.serial ?? 0) + 1 },
  }));
  noticeTimer = setTimeout(() => useWindowState.setState({ notice: null }), noticeMs);
}

export function openDialog(dialog: DialogName): void {
  useWindowState.setState({ dialog });
}

export function closeDialog(): void {
  useWindowState.setState({ dialog: null });
}
