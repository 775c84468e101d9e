// The columns of the list, as data: header, sorting, width. Pure.
import type { SortColumn } from "../../preload/model.ts";
import { texts } from "../texts.ts";

export type ColumnId =
  | "waveform"
  | "name"
  | "folder"
  | "tempo"
  | "key"
  | "kind"
  | "duration"
  | "format"
  | "sampleRate"
  | "loudness"
  | "added"
  | "score";

export interface Column {
  id: ColumnId;
  title: string;
  /** Unit or meaning, for the header's tooltip. */
  explanation: string;
  sort: SortColumn | null;
  /** Sort direction of the first click. */
  isDescendingFirst: boolean;
  isNumeric: boolean;
  /** Width in px; `grow` columns share what is left and never get narrower than this. */
  width: number;
  grow: number;
}

const column = (id: ColumnId, values: Omit<Column, "id" | "title" | "explanation">): Column => ({
  id,
  ...texts.columns[id],
  ...values,
});

const text = { isDescendingFirst: false, isNumeric: false, grow: 0 };
const numeric = { isDescendingFirst: false, isNumeric: true, grow: 0 };

/** All columns in the order in which they stand. */
export const allColumns: readonly Column[] = [
  column("waveform", { ...text, sort: null, width: 116 }),
  column("name", { ...text, sort: "name", width: 200, grow: 3 }),
  column("folder", { ...text, sort: "folderPath", width: 112, grow: 1 }),
  column("tempo", { ...numeric, sort: "tempoBpm", width: 48 }),
  column("key", { ...text, sort: "key", width: 40 }),
  column("kind", { ...text, sort: "kind", width: 64 }),
  column("duration", { ...numeric, sort: "durationSec", width: 60 }),
  column("format", { ...text, sort: "format", width: 56 }),
  column("sampleRate", { ...numeric, sort: "sampleRate", width: 72 }),
  column("loudness", { ...numeric, sort: "loudnessLufs", width: 64, isDescendingFirst: true }),
  column("added", { ...numeric, sort: "addedMs", width: 92, isDescendingFirst: true }),
  column("score", { ...numeric, sort: "score", width: 76, isDescendingFirst: true }),
];

export const defaultColumns: ColumnId[] = [
  "waveform",
  "name",
  "folder",
  "tempo",
  "key",
  "kind",
  "duration",
  "format",
  "score",
];

/** Columns that cannot be hidden. */
export const fixedColumns: readonly ColumnId[] = ["waveform", "name"];

export const narrowestColumn = 40;

/** Given up in this order where the list is narrow; waveform and name stay. */
const givenUpFirst: readonly ColumnId[] = [
  "loudness",
  "sampleRate",
  "added",
  "folder",
  "format",
  "kind",
  "key",
  "tempo",
  "score",
  "duration",
];

/** Width of the star before the columns, px. */
export const starWidth = 28;

const widthOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, { width }) => sum + width, starWidth);

/**
 * The columns that a list shows.
 * @param isRanked false leaves the score out: without a query there is none
 * @param availablePx width of the list; columns that it has no room for are left out
 */
export function visibleColumns(
  chosen: readonly ColumnId[],
  isRanked: boolean,
  availablePx: number,
): Column[] {
  let columns = allColumns.filter(
    ({ id }) => (chosen.includes(id) || fixedColumns.includes(id)) && (id !== "score" || isRanked),
  );
  for (const givenUp of givenUpFirst) {
    if (widthOf(columns) <= availablePx) break;
    columns = columns.filter(({ id }) => id !== givenUp);
  }
  return columns;
}

/**
 * Widths in px, column by column. Columns without a width of the user's own share what is left.
 * @returns together at least as wide as `availablePx`; wider where the user made them so
 */
export function layoutColumns(
  columns: readonly Column[],
  chosenWidths: Partial<Record<ColumnId, number>>,
  availablePx: number,
): number[] {
  const widths = columns.map(({ id, width }) => Math.max(narrowestColumn, chosenWidths[id] ?? width));
  const shares = columns.map(({ id, grow }) => (chosenWidths[id] === undefined ? grow : 0));
  const shareSum = shares.reduce((sum, share) => sum + share, 0);
  const spare = Math.max(0, availablePx - widths.reduce((sum, width) => sum + width, starWidth));
  if (shareSum === 0) return widths;
  return widths.map((width, index) => width + Math.floor((spare * (shares[index] as number)) / shareSum));
}

/** `grid-template-columns` for header and rows: the star first, then the columns. */
export function gridTemplate(widths: readonly number[]): string {
  return [starWidth, ...widths].map((width) => `${width}px`).join(" ");
}
