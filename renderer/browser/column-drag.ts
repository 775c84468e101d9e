// Pointer on the list's header: drags a column to another place, or its right edge to another width.
import type { PointerEvent as ReactPointerEvent } from "react";
import { useSettings } from "../stores/settings.ts";
import { moveColumn, narrowestColumn, type ColumnId } from "./columns.ts";

/** A press that moves less is a click: it sorts. */
const dragFromPx = 6;

export function setColumnWidth(id: ColumnId, widthPx: number): void {
  useSettings.setState(({ columnWidths }) => ({
    columnWidths: { ...columnWidths, [id]: Math.max(narrowestColumn, Math.round(widthPx)) },
  }));
}

/** Gives a column its own width back. */
export function resetColumnWidth(id: ColumnId): void {
  useSettings.setState(({ columnWidths: { [id]: _removed, ...rest } }) => ({ columnWidths: rest }));
}

/** Drags the right edge of a column. */
export function startResize(event: ReactPointerEvent<HTMLElement>, id: ColumnId): void {
  const handle = event.currentTarget;
  const startX = event.clientX;
  const startWidth = handle.parentElement?.getBoundingClientRect().width ?? narrowestColumn;
  event.preventDefault();
  event.stopPropagation();
  handle.setPointerCapture(event.pointerId);
  const move = (moved: PointerEvent): void => setColumnWidth(id, startWidth + moved.clientX - startX);
  handle.addEventListener("pointermove", move);
  handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", move), {
    once: true,
  });
}

interface Target {
  cell: HTMLElement;
  side: "before" | "after";
}

/** The gap nearest to the pointer, as a side of a header cell. */
function findTarget(cells: readonly HTMLElement[], x: number): Target | null {
  for (const cell of cells) {
    const { left, width } = cell.getBoundingClientRect();
    if (x < left + width / 2) return { cell, side: "before" };
  }
  const last = cells.at(-1);
  return last ? { cell: last, side: "after" } : null;
}

/** A press on a header: once it moves it drags the column, and then sorts nothing. */
export function startColumnDrag(event: ReactPointerEvent<HTMLElement>, id: ColumnId): void {
  if (event.button !== 0) return;
  const own = event.currentTarget;
  const cells = [...(own.parentElement?.querySelectorAll<HTMLElement>("[data-column]") ?? [])];
  const startX = event.clientX;
  const { pointerId } = event;
  let target: Target | null = null;
  let isDragging = false;

  const clear = (): void => {
    for (const cell of cells) delete cell.dataset["drop"];
    delete own.dataset["dragged"];
  };
  const move = (moved: PointerEvent): void => {
    if (!isDragging && Math.abs(moved.clientX - startX) < dragFromPx) return;
    if (!isDragging) own.setPointerCapture(pointerId);
    isDragging = true;
    clear();
    own.dataset["dragged"] = "true";
    target = findTarget(cells, moved.clientX);
    if (target) target.cell.dataset["drop"] = target.side;
  };
  const end = (ended: PointerEvent): void => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", end);
    window.removeEventListener("pointercancel", end);
    clear();
    // The cell holds the pointer, so the click that follows is the cell's and not its button's: nothing is sorted.
    if (isDragging && ended.type === "pointerup" && target) drop(id, target);
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", end);
  window.addEventListener("pointercancel", end);
}

function drop(id: ColumnId, { cell, side }: Target): void {
  const at = cell.dataset["column"] as ColumnId;
  useSettings.setState(({ columns }) => {
    const before = side === "before" ? at : (columns[columns.indexOf(at) + 1] ?? null);
    return { columns: before === id ? columns : moveColumn(columns, id, before) };
  });
}
