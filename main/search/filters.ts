// Scope and filters of a query as one test of a sound. Pure.
import path from "node:path";
import type { SearchScope } from "../../preload/search.ts";
import type { SoundKind } from "../../preload/sound.ts";
import { findNamedKind } from "../base/kind-words.ts";
import type { CatalogueFile, CatalogueSound } from "../db/catalogue.ts";
import { type MusicalKey, parseStoredKey } from "./key.ts";
import type { QueryFilter } from "./query.ts";
import type { SoundLabels } from "./sound-labels.ts";
import type { FilterTest, NumberRange } from "./query-filters.ts";
import type { FileTest } from "./shown-file.ts";

type SoundTest = (sound: CatalogueSound) => boolean;

/** Sounds whose files are all gone are listed only as favourites: a person's own mark says why they matter. */
export function makeScopeTest(scope: SearchScope, labels: SoundLabels): SoundTest {
  switch (scope.kind) {
    case "favourites":
      return (sound) => sound.isFavourite;
    case "folder": {
      const isBelow = makeFolderTest(scope.path);
      return makeAnyFileTest(({ folderPath }) => isBelow(folderPath));
    }
    case "collection":
      // Which sounds these are is for the library to say (prepare-query.ts).
      return () => true;
    case "tag": {
      const labelIds = labels.findLabels(scope.label);
      return (sound) => isListed(sound) && labels.hasAny(sound.id, labelIds);
    }
    case "used":
      return (sound) => sound.lastUsedMs !== null && isListed(sound);
    case "similar":
      return (sound) => sound.id !== scope.soundId && isListed(sound);
    default:
      return isListed;
  }
}

/**
 * All filters must hold; but of several formats, kinds or keys one is enough, since no sound has two.
 */
export function makeFilterTest(filters: readonly QueryFilter[], labels: SoundLabels): SoundTest {
  const all: SoundTest[] = [];
  const anyOf = new Map<string, SoundTest[]>();
  for (const { test, isNegated } of filters) {
    const soundTest = makeTest(test, labels);
    const isOneOf = test.kind === "format" || test.kind === "kind" || test.kind === "key";
    if (isNegated) all.push((sound) => !soundTest(sound));
    else if (isOneOf) anyOf.set(test.kind, [...(anyOf.get(test.kind) ?? []), soundTest]);
    else all.push(soundTest);
  }
  for (const tests of anyOf.values()) all.push((sound) => tests.some((test) => test(sound)));
  return (sound) => all.every((test) => test(sound));
}

/** Where scope and `in:` filters want a file to lie; null when they do not care. */
export function makeFileTest(scope: SearchScope, filters: readonly QueryFilter[]): FileTest {
  const tests: ((file: CatalogueFile) => boolean)[] = [];
  if (scope.kind === "folder") {
    const isBelow = makeFolderTest(scope.path);
    tests.push(({ folderPath }) => isBelow(folderPath));
  }
  for (const { test, isNegated } of filters) {
    if (test.kind === "folder" && !isNegated) tests.push(makeFolderTextTest(test.text));
  }
  return tests.length === 0 ? null : (file) => tests.every((test) => test(file));
}

function isListed(sound: CatalogueSound): boolean {
  return sound.files[0]?.state !== "missing";
}

function makeFolderTest(folderPath: string): (candidate: string) => boolean {
  const prefix = folderPath.endsWith(path.sep) ? folderPath : folderPath + path.sep;
  return (candidate) => candidate === folderPath || candidate.startsWith(prefix);
}

function makeTest(test: FilterTest, labels: SoundLabels): SoundTest {
  switch (test.kind) {
    case "format":
      return (sound) => sound.format === test.format;
    case "duration":
      return (sound) => isWithin(sound.durationSec, test.seconds);
    case "tempo":
      return (sound) => isWithin(sound.tempoBpm, test.bpm);
    case "kind":
      return (sound) => (sound.kind ?? findUnheardKind(sound)) === test.soundKind;
    case "key":
      return (sound) => hasKey(sound.key, test.key);
    case "favourite":
      return (sound) => sound.isFavourite;
    case "folder":
      return makeAnyFileTest(makeFolderTextTest(test.text));
    case "tag": {
      const labelIds = labels.findLabelsMeant(test.tag);
      return (sound) => labels.hasAny(sound.id, labelIds);
    }
  }
}

/** While a library is listened to for the first time, its loops are told by their names. */
function findUnheardKind({ files }: CatalogueSound): SoundKind | null {
  return findNamedKind(files[0]?.name ?? "");
}

function isWithin(value: number | null, { min, max, isMinOpen, isMaxOpen }: NumberRange): boolean {
  if (value === null) return false;
  return (isMinOpen ? value > min : value >= min) && (isMaxOpen ? value < max : value <= max);
}

/** A key without a mode means both modes. */
function hasKey(stored: string | null, wanted: MusicalKey): boolean {
  const key = stored === null ? undefined : parseStoredKey(stored);
  return key?.pitchClass === wanted.pitchClass && (wanted.mode === null || key.mode === wanted.mode);
}

/**
 * `in:kicks` finds folders whose path, from the root's own name on, contains the text; an absolute path
 * finds that folder and all below it.
 */
function makeFolderTextTest(text: string): (file: CatalogueFile) => boolean {
  const wanted = toComparable(text);
  const isBelow = path.isAbsolute(text)
    ? makeFolderTest(path.normalize(text).replace(/[\\/]$/, ""))
    : undefined;
  // Folders are few and files are many: each folder is compared once.
  const known = new Map<string, boolean>();
  return ({ folderPath, rootPath }) => {
    let verdict = known.get(folderPath);
    if (verdict === undefined) {
      const fromRoot = path.join(path.basename(rootPath), path.relative(rootPath, folderPath));
      verdict = isBelow ? isBelow(folderPath) : toComparable(fromRoot).includes(wanted);
      known.set(folderPath, verdict);
    }
    return verdict;
  };
}

function makeAnyFileTest(test: (file: CatalogueFile) => boolean): SoundTest {
  return ({ files }) => files.some((file) => file.state !== "missing" && test(file));
}

function toComparable(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .replaceAll("\\", "/")
    .toLowerCase();
}
