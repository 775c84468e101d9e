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
  column("waveform", { ...text, sort: null, width: 132 }),
  column("name", { ...text, sort: "name", width: 180, grow: 3 }),
  column("folder", { ...text, sort: "folderPath", width: 120, grow: 2 }),
  column("tempo", { ...numeric, sort: "tempoBpm", width: 52 }),
  column("key", { ...text, sort: "key", width: 44 }),
  column("kind", { ...text, sort: "kind", width: 72 }),
  column("duration", { ...numeric, sort: "durationSec", width: 64 }),
  column("format", { ...text, sort: "format", width: 56 }),
  column("sampleRate", { ...numeric, sort: "sampleRate", width: 72 }),
  column("loudness", { ...numeric, sort: "loudnessLufs", width: 64, isDescendingFirst: true }),
  column("added", { ...numeric, sort: "addedMs", width: 92, isDescendingFirst: true }),
  column("score", { ...numeric, sort: "score", width: 84, isDescendingFirst: true }),
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

/**
 * The columns that a list shows.
 * @param isRanked false leaves the score out: without a query there is none
 */
export function visibleColumns(chosen: readonly ColumnId[], isRanked: boolean): Column[] {
  return allColumns.filter(
    ({ id }) => (chosen.includes(id) || fixedColumns.includes(id)) && (id !== "score" || isRanked),
  );
}

/** `grid-template-columns` for header and rows: the star first, then the columns. */
export function gridTemplate(columns: readonly Column[], widths: Partial<Record<ColumnId, number>>): string {
  const tracks = columns.map(({ id, width, grow }) => {
    const chosen = widths[id];
    if (chosen !== undefined) return `${Math.max(narrowestColumn, chosen)}px`;
    return grow > 0 ? `minmax(${width}px, ${grow}fr)` : `${width}px`;
  });
  return ["28px", ...tracks].join(" ");
}
