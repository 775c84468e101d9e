// Judged queries over labelled sounds: files with names as people give them, and what each query should find.
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

/** One labelled sound of `clips.tsv`. */
export interface LabelledSound {
  id: string;
  className: string;
  captions: string[];
  /** Below the folder of sounds. */
  relativePath: string;
}

/** A query and the sounds that answer it. */
export interface JudgedQuery {
  kind: "class" | "caption" | "minus";
  line: string;
  /** Sound id -> 2: meant by it, 1: also fits. */
  relevant: Map<string, number>;
  /** Of a minus query: what must not come. */
  unwanted: Set<string>;
}

/** Everything that is evaluated. */
export interface RankingData {
  sounds: LabelledSound[];
  queries: JudgedQuery[];
}

/** @param folder holds clips.tsv and clips-?.tar, as its README describes */
export function readRankingData(folder: string): RankingData {
  const [, ...lines] = readFileSync(path.join(folder, "clips.tsv"), "utf8").trimEnd().split("\n");
  const sounds: LabelledSound[] = [];
  const nameCounts = new Map<string, number>();
  for (const line of lines) {
    const [id = "", split, className = "", captions = "", source = "", , , , , rawLabel = ""] =
      line.split("\t");
    if (split !== "dev") continue;
    // Names as they were in the collection: the label is what its folder and file were called.
    const folderName = source.split(/[:+]/).at(-1) ?? source;
    const name = rawLabel.trim().replaceAll(/[^\p{L}\p{N}-]+/gu, "_");
    const count = (nameCounts.get(`${folderName}/${name}`) ?? 0) + 1;
    nameCounts.set(`${folderName}/${name}`, count);
    const relativePath = path.join(folderName, `${name}_${String(count).padStart(2, "0")}.opus`);
    sounds.push({ id, className, captions: captions.split("|"), relativePath });
  }
  const queries = [...makeClassQueries(sounds), ...makeCaptionQueries(sounds), ...makeMinusQueries(sounds)];
  return { sounds, queries };
}

/** Unpacks the sounds under their names, once. */
export function unpackSounds(dataFolder: string, sounds: readonly LabelledSound[], target: string): void {
  if (existsSync(path.join(target, "done"))) return;
  mkdirSync(target, { recursive: true });
  const unpacked = mkdtempSync(path.join(path.dirname(target), "unpacked-"));
  try {
    const listFile = path.join(unpacked, "list");
    for (const digit of "0123456789abcdef") {
      const names = sounds.filter(({ id }) => id.startsWith(digit)).map(({ id }) => `${id}.opus`);
      if (names.length === 0) continue;
      writeFileSync(listFile, names.join("\n"));
      const archive = path.join(dataFolder, `clips-${digit}.tar`);
      const { status, stderr } = spawnSync("tar", ["-xf", archive, "-C", unpacked, "-T", listFile]);
      if (status !== 0) throw new Error(`${archive} could not be unpacked: ${stderr.toString()}`);
    }
    for (const { id, relativePath } of sounds) {
      const file = path.join(target, relativePath);
      mkdirSync(path.dirname(file), { recursive: true });
      cpSync(path.join(unpacked, `${id}.opus`), file);
    }
    writeFileSync(path.join(target, "done"), "");
  } finally {
    rmSync(unpacked, { recursive: true, force: true });
  }
}

/** The name of each class with at least three sounds. */
function makeClassQueries(sounds: readonly LabelledSound[]): JudgedQuery[] {
  return listClasses(sounds, 3).map((className) => ({
    kind: "class",
    line: className,
    relevant: judge(sounds, className),
    unwanted: new Set(),
  }));
}

/** Captions of two to six words that are no class's name; no more than 300, evenly over the alphabet. */
function makeCaptionQueries(sounds: readonly LabelledSound[]): JudgedQuery[] {
  const classes = new Set(sounds.map(({ className }) => className));
  const captions = new Set(sounds.flatMap((sound) => sound.captions));
  const usable = [...captions].filter(
    (caption) => !classes.has(caption) && /^(?:[\p{L}']+ ){1,5}[\p{L}']+$/u.test(caption),
  );
  return takeEvenly(usable.sort(), 300).map((caption) => {
    const relevant = new Map<string, number>();
    const meant = sounds.filter((sound) => sound.captions.includes(caption));
    const meantClasses = new Set(meant.map(({ className }) => className));
    for (const { id, className } of sounds) if (meantClasses.has(className)) relevant.set(id, 1);
    for (const { id } of meant) relevant.set(id, 2);
    return { kind: "caption", line: caption, relevant, unwanted: new Set() };
  });
}

/**
 * `drum -kick`: for each class of several words, a word that it shares with other classes, less its other
 * words. Wanted are the other classes with the shared word, unwanted this one.
 */
function makeMinusQueries(sounds: readonly LabelledSound[]): JudgedQuery[] {
  const queries: JudgedQuery[] = [];
  const classes = listClasses(sounds, 1);
  for (const className of listClasses(sounds, 5)) {
    const words = className.split(" ");
    for (const shared of words) {
      const rest = words.filter((word) => word !== shared).join(" ");
      const wantedClasses = classes.filter(
        (other) => other !== className && other.split(" ").includes(shared),
      );
      const wanted = sounds.filter((sound) => wantedClasses.includes(sound.className));
      if (rest === "" || wanted.length < 5) continue;
      queries.push({
        kind: "minus",
        line: `${shared} -${rest.includes(" ") ? `"${rest}"` : rest}`,
        relevant: new Map(wanted.map(({ id }) => [id, 2])),
        unwanted: new Set(sounds.filter((sound) => sound.className === className).map(({ id }) => id)),
      });
    }
  }
  return queries;
}

/** Sounds of the class, and those whose class or one caption has all words of its name. */
function judge(sounds: readonly LabelledSound[], className: string): Map<string, number> {
  const words = className.split(" ");
  const hasAll = (text: string): boolean => {
    const present = text.split(/[\s-]+/);
    return words.every((word) => present.includes(word));
  };
  const relevant = new Map<string, number>();
  for (const sound of sounds) {
    if (sound.className === className) relevant.set(sound.id, 2);
    else if ([sound.className, ...sound.captions].some(hasAll)) relevant.set(sound.id, 1);
  }
  return relevant;
}

function listClasses(sounds: readonly LabelledSound[], least: number): string[] {
  const counts = new Map<string, number>();
  for (const { className } of sounds) counts.set(className, (counts.get(className) ?? 0) + 1);
  return [...counts]
    .filter(([, count]) => count >= least)
    .map(([className]) => className)
    .sort();
}

function takeEvenly<Item>(items: readonly Item[], count: number): Item[] {
  if (items.length <= count) return [...items];
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)] as Item);
}
