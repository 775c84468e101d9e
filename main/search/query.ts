// The search line's grammar: one line of text in, a plan and chips out. Pure: knows no library.
//
//   dark pad "tape hiss"   free text: meaning, and words of file and folder names
//   -vocals -"snare roll"  without it; a minus works before filters too: -loop -in:old
//   like:12 like:"/a b.wav"  sounds like a sound of the library (its number, path or name)
//   <2s >=500ms 1-4s       length            120-130bpm 128bpm >90bpm "128 bpm"  tempo
//   Am C# F minor          key; a lone A or E is text
//   loop oneshot wav mp3   kind and format   fav  favourites   in:drums in:"my kicks"  folder
//   #kick -#vocal #"field recording"  tag
//
// Filters of different kinds must all hold; of several formats, kinds or keys one is enough.
// docs/search.md describes it for people, with the same rules.
import type { QueryChip } from "../../preload/search.ts";
import { findKeyInWords, formatKey } from "./key.ts";
import { type FilterReading, type FilterTest, readFilter, readFolder, readTag } from "./query-filters.ts";
import { type QueryToken, splitQuery } from "./query-tokens.ts";

/** A filter of the line. */
export interface QueryFilter {
  test: FilterTest;
  isNegated: boolean;
  chip: QueryChip;
}

/** `like:` something, to be found in the library. */
export interface LikeTerm {
  reference: string;
  isNegated: boolean;
  chip: QueryChip;
}

/** The line, understood. */
export interface QueryPlan {
  /** Free words and quotes in their order, without quote marks: what the model embeds. */
  text: string;
  /** Texts to keep away from. */
  minus: string[];
  likes: LikeTerm[];
  filters: QueryFilter[];
  /** Everything, in the order of the line. */
  chips: QueryChip[];
}

/** Reads a search line. Never throws: what cannot be used becomes a chip with a problem. */
export function parseQuery(line: string): QueryPlan {
  const plan: QueryPlan = { text: "", minus: [], likes: [], filters: [], chips: [] };
  const tokens = splitQuery(line);
  const texts: string[] = [];
  let runEnd = -1;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i] as QueryToken;
    const pair = readPair(token, tokens[i + 1]);
    if (pair) {
      addFilter(plan, pair.reading, { ...token, end: pair.end });
      i++;
    } else if (!addSpecial(plan, token)) {
      texts.push(token.body);
      const last = plan.chips.at(-1);
      if (last?.kind === "text" && runEnd === i && !token.isQuoted) {
        last.label += ` ${token.body}`;
        last.end = token.end;
      } else {
        plan.chips.push(makeChip("text", null, token.body, token));
      }
      if (!token.isQuoted) runEnd = i + 1;
    }
  }
  plan.text = texts.join(" ");
  return plan;
}

/** Adds all but plain text. @returns false for plain text */
function addSpecial(plan: QueryPlan, token: QueryToken): boolean {
  if (token.openQuoteAt !== null) {
    const chip = makeChip("text", null, token.body || '"', token);
    chip.problem = `The quote opened at character ${token.openQuoteAt + 1} is not closed: add a " at its end`;
    plan.chips.push(chip);
    return true;
  }
  if (token.prefix === "like") {
    addLike(plan, token);
    return true;
  }
  const reading = readToken(token);
  if (reading) {
    addFilter(plan, reading, token);
    return true;
  }
  if (token.body.trim() === "" || token.body === "-") {
    const chip = makeChip("text", null, token.isQuoted ? '""' : "-", token);
    chip.problem = token.isQuoted
      ? "There is nothing between the quotes"
      : "Put a word right after the minus to leave it out: -vocals";
    plan.chips.push(chip);
    return true;
  }
  if (token.isNegated) {
    plan.minus.push(token.body);
    plan.chips.push(makeChip("minus", null, token.body, token));
    return true;
  }
  return false;
}

function readToken({ prefix, body, isQuoted }: QueryToken): FilterReading | undefined {
  if (prefix === "in") return readFolder(body);
  if (prefix === "#") return readTag(body);
  return isQuoted ? undefined : readFilter(body);
}

function addLike(plan: QueryPlan, token: QueryToken): void {
  const chip = makeChip("like", null, token.body || "like:", token);
  plan.chips.push(chip);
  if (token.body.trim() === "") chip.problem = "Say like what: like:kick.wav";
  else plan.likes.push({ reference: token.body, isNegated: token.isNegated, chip });
}

function addFilter(plan: QueryPlan, reading: FilterReading, token: QueryToken): void {
  const filter = "test" in reading ? reading.test.kind : reading.problemOf;
  const chip = makeChip("filter", filter, token.isNegated ? `not ${reading.label}` : reading.label, token);
  plan.chips.push(chip);
  if ("test" in reading) plan.filters.push({ test: reading.test, isNegated: token.isNegated, chip });
  else chip.problem = reading.problem;
}

/** Filters of two words: `F minor`, `128 bpm`, `120-130 bpm`, `one shot`. */
function readPair(
  first: QueryToken,
  second: QueryToken | undefined,
): { reading: FilterReading; end: number } | undefined {
  if (!second || !isPlain(first) || !isPlain(second) || second.isNegated) return undefined;
  const key = findKeyInWords(first.body, second.body);
  if (key) return { reading: { label: formatKey(key), test: { kind: "key", key } }, end: second.end };
  const isTempo = second.body.toLowerCase() === "bpm" && /^[<>]?=?\d/.test(first.body);
  const isOneShot = first.body.toLowerCase() === "one" && /^shots?$/i.test(second.body);
  if (!isTempo && !isOneShot) return undefined;
  const reading = readFilter(isTempo ? `${first.body}bpm` : "oneshot");
  return reading && { reading, end: second.end };
}

function isPlain(token: QueryToken): boolean {
  return !token.isQuoted && token.prefix === "";
}

function makeChip(
  kind: QueryChip["kind"],
  filter: string | null,
  label: string,
  { start, end }: { start: number; end: number },
): QueryChip {
  return { kind, filter, label, start, end, problem: null };
}
