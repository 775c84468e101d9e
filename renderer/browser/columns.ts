// The columns of the list, as data: header, sorting, width. Pure.
import type { SortColumn } from "../../preload/search.ts";
import { texts } from "../texts.ts";

export type ColumnId =
  | "waveform"
  | "name"
  | "tags"
  | "folder"
  | "tempo"
  | "key"
  | "kind"
  | "duration"
  | "format"
  | "sampleRate"
  | "channels"
  | "loudness"
  | "added"
  | "modified"
  | "uses"
  | "lastUsed"
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

/** All columns, in the order in which the menu lists them and in which they stand until the user moves them. */
export const allColumns: readonly Column[] = [
  column("waveform", { ...text, sort: null, width: 116 }),
  column("name", { ...text, sort: "name", width: 200, grow: 3 }),
  column("tags", { ...text, sort: null, width: 132, grow: 1 }),
  column("folder", { ...text, sort: "folderPath", width: 112, grow: 1 }),
  column("tempo", { ...numeric, sort: "tempoBpm", width: 48 }),
  column("key", { ...text, sort: "key", width: 40 }),
  column("kind", { ...text, sort: "kind", width: 64 }),
  column("duration", { ...numeric, sort: "durationSec", width: 60 }),
  column("format", { ...text, sort: "format", width: 56 }),
  column("sampleRate", { ...numeric, sort: "sampleRate", width: 72 }),
  column("channels", { ...text, sort: null, width: 64 }),
  column("loudness", { ...numeric, sort: "loudnessLufs", width: 64, isDescendingFirst: true }),
  column("added", { ...numeric, sort: "addedMs", width: 92, isDescendingFirst: true }),
  column("modified", { ...numeric, sort: "modifiedMs", width: 92, isDescendingFirst: true }),
  column("uses", { ...numeric, sort: "useCount", width: 48, isDescendingFirst: true }),
  column("lastUsed", { ...numeric, sort: "lastUsedMs", width: 92, isDescendingFirst: true }),
  column("score", { ...numeric, sort: "score", width: 76, isDescendingFirst: true }),
];

export const defaultColumns: ColumnId[] = [
  "waveform",
  "name",
  "tags",
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
  "uses",
  "lastUsed",
  "channels",
  "loudness",
  "sampleRate",
  "modified",
  "added",
  "folder",
  "format",
  "kind",
  "key",
  "tempo",
  "tags",
  "score",
  "duration",
];

/** Width of the star before the columns, px. */
export const starWidth = 28;

const isAdded = (id: ColumnId): boolean => !defaultColumns.includes(id);

const widthOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, { width }) => sum + width, starWidth);

const columnOf = new Map(allColumns.map((each) => [each.id, each]));

/**
 * The columns that a list shows, in their order.
 * @param chosen in the user's order; ids of another version are passed over, columns that cannot be hidden come first
 * @param isRanked false leaves the score out: without a query there is none
 * @param availablePx width of the list; columns that it has no room for are left out
 */
export function visibleColumns(
  chosen: readonly ColumnId[],
  isRanked: boolean,
  availablePx: number,
): Column[] {
  let columns = [...fixedColumns.filter((id) => !chosen.includes(id)), ...new Set(chosen)]
    .map((id) => columnOf.get(id))
    .filter((each) => each !== undefined)
    .filter(({ id }) => id !== "score" || isRanked);
  // What the user added to the usual columns is wanted more than those.
  const order = [...givenUpFirst].sort((a, b) => Number(isAdded(a)) - Number(isAdded(b)));
  for (const givenUp of order) {
    if (widthOf(columns) <= availablePx) break;
    columns = columns.filter(({ id }) => id !== givenUp);
  }
  return columns;
}

/**
 * The chosen columns with one of them moved.
 * @param before the column that it comes to stand in front of; null for the end
 */
export function moveColumn(
  chosen: readonly ColumnId[],
  moved: ColumnId,
  before: ColumnId | null,
): ColumnId[] {
  if (moved === before) return [...chosen];
  const rest = chosen.filter((id) => id !== moved);
  const index = before === null ? -1 : rest.indexOf(before);
  return index < 0 ? [...rest, moved] : rest.toSpliced(index, 0, moved);
}

/**
 * The chosen columns with one of them a step to the left (-1) or right (1) among those in sight: hidden ones
 * between two that are seen must not make a key press do nothing.
 */
export function stepColumn(
  chosen: readonly ColumnId[],
  shown: readonly ColumnId[],
  moved: ColumnId,
  step: -1 | 1,
): ColumnId[] {
  const index = shown.indexOf(moved);
  const other = shown[index + step];
  if (index < 0 || other === undefined) return [...chosen];
  if (step < 0) return moveColumn(chosen, moved, other);
  return moveColumn(chosen, moved, chosen[chosen.indexOf(other) + 1] ?? null);
}

/** The chosen columns with one more, at the place that it has among all columns, or with one fewer. */
export function toggleColumn(chosen: readonly ColumnId[], id: ColumnId): ColumnId[] {
  if (chosen.includes(id)) return chosen.filter((each) => each !== id);
  const order = allColumns.map((each) => each.id);
  const after = order.slice(order.indexOf(id) + 1).find((each) => chosen.includes(each));
  return moveColumn(chosen, id, after ?? null);
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
