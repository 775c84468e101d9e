// The words of the search line that filter: `<2s`, `120-130bpm`, `Am`, `loop`, `wav`, `fav`, `#tag`.
import type { SoundKind } from "../../preload/sound.ts";
import { findKeyInWord, formatKey, type MusicalKey } from "./key.ts";

/** Bounds of a number; open ones exclude the bound itself. */
export interface NumberRange {
  min: number;
  max: number;
  isMinOpen: boolean;
  isMaxOpen: boolean;
}

/** What a sound must be like. */
export type FilterTest =
  | { kind: "format"; format: string }
  | { kind: "duration"; seconds: NumberRange }
  | { kind: "kind"; soundKind: SoundKind }
  | { kind: "tempo"; bpm: NumberRange }
  | { kind: "key"; key: MusicalKey }
  | { kind: "folder"; text: string }
  | { kind: "favourite" }
  | { kind: "tag"; tag: string };

/** A word understood as a filter: its test and its chip's text, or why it cannot be used. */
export type FilterReading = { label: string } & (
  | { test: FilterTest }
  | { problemOf: string; problem: string }
);

const formatOf: Record<string, string> = {
  wav: "wav", wave: "wav", w64: "w64", rf64: "rf64", bw64: "bw64", aif: "aiff", aiff: "aiff", aifc: "aiff",
  flac: "flac", mp3: "mp3", ogg: "ogg", oga: "ogg", opus: "opus", m4a: "m4a", aac: "aac", wv: "wv", caf: "caf",
  wma: "wma",
}; // prettier-ignore
const kindOf: Record<string, SoundKind> = {
  loop: "loop",
  loops: "loop",
  oneshot: "one-shot",
  oneshots: "one-shot",
  "one-shot": "one-shot",
  "one-shots": "one-shot",
};
const secondsOf: Record<string, number> = { ms: 0.001, s: 1, sec: 1, m: 60, min: 60, h: 3600 };
const numberPattern = String.raw`(\d+(?:[.,]\d+)?|[.,]\d+)`;
const boundPattern = new RegExp(`^([<>]=?)${numberPattern}?([a-z]*)$`, "i");
const rangePattern = new RegExp(
  `^${numberPattern}(ms|sec|s|min|m|h|bpm)?[-–]${numberPattern}(ms|sec|s|min|m|h|bpm)$`,
  "i",
);
const tempoPattern = new RegExp(`^${numberPattern}bpm$`, "i");

/** Reads one word without quotes and prefix; undefined when it is plain text. */
export function readFilter(word: string): FilterReading | undefined {
  return readNamed(word) ?? readBound(word) ?? readRange(word);
}

/** Reads `in:TEXT`. */
export function readFolder(text: string): FilterReading {
  if (text.trim() === "") {
    return { label: "in:", problemOf: "folder", problem: "Say in which folder: in:drums" };
  }
  return { label: `in ${text}`, test: { kind: "folder", text } };
}

/** Reads `#TAG`. */
export function readTag(tag: string): FilterReading {
  if (/[\p{L}\p{N}]/u.test(tag)) return { label: `#${tag.trim()}`, test: { kind: "tag", tag: tag.trim() } };
  return { label: `#${tag}`, problemOf: "tag", problem: "Name the tag right after the #: #kick" };
}

function readNamed(word: string): FilterReading | undefined {
  const lower = word.toLowerCase();
  const format = Object.hasOwn(formatOf, lower) ? formatOf[lower] : undefined;
  if (format !== undefined) return { label: format.toUpperCase(), test: { kind: "format", format } };
  const soundKind = Object.hasOwn(kindOf, lower) ? kindOf[lower] : undefined;
  if (soundKind) {
    return { label: soundKind === "loop" ? "loops" : "one-shots", test: { kind: "kind", soundKind } };
  }
  if (lower === "fav" || lower === "favs") return { label: "favourites", test: { kind: "favourite" } };
  const key = findKeyInWord(word);
  return key && { label: formatKey(key), test: { kind: "key", key } };
}

/** `<2s`, `>=500ms`, `>120bpm`. */
function readBound(word: string): FilterReading | undefined {
  const match = boundPattern.exec(word);
  if (!match) return undefined;
  const [, sign = "", digits, unit = ""] = match;
  const isUpper = sign.startsWith("<");
  const example = isUpper ? "<2s or <120bpm" : ">1s or >120bpm";
  const scale = secondsOf[unit.toLowerCase()];
  const isTempo = unit.toLowerCase() === "bpm";
  if (digits === undefined || (scale === undefined && !isTempo)) {
    const problem =
      digits === undefined
        ? `A number is missing: ${example}`
        : unit === ""
          ? `Say of what: ${example}`
          : `“${unit}” is no unit: use ms, s, min or bpm`;
    return { label: word, problemOf: "duration", problem };
  }
  const bound = toNumber(digits) * (scale ?? 1);
  const range: NumberRange = isUpper
    ? { min: Number.NEGATIVE_INFINITY, max: bound, isMinOpen: false, isMaxOpen: sign === "<" }
    : { min: bound, max: Number.POSITIVE_INFINITY, isMinOpen: sign === ">", isMaxOpen: false };
  const words = isTempo ? { "<": "below", ">": "above" } : { "<": "shorter than", ">": "longer than" };
  const amount = isTempo ? `${toNumber(digits)} BPM` : formatSeconds(bound);
  const label =
    sign.length === 2
      ? `${isUpper ? "at most" : "at least"} ${amount}`
      : `${words[sign as "<" | ">"]} ${amount}`;
  return { label, test: isTempo ? { kind: "tempo", bpm: range } : { kind: "duration", seconds: range } };
}

/** `1-4s`, `500ms-2s`, `120-130bpm`, `128bpm`; with a dash of either length. */
function readRange(word: string): FilterReading | undefined {
  const single = tempoPattern.exec(word);
  if (single) {
    const bpm = toNumber(single[1] as string);
    // Tempo is measured, so 128 means about 128.
    const test: FilterTest = { kind: "tempo", bpm: toRange(bpm - 0.5, bpm + 0.5) };
    return { label: `${bpm} BPM`, test };
  }
  const match = rangePattern.exec(word);
  if (!match) return undefined;
  const [, first = "", firstUnit, second = "", unit = ""] = match;
  const isTempo = unit.toLowerCase() === "bpm";
  // `120bpm-3s` means nothing.
  if (firstUnit !== undefined && (firstUnit.toLowerCase() === "bpm") !== isTempo) return undefined;
  if (isTempo) {
    const bpm = toRange(toNumber(first), toNumber(second));
    return { label: `${bpm.min}–${bpm.max} BPM`, test: { kind: "tempo", bpm } };
  }
  const scale = secondsOf[unit.toLowerCase()] as number;
  const firstScale = firstUnit === undefined ? scale : (secondsOf[firstUnit.toLowerCase()] as number);
  const seconds = toRange(toNumber(first) * firstScale, toNumber(second) * scale);
  const label = `${formatSeconds(seconds.min)} to ${formatSeconds(seconds.max)}`;
  return { label, test: { kind: "duration", seconds } };
}

/** Both ends included, whichever way round they were written. */
function toRange(a: number, b: number): NumberRange {
  return { min: Math.min(a, b), max: Math.max(a, b), isMinOpen: false, isMaxOpen: false };
}

function toNumber(digits: string): number {
  return Number(digits.replace(",", "."));
}

function round(value: number): number {
  return Number(value.toPrecision(6));
}

function formatSeconds(seconds: number): string {
  if (seconds < 1 && seconds > 0) return `${round(seconds * 1000)} ms`;
  return seconds >= 60 && seconds % 60 === 0 ? `${seconds / 60} min` : `${round(seconds)} s`;
}
