// Importing marks: what is matched, what is merged, and what stays as it was.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { leaveBehind } from "../base/killed-writer.ts";
import { toneWav } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { everything, exportText, libraryOf } from "./libraries.ts";

async function marksOf(engine: ReturnType<typeof libraryOf>, name: string) {
  const id = (await engine.handlers.findSoundByPath({ path: `/sounds/${name}` })) as number;
  const { allTags, isFavourite } = await engine.handlers.getSound({ id });
  const tags = allTags
    .filter(({ source }) => source === "person")
    .map(({ label, state }) => `${label} ${state}`);
  return { tags, isFavourite };
}

/** A person's word on the kick, about a label that begins with a capital beyond ASCII. */
async function sayEcho(engine: ReturnType<typeof libraryOf>, state: "confirmed" | "rejected"): Promise<void> {
  const id = (await engine.handlers.findSoundByPath({ path: "/sounds/kick.wav" })) as number;
  await engine.handlers.setTag({ ids: [id], label: "Écho", state });
}

/** An export of a library in which much was said, as a file. */
async function exportFile(): Promise<string> {
  const engine = libraryOf({ "old/kick.wav": "a", "rain.wav": "b", "gone.wav": "z" });
  const { handlers } = engine;
  const at = async (name: string) => (await handlers.findSoundByPath({ path: `/sounds/${name}` })) as number;
  const kick = await at("old/kick.wav");
  const rain = await at("rain.wav");
  await handlers.setTag({ ids: [kick, rain], label: "kick", state: "confirmed" });
  await handlers.setTag({ ids: [kick], label: "my label", state: "confirmed" });
  await handlers.setTag({ ids: [rain], label: "snare", state: "rejected" });
  await handlers.setFavourite({ ids: [kick], isFavourite: true });
  await handlers.createCollection({ name: "Mine", query: null, ids: [kick, rain] });
  await handlers.createCollection({ name: "Smart", query: "fav", ids: [] });
  const file = path.join(tempFolder(), "export.json");
  writeFileSync(file, await exportText(engine, {}));
  return file;
}

test("marks come onto the same content under another name, and onto the same path with another content", async () => {
  const file = await exportFile();
  const engine = libraryOf({ "new name.wav": "a", "rain.wav": "changed since" });
  const dry = await engine.handlers.importLibrary({ path: file, isDryRun: true });
  expect(dry).toEqual({
    isDryRun: true,
    soundCount: 3,
    byHashCount: 1,
    byPathCount: 1,
    unmatchedCount: 1,
    unmatched: ["/sounds/gone.wav"],
    tagCount: 4,
    keptTagCount: 0,
    favouriteCount: 1,
    collectionCount: 2,
    collectionSoundCount: 2,
    labelCount: 1,
    refused: [],
  });
  expect(await marksOf(engine, "new name.wav")).toEqual({ tags: [], isFavourite: false });
  expect(await engine.handlers.listCollections({})).toEqual([]);

  const report = await engine.handlers.importLibrary({ path: file, isDryRun: false });
  expect(report).toEqual({ ...dry, isDryRun: false });
  expect(await marksOf(engine, "new name.wav")).toEqual({
    tags: ["kick confirmed", "my label confirmed"],
    isFavourite: true,
  });
  expect(await marksOf(engine, "rain.wav")).toEqual({
    tags: ["kick confirmed", "snare rejected"],
    isFavourite: false,
  });
  expect(await engine.handlers.listCollections({})).toMatchObject([
    { name: "Mine", kind: "manual", soundCount: 2 },
    { name: "Smart", kind: "smart", query: "fav" },
  ]);
  const again = await engine.handlers.importLibrary({ path: file, isDryRun: false });
  expect([again.tagCount, again.favouriteCount, again.collectionCount, again.labelCount]).toEqual([
    0, 0, 0, 0,
  ]);

  await engine.handlers.undo({});
  expect(await marksOf(engine, "new name.wav")).toEqual({ tags: [], isFavourite: false });
  expect(await engine.handlers.listCollections({})).toEqual([]);
});

test("what a person said here stays, and a name that means something else here is not merged with", async () => {
  const file = await exportFile();
  const engine = libraryOf({ "x.wav": "a" });
  const { handlers } = engine;
  const id = (await handlers.findSoundByPath({ path: "/sounds/x.wav" })) as number;
  await handlers.setTag({ ids: [id], label: "kick", state: "rejected" });
  await handlers.createCollection({ name: "mine", query: "loop", ids: [] });
  await handlers.createCollection({ name: "Smart", query: "oneshot", ids: [] });
  const report = await handlers.importLibrary({ path: file, isDryRun: false });
  expect(report).toMatchObject({ tagCount: 1, keptTagCount: 1, unmatchedCount: 2 });
  expect((await marksOf(engine, "x.wav")).tags).toEqual(["my label confirmed", "kick rejected"]);
  expect((await handlers.listCollections({})).map(({ name, query }) => [name, query])).toEqual([
    ["mine", "loop"],
    ["Mine (imported)", null],
    ["Smart", "oneshot"],
    ["Smart (imported)", "fav"],
  ]);
});

test("what a person said here stays for labels with capitals beyond ASCII, too", async () => {
  const there = libraryOf({ "kick.wav": "a" });
  await sayEcho(there, "confirmed");
  const file = path.join(tempFolder(), "export.json");
  writeFileSync(file, await exportText(there, {}));
  const engine = libraryOf({ "kick.wav": "a" });
  await sayEcho(engine, "rejected");
  const report = await engine.handlers.importLibrary({ path: file, isDryRun: false });
  expect(report).toMatchObject({ tagCount: 0, keptTagCount: 1 });
  expect((await marksOf(engine, "kick.wav")).tags).toEqual(["Écho rejected"]);
});

test("a file that is no export, too new, cut short or wrong in one sound changes nothing and says why", async () => {
  const file = await exportFile();
  const text = readFileSync(file, "utf8");
  const engine = libraryOf({ "x.wav": "a" });
  const refusal = async (content: string) => {
    writeFileSync(file, content);
    const asked = Promise.resolve(engine.handlers.importLibrary({ path: file, isDryRun: false }));
    return asked.then(
      () => "imported",
      (error: { code: string; message: string }) =>
        // A parser's own words help nobody.
        /unexpected|position|state/i.test(error.message) ? error.message : error.code,
    );
  };
  const codes = [
    await refusal("{}"),
    await refusal('{"format":"other","version":1,"sounds":[]}'),
    await refusal(text.replace('"version": 1', '"version": 2')),
    await refusal(text.slice(0, -20)),
    await refusal("not json"),
    await refusal(text.replace('"label":"kick"', '"label":7')),
    await refusal(text.replace('"format": "earshot-library",', "")),
  ];
  expect(codes).toEqual([
    "not-an-export",
    "not-an-export",
    "export-too-new",
    "not-an-export",
    "not-an-export",
    "export-invalid",
    "not-an-export",
  ]);
  expect(await marksOf(engine, "x.wav")).toEqual({ tags: [], isFavourite: false });
  await expect(
    engine.handlers.importLibrary({ path: `${file}.not there`, isDryRun: true }),
  ).rejects.toMatchObject({ code: "no-such-file" });
});

test("sidecars are written beside the sounds, read back elsewhere, and never over a file of somebody else", async () => {
  const root = tempFolder();
  writeFiles(root, { "kick.wav": toneWav(1), "rain.wav": toneWav(2), "b.wav": toneWav(3) });
  const engine = libraryOf({ "kick.wav": "a", "rain.wav": "b", "b.wav": "c" }, root);
  const { handlers } = engine;
  const id = (await handlers.findSoundByPath({ path: path.join(root, "kick.wav") })) as number;
  await handlers.setTag({ ids: [id], label: "my label", state: "confirmed" });
  await handlers.createCollection({ name: "Mine", query: null, ids: [id] });
  const sidecar = (name: string) => path.join(root, `${name}.earshot.json`);
  writeFileSync(sidecar("rain.wav"), '{"mine":true}');
  const others = {
    format: "earshot-sidecar",
    version: 1,
    note: "mine",
    sound: { contentHash: null, mood: 7 },
  };
  writeFileSync(sidecar("b.wav"), JSON.stringify(others));
  const before = readFileSync(path.join(root, "kick.wav"));
  expect(await handlers.writeSidecars({ ...everything, format: "json" })).toMatchObject({
    writtenCount: 2,
    sameCount: 0,
    refused: [{ path: path.join(root, "rain.wav"), code: "not-our-file" }],
  });
  expect(await handlers.writeSidecars({ ...everything, format: "json" })).toMatchObject({
    writtenCount: 0,
    sameCount: 2,
  });
  expect(readFileSync(sidecar("rain.wav"), "utf8")).toBe('{"mine":true}');
  expect(JSON.parse(readFileSync(sidecar("b.wav"), "utf8"))).toMatchObject({
    note: "mine",
    fileName: "b.wav",
    sound: { contentHash: "c", mood: 7 },
  });
  expect(readFileSync(path.join(root, "kick.wav"))).toEqual(before);

  const other = libraryOf({ "kick.wav": "another", "b.wav": "c" }, root);
  expect(await other.handlers.importSidecars({ isDryRun: false })).toMatchObject({
    soundCount: 2,
    byHashCount: 1,
    byPathCount: 1,
    tagCount: 1,
    labelCount: 1,
  });
  const there = await other.handlers.findSoundByPath({ path: path.join(root, "kick.wav") });
  const { allTags } = await other.handlers.getSound({ id: there as number });
  expect(allTags).toMatchObject([{ label: "my label", state: "confirmed", source: "person" }]);
});

test("writing sidecars takes away what a killed run left in the folders of sounds, and nothing else", async () => {
  const root = tempFolder();
  writeFiles(root, { "kick.wav": toneWav(1) });
  const { handlers } = libraryOf({ "kick.wav": "a" }, root);
  const { maybeWritten, lookAlikes } = leaveBehind(root);
  await handlers.writeSidecars({ ...everything, format: "json" });
  const left = [...maybeWritten, ...lookAlikes, "kick.wav", "kick.wav.earshot.json"];
  expect(readdirSync(root).toSorted()).toEqual(left.toSorted());
});

test("a sidecar of another library keeps its words until they are imported; one's own follows one's edits", async () => {
  const root = tempFolder();
  writeFiles(root, { "kick.wav": toneWav(1) });
  const write = { ...everything, format: "json" } as const;
  const sidecar = path.join(root, "kick.wav.earshot.json");
  const said = (): unknown =>
    (JSON.parse(readFileSync(sidecar, "utf8")) as { sound: { tags: { label: string }[] } }).sound.tags.map(
      ({ label }) => label,
    );
  const [mine, theirs] = [libraryOf({ "kick.wav": "a" }, root), libraryOf({ "kick.wav": "a" }, root)];
  const idIn = async (engine: typeof mine) =>
    (await engine.handlers.findSoundByPath({ path: path.join(root, "kick.wav") })) as number;
  const tag = async (engine: typeof mine, label: string, state: "confirmed" | "none") =>
    engine.handlers.setTag({ ids: [await idIn(engine)], label, state });

  await tag(theirs, "their label", "confirmed");
  await tag(theirs, "doubt", "confirmed");
  await theirs.handlers.writeSidecars(write);
  await tag(theirs, "doubt", "none");
  expect(await theirs.handlers.writeSidecars(write)).toMatchObject({ writtenCount: 1, refused: [] });
  expect(said()).toEqual(["their label"]);

  await tag(mine, "my label", "confirmed");
  const refused = [{ path: path.join(root, "kick.wav"), code: "sidecar-of-another-library" }];
  expect(await mine.handlers.writeSidecars(write)).toMatchObject({ writtenCount: 0, refused });
  expect(said()).toEqual(["their label"]);
  await mine.handlers.importSidecars({ isDryRun: false });
  expect(await mine.handlers.writeSidecars(write)).toMatchObject({ writtenCount: 1, refused: [] });
  expect(said()).toEqual(["my label", "their label"]);
});

test("one sidecar that cannot be read does not keep the others out, and none of a later version is written over", async () => {
  const root = tempFolder();
  writeFiles(root, { "a.wav": toneWav(1), "b.wav": toneWav(2), "c.wav": toneWav(3) });
  const files = { "a.wav": "a", "b.wav": "b", "c.wav": "c" };
  const there = libraryOf(files, root);
  const sidecar = (name: string) => path.join(root, `${name}.earshot.json`);
  for (const name of Object.keys(files)) {
    const id = (await there.handlers.findSoundByPath({ path: path.join(root, name) })) as number;
    await there.handlers.setTag({ ids: [id], label: "my label", state: "confirmed" });
  }
  await there.handlers.writeSidecars({ ...everything, format: "json" });
  const later = readFileSync(sidecar("a.wav"), "utf8").replace('"version": 1', '"version": 2');
  writeFileSync(sidecar("a.wav"), later);
  writeFileSync(sidecar("b.wav"), '{"format":"earshot-sidecar","version":1,"sound":7}');
  const engine = libraryOf(files, root);
  expect(await engine.handlers.importSidecars({ isDryRun: false })).toMatchObject({
    soundCount: 1,
    tagCount: 1,
    refused: [
      { path: sidecar("a.wav"), code: "export-too-new" },
      { path: sidecar("b.wav"), code: "export-invalid" },
    ],
  });
  expect(await engine.handlers.writeSidecars({ ...everything, format: "json" })).toMatchObject({
    writtenCount: 1,
    refused: [{ code: "export-too-new" }, { code: "export-invalid" }],
  });
  expect(readFileSync(sidecar("a.wav"), "utf8")).toBe(later);
});

test("an import that is repeated makes no second collection where the name was taken", async () => {
  const file = await exportFile();
  const engine = libraryOf({ "x.wav": "a" });
  const { handlers } = engine;
  await handlers.createCollection({ name: "mine", query: "loop", ids: [] });
  await handlers.createCollection({ name: "Smart", query: "oneshot", ids: [] });
  await handlers.importLibrary({ path: file, isDryRun: false });
  const once = await handlers.listCollections({});
  const again = await handlers.importLibrary({ path: file, isDryRun: false });
  expect([again.collectionCount, again.collectionSoundCount]).toEqual([0, 0]);
  expect(await handlers.listCollections({})).toEqual(once);
  expect(once.map(({ name, soundCount }) => [name, soundCount]).slice(0, 2)).toEqual([
    ["mine", null],
    ["Mine (imported)", 1],
  ]);
});
