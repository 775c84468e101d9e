// A file name cut into a beginning that may give way and an end that stays. Pure.

/** Letters of the end that stay in sight: a number, a take, the extension. */
const tailLength = 12;
/** Shorter names are not cut in two. */
const shortestCut = 20;

/** Scripts that run from right to left: their letters join, so a cut would change their shapes. */
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC]/;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** @returns both parts together are the name; an empty tail where it is shown in one piece */
export function splitName(name: string): { head: string; tail: string } {
  if (name.length < shortestCut || rightToLeft.test(name)) return { head: name, tail: "" };
  const letters = Array.from(graphemes.segment(name), ({ segment }) => segment);
  if (letters.length < shortestCut) return { head: name, tail: "" };
  const cut = letters.length - tailLength;
  return { head: letters.slice(0, cut).join(""), tail: letters.slice(cut).join("") };
}
