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

export function focusList(): void {
  document.querySelector<HTMLElement>(`#${listElementId}`)?.focus();
}
