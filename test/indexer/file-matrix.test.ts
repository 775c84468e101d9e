// Move, rename, copy, edit, delete, on files of several formats: what a person said and what was heard go along with the
// content, and the library ends as a new one of the same folder does.
import { copyFileSync, mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { dumpLibrary } from "../../bench/library-dump.ts";
import { indexAll, openEngine, tempLibraryPath, type TestEngine } from "../engine/engine-setup.ts";
import { tempFolder } from "./temp-folder.ts";

const fixtures = path.join(import.meta.dirname, "..", "fixtures", "audio");
const originals = {
  "moved.wav": "wav-s16le.wav",
  "renamed.aiff": "aiff-s24.aiff",
  "case.flac": "flac-s16.flac",
  "copied.mp3": "mp3-cbr.mp3",
  "edited.ogg": "vorbis.ogg",
  "deleted.opus": "opus.opus",
  "swapped 1.wv": "wavpack-s16.wv",
  "swapped 2.m4a": "aac-index-in-front.m4a",
  "overwritten.wav": "wav-s24le.wav",
  "overwriting.wav": "wav-f32le.wav",
  "folder/inside.caf": "caf-s16.caf",
  "folder/deep/inside.au": "au-s16.au",
};

/** Favourite mark and tags by a person, by the path of each file below the root. */
async function listMarks(engine: TestEngine, root: string): Promise<Record<string, string[]>> {
  const marks: Record<string, string[]> = {};
  const { soundIds } = await engine.handlers.searchNames({
    query: "",
    scope: { kind: "all" },
    sort: { column: "name", descending: false },
    limit: 0,
  });
  for (const id of soundIds) {
    const { paths, isFavourite, allTags, fileState } = await engine.handlers.getSound({ id });
    if (fileState === "missing") continue;
    const said = allTags.filter(({ state }) => state === "confirmed").map(({ label }) => label);
    for (const file of paths)
      marks[path.relative(root, file)] = [...(isFavourite ? ["favourite"] : []), ...said];
  }
  return marks;
}

/** Rows without what a person said. */
function dumpFacts(libraryPath: string): string[] {
  return (
    dumpLibrary(libraryPath)
      .map((line) => JSON.parse(line) as unknown[])
      .filter(([kind]) => kind !== "tag")
      // The favourite mark of a file's sound.
      .map((row) => JSON.stringify(row[0] === "file" ? row.filter((_, i) => i !== 23) : row))
      .toSorted()
  );
}

test("all of them at once, between two looks", { timeout: 180_000 }, async () => {
  const root = tempFolder();
  const at = (name: string): string => path.join(root, name);
  mkdirSync(at("folder/deep"), { recursive: true });
  for (const [name, fixture] of Object.entries(originals))
    copyFileSync(path.join(fixtures, fixture), at(name));
  const libraryPath = tempLibraryPath();
  const engine = openEngine(libraryPath);
  expect(await indexAll(engine, [root])).toMatchObject({ errorCount: 0, doneCount: 12 });
  for (const name of Object.keys(originals)) {
    const ids = [(await engine.handlers.findSoundByPath({ path: at(name) })) as number];
    await engine.handlers.setFavourite({ ids, isFavourite: true });
    await engine.handlers.setTag({ ids, label: `was ${name}`, state: "confirmed" });
  }

  mkdirSync(at("new"));
  renameSync(at("moved.wav"), at("new/moved.wav"));
  renameSync(at("renamed.aiff"), at("other name.aiff"));
  renameSync(at("case.flac"), at("CASE.FLAC"));
  copyFileSync(at("copied.mp3"), at("new/copy.mp3"));
  copyFileSync(path.join(fixtures, "flac-in-ogg.oga"), at("edited.ogg"));
  rmSync(at("deleted.opus"));
  renameSync(at("swapped 1.wv"), at("between"));
  renameSync(at("swapped 2.m4a"), at("swapped 1.wv"));
  renameSync(at("between"), at("swapped 2.m4a"));
  renameSync(at("overwriting.wav"), at("overwritten.wav"));
  renameSync(at("folder"), at("folder with another name"));
  expect(await indexAll(engine, [root])).toMatchObject({ errorCount: 0 });

  const marks = await listMarks(engine, root);
  expect(marks).toEqual({
    "new/moved.wav": ["favourite", "was moved.wav"],
    "other name.aiff": ["favourite", "was renamed.aiff"],
    "CASE.FLAC": ["favourite", "was case.flac"],
    "copied.mp3": ["favourite", "was copied.mp3"],
    "new/copy.mp3": ["favourite", "was copied.mp3"],
    // An edit makes another sound of the same file: the words about it stay.
    "edited.ogg": ["favourite", "was edited.ogg"],
    "swapped 1.wv": ["favourite", "was swapped 2.m4a"],
    "swapped 2.m4a": ["favourite", "was swapped 1.wv"],
    "overwritten.wav": ["favourite", "was overwriting.wav"],
    "folder with another name/inside.caf": ["favourite", "was folder/inside.caf"],
    "folder with another name/deep/inside.au": ["favourite", "was folder/deep/inside.au"],
  });

  // What was deleted is there again when it comes back, words and all.
  copyFileSync(path.join(fixtures, "opus.opus"), at("new/back.opus"));
  await indexAll(engine, [root]);
  expect((await listMarks(engine, root))["new/back.opus"]).toEqual(["favourite", "was deleted.opus"]);
  await engine.close();

  const freshPath = path.join(tempFolder(), "fresh.db");
  const fresh = openEngine(freshPath);
  await indexAll(fresh, [root]);
  await fresh.close();
  expect(dumpFacts(libraryPath)).toEqual(dumpFacts(freshPath));
});
