// The search line cut into parts that are understood and parts that are not. Pure.
import type { QueryChip } from "../../preload/search.ts";

export interface MarkedPart {
  text: string;
  start: number;
  isProblem: boolean;
}

/** Parts in order; together they are the whole line. Chips of an older, longer line are cut to fit. */
export function toMarkedParts(line: string, chips: readonly QueryChip[]): MarkedPart[] {
  const problems = chips
    .filter(({ problem, start }) => problem !== null && start < line.length)
    .toSorted((a, b) => a.start - b.start);
  const parts: MarkedPart[] = [];
  let position = 0;
  const add = (end: number, isProblem: boolean): void => {
    if (end > position) parts.push({ text: line.slice(position, end), start: position, isProblem });
    position = Math.max(position, end);
  };
  for (const { start, end } of problems) {
    add(start, false);
    add(Math.min(end, line.length), true);
  }
  add(line.length, false);
  return parts;
}
