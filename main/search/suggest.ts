// What the search line offers while it is typed: tags, folders, sounds, filters, earlier lines. Pure.
import type { QuerySuggestion } from "../../preload/search.ts";
import { type QueryToken, quote, splitQuery } from "./query-tokens.ts";

/** Something of the library that a word may become. */
export interface Completion {
  label: string;
  /** Other words for it that a person may begin with. */
  synonyms?: readonly string[];
  /** Sounds that have it, or null where that is not known. */
  count: number | null;
}

/** What the library has to offer; asked only for what the word under the caret may become. */
export interface SuggestSources {
  /** Formats of the library's sounds, as the line takes them. */
  listFormats(): readonly Completion[];
  listTags(): readonly Completion[];
  listFolderNames(): readonly Completion[];
  /** File names with these words, the best first. */
  findSoundNames(text: string): readonly string[];
  /** Lines that were asked for before, the last first. */
  listRecentQueries(): readonly string[];
}

const maxSuggestions = 8;

const namedFilters: readonly { insert: string; label: string }[] = [
  { insert: "loop", label: "loops" },
  { insert: "oneshot", label: "one-shots" },
  { insert: "fav", label: "favourites" },
  { insert: "in:", label: "in a folder" },
  { insert: "like:", label: "like a sound" },
];

/**
 * What the word under the caret may become, best first, at most 8.
 * @param caret characters before the caret; 0 to the length of the line
 */
export function suggest(line: string, caret: number, sources: SuggestSources): QuerySuggestion[] {
  const token = splitQuery(line).find(({ start, end }) => start < caret && caret <= end);
  const suggestions: QuerySuggestion[] = [];
  if (token) suggestions.push(...completeToken(token, sources));
  if (caret === line.length) suggestions.push(...completeLine(line, sources));
  return suggestions.slice(0, maxSuggestions);
}

function completeToken(token: QueryToken, sources: SuggestSources): QuerySuggestion[] {
  const make = (kind: QuerySuggestion["kind"], word: string, label: string, count: number | null) => ({
    kind,
    label,
    insert: `${token.isNegated ? "-" : ""}${word}`,
    start: token.start,
    end: token.end,
    count,
  });
  switch (token.prefix) {
    case "#":
      return findBeginning(sources.listTags(), token.body).map(({ label, count }) =>
        make("tag", `#${quoteIfNeeded(label)}`, label, count),
      );
    case "in":
      return findBeginning(sources.listFolderNames(), token.body).map(({ label, count }) =>
        make("folder", `in:${quoteIfNeeded(label)}`, label, count),
      );
    case "like":
      return token.body.trim() === ""
        ? []
        : sources
            .findSoundNames(token.body)
            .map((name) => make("like", `like:${quoteIfNeeded(name)}`, name, null));
    default:
      if (token.isQuoted || token.body === "-") return [];
      return [
        ...listFilters(token.body, sources).map(({ insert, label }) => make("filter", insert, label, null)),
        ...findBeginning(sources.listTags(), token.body).map(({ label, count }) =>
          make("tag", `#${quoteIfNeeded(label)}`, label, count),
        ),
      ];
  }
}

/** Earlier lines that begin with this one. */
function completeLine(line: string, sources: SuggestSources): QuerySuggestion[] {
  const begun = line.trimStart().toLowerCase();
  return sources
    .listRecentQueries()
    .filter((query) => query !== line && query.toLowerCase().startsWith(begun))
    .slice(0, maxSuggestions)
    .map((query) => ({
      kind: "recent",
      label: query,
      insert: query,
      start: 0,
      end: line.length,
      count: null,
    }));
}

/** Filters that the word begins, and units for a number that has none yet. */
function listFilters(word: string, sources: SuggestSources): { insert: string; label: string }[] {
  const lower = word.toLowerCase();
  const begun = namedFilters.filter(({ insert }) => insert !== lower && insert.startsWith(lower));
  const formats = sources
    .listFormats()
    .filter(({ label }) => label !== lower && label.startsWith(lower))
    .map(({ label }) => ({ insert: label, label: label.toUpperCase() }));
  return [...listUnits(word), ...listKeys(word), ...begun, ...formats];
}

/** `<2` may be `<2s`; `120-130` may be a tempo; `128` too, where a tempo is likely. */
function listUnits(word: string): { insert: string; label: string }[] {
  const match = /^([<>]=?)?(\d+(?:[.,]\d+)?)(?:[-–](\d+(?:[.,]\d+)?))?$/.exec(word);
  if (!match) return [];
  const [, sign, first = "", second] = match;
  const largest = Math.max(Number(first.replace(",", ".")), Number((second ?? first).replace(",", ".")));
  const isTempo = largest >= 40 && largest <= 300;
  // A number alone is no length: "8" in a line means eight of something.
  const isLength = sign !== undefined || second !== undefined;
  return [
    ...(isTempo ? [{ insert: `${word}bpm`, label: "tempo in BPM" }] : []),
    ...(isLength
      ? [
          { insert: `${word}s`, label: "length in seconds" },
          { insert: `${word}ms`, label: "length in milliseconds" },
          { insert: `${word}min`, label: "length in minutes" },
        ]
      : []),
  ];
}

/** `F#` may be `F#m`. Capitals only: a small letter begins a word. */
function listKeys(word: string): { insert: string; label: string }[] {
  if (!/^[A-G][#♯b♭]?$/.test(word)) return [];
  return [
    { insert: `${word}m`, label: `${word} minor` },
    { insert: `${word}maj`, label: `${word} major` },
  ];
}

/** Begun labels first, then those of which a later word or a synonym is begun; of each the most used first. */
function findBeginning(completions: readonly Completion[], begun: string): Completion[] {
  const lower = begun.trim().toLowerCase();
  const rank = ({ label, synonyms = [] }: Completion): number => {
    const name = label.toLowerCase();
    if (name.startsWith(lower)) return 0;
    if (name.split(/[\s_-]+/).some((word) => word.startsWith(lower))) return 1;
    return synonyms.some((synonym) => synonym.toLowerCase().startsWith(lower)) ? 2 : 3;
  };
  return completions
    .map((completion) => ({ completion, rank: rank(completion) }))
    .filter((candidate) => candidate.rank < 3)
    .sort(
      (a, b) =>
        a.rank - b.rank ||
        (b.completion.count ?? 0) - (a.completion.count ?? 0) ||
        (a.completion.label < b.completion.label ? -1 : 1),
    )
    .slice(0, maxSuggestions)
    .map(({ completion }) => completion);
}

function quoteIfNeeded(text: string): string {
  return /\s|^"/.test(text) ? quote(text) : text;
}
