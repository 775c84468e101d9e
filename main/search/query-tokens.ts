// Cuts the search line into tokens and remembers where each stands. Knows no meaning yet.

export interface QueryToken {
  /** Character range in the line, end exclusive. */
  start: number;
  end: number;
  /** Begins with a minus. */
  isNegated: boolean;
  /** `like` or `in` before a colon, `#` before a tag, or empty. */
  prefix: "like" | "in" | "#" | "";
  /** What is left: without minus, prefix and quotes. */
  body: string;
  isQuoted: boolean;
  /** Where a quote was opened that nothing closes, or null. */
  openQuoteAt: number | null;
}

/** Words before a colon that mean something; `12:30` and `re:verb` are plain text. */
const prefixPattern = /(like|in):/iy;

/** A text as a quoted part of the line. */
export function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

/** Tokens in the order of the line. A quote goes on to the next quote, or to the end of the line. */
export function splitQuery(line: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  for (;;) {
    while (at < line.length && /\s/.test(line[at] as string)) at++;
    if (at >= line.length) return tokens;
    const token = readToken(line, at);
    tokens.push(token);
    at = token.end;
  }
}

function readToken(line: string, start: number): QueryToken {
  let at = start;
  // A minus means "without" only right before something.
  const isNegated = line[at] === "-" && at + 1 < line.length && !/\s/.test(line[at + 1] as string);
  if (isNegated) at++;
  const prefix = readPrefix(line, at);
  at += prefix === "" || prefix === "#" ? prefix.length : prefix.length + 1;
  if (line[at] === '"') {
    const close = findClosingQuote(line, at + 1);
    const end = close < 0 ? line.length : close + 1;
    const body = line.slice(at + 1, close < 0 ? line.length : close).replaceAll('""', '"');
    return { start, end, isNegated, prefix, body, isQuoted: true, openQuoteAt: close < 0 ? at : null };
  }
  let end = at;
  while (end < line.length && !/\s/.test(line[end] as string)) end++;
  return { start, end, isNegated, prefix, body: line.slice(at, end), isQuoted: false, openQuoteAt: null };
}

/** Two quotes inside are one that belongs to the text. @returns -1 where nothing closes */
function findClosingQuote(line: string, from: number): number {
  let at = line.indexOf('"', from);
  while (at >= 0 && line[at + 1] === '"') at = line.indexOf('"', at + 2);
  return at;
}

function readPrefix(line: string, at: number): QueryToken["prefix"] {
  if (line[at] === "#") return "#";
  // Sticky, so that a line of ten thousand characters is not copied for each of its words.
  prefixPattern.lastIndex = at;
  const word = prefixPattern.exec(line)?.[1]?.toLowerCase();
  return word === "like" || word === "in" ? word : "";
}
