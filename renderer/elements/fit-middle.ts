// A path cut in the middle to fit a width. Pure: the width of a text comes from outside.
import { shortenMiddle, splitForMiddleCut } from "./path-parts.ts";

/** Width of a text in px. */
export type Measure = (text: string) => number;

/** The largest number up to `most` for which `fits` holds; `fits` must hold for all smaller ones too. */
function largestFitting(most: number, fits: (count: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * The path itself where it fits, else its beginning, `…` and the whole last part; a last part that is
 * too long by itself is cut in its own middle.
 */
export function fitMiddle(path: string, widthPx: number, measure: Measure): string {
  if (measure(path) <= widthPx) return path;
  const { head, tail } = splitForMiddleCut(path);
  if (head !== "" && measure(`…${tail}`) <= widthPx) {
    const letters = Array.from(head);
    const cut = (count: number): string => `${letters.slice(0, count).join("")}…${tail}`;
    return cut(largestFitting(letters.length, (count) => measure(cut(count)) <= widthPx));
  }
  const last = tail === "" ? path : tail.replace(/^[/\\]/, "");
  const length = Array.from(last).length;
  return shortenMiddle(
    last,
    largestFitting(length, (count) => measure(shortenMiddle(last, count)) <= widthPx),
  );
}
