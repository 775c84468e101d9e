// Handles on the list for commands that live outside it.

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

/** Focus that went away with a panel goes to the view in the middle, whichever that is. */
export function rescueFocus(): void {
  if (document.activeElement !== document.body) return;
  const views = `main :is(#${listElementId}, #${mapElementId}, section[tabindex])`;
  document.querySelector<HTMLElement>(views)?.focus({ preventScroll: true });
}
