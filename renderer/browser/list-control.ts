// Handles on the list for commands that live outside it.
import { showsSearch, useWindowState } from "../stores/window-state.ts";

let rowsPerPage = 10;

/** Rows that PageUp and PageDown move: one less than fit, so that one stays in sight. */
export function pageRows(): number {
  return Math.max(1, rowsPerPage - 1);
}

export function setRowsPerPage(rows: number): void {
  rowsPerPage = rows;
}

export const listElementId = "sound-list";

export const mapElementId = "sound-map";

/** Into the results: the list, or the map where that stands in its place. */
export function focusList(): void {
  document.querySelector<HTMLElement>(`#${listElementId}, #${mapElementId}`)?.focus();
}

/** The list in place of what stands there, with the focus in it. */
export function goToList(): void {
  useWindowState.setState({ view: "sounds" });
  // It is there with the next frame.
  requestAnimationFrame(focusList);
}

/** Into the results also from a view that does not show them: the list comes back. */
export function goToResults(): void {
  if (showsSearch(useWindowState.getState().view)) focusList();
  else goToList();
}

/** Focus that went away with a panel goes to the view in the middle, whichever that is. */
export function rescueFocus(): void {
  if (document.activeElement !== document.body) return;
  const views = `main :is(#${listElementId}, #${mapElementId}, section[tabindex])`;
  document.querySelector<HTMLElement>(views)?.focus({ preventScroll: true });
}
