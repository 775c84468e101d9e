// Exports as their readers see them: JSON, a CSV parser, a spreadsheet.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { expect, test, vi } from "vitest";
import type { ExportFormat } from "../../preload/exchange.ts";
import { getUcsMap, toUcsName } from "../../main/exchange/export-ucs.ts";
import { toCsv } from "../../main/exchange/spreadsheet.ts";
import { getVocabulary } from "../../main/search/vocabulary.ts";
import { writeExport } from "../../main/shell/export-library.ts";
import { leaveBehind } from "../base/killed-writer.ts";
import type { TestEngine } from "../engine/engine-setup.ts";
import { tempFolder } from "../indexer/temp-folder.ts";
import { everything, exportText, libraryOf } from "./libraries.ts";

/** Three sounds, one of them in two files, with all that a person can say about one. */
async function markedLibrary(): Promise<TestEngine> {
  const engine = libraryOf({
    "-1 kick,loud.wav": "a",
    "copy/again.wav": "a",
    "rain.wav": "b",
    "sub/x.wav": "c",
  });
  const { handlers } = engine;
  const at = async (name: string) => (await handlers.findSoundByPath({ path: `/sounds/${name}` })) as number;
  const kick = await at("-1 kick,loud.wav");
  await handlers.setTag({ ids: [kick], label: "kick", state: "confirmed" });
  await handlers.setTag({ ids: [kick], label: "=my label", state: "confirmed" });
  await handlers.setTag({ ids: [kick], label: "snare", state: "rejected" });
  await handlers.setTag({ ids: [await at("rain.wav")], label: "rain", state: "confirmed" });
  await handlers.setFavourite({ ids: [kick], isFavourite: true });
  await handlers.createCollection({ name: "@home", query: null, ids: [kick] });
  await handlers.createCollection({ name: "Favs", query: "fav", ids: [] });
  await handlers.recordUse({ kind: "play", ids: [kick] });
  return engine;
}

test("JSON holds every sound with its files, facts, tags and marks", async () => {
  const engine = await markedLibrary();
  const exported = JSON.parse(await exportText(engine, { format: "json" })) as {
    sounds: { files: { path: string }[]; tags: { label: string; state: string }[] }[];
  };
  expect(exported).toMatchObject({
    format: "earshot-library",
    version: 1,
    query: null,
    labels: [{ label: "=my label", family: "own", isEnabled: true, synonyms: [], prompts: ["=my label"] }],
    collections: [
      { name: "@home", kind: "manual", query: null },
      { name: "Favs", kind: "smart", query: "fav" },
    ],
  });
  const [first] = exported.sounds;
  expect(exported.sounds.map(({ files }) => files.map((file) => file.path))).toEqual([
    ["/sounds/-1 kick,loud.wav", "/sounds/copy/again.wav"],
    ["/sounds/rain.wav"],
    ["/sounds/sub/x.wav"],
  ]);
  expect(first).toMatchObject({
    contentHash: "a",
    status: "ready",
    format: "wav",
    sampleRate: 44_100,
    channelCount: 2,
    bitDepth: 24,
    favouriteMs: expect.any(Number),
    collections: ["@home"],
    useCount: 1,
  });
  const said = first?.tags.filter(({ state }) => state !== "suggested");
  expect(said).toMatchObject([
    { label: "=my label", source: "person", state: "confirmed", confidence: 1 },
    { label: "kick", source: "person", state: "confirmed" },
    { label: "snare", source: "person", state: "rejected" },
  ]);
});

test("CSV is one row a sound, numbers stay numbers, and no text can become a formula", async () => {
  const engine = await markedLibrary();
  const text = await exportText(engine, { format: "csv" });
  expect(text.split("\r\n").length).toBe(5);
  const rows = parse(text, { columns: true }) as unknown as Record<string, string>[];
  expect(rows).toHaveLength(3);
  expect(rows[0]).toMatchObject({
    path: "/sounds/-1 kick,loud.wav",
    otherPaths: "/sounds/copy/again.wav",
    isFavourite: "true",
    confirmedTags: "'=my label; kick",
    rejectedTags: "snare",
    collections: "'@home",
    useCount: "1",
  });
  expect(Number(rows[0]?.["peakDb"])).toBeLessThan(0);
  expect(new Date(rows[0]?.["lastUsed"] ?? "").getTime()).toBeGreaterThan(0);
});

test("texts that a spreadsheet would run are disarmed; quotes and line breaks come back as they were", () => {
  const texts = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\uFF1Dx", 'a "b", c', "two\nlines", "x=1", ""];
  const csv = toCsv([texts, [-1.5, null, true, "a", "", 0, "", "", "", "", ""]]);
  const [row, numbers] = parse(csv);
  expect(row).toEqual([
    "'=1+1",
    "'+1",
    "'-1",
    "'@x",
    "'\tx",
    "'\rx",
    "'\uFF1Dx",
    'a "b", c',
    "two\nlines",
    "x=1",
    "",
  ]);
  expect(numbers?.slice(0, 6)).toEqual(["-1.5", "", "true", "a", "", "0"]);
});

test("a query chooses and orders; one that cannot be used exports nothing", async () => {
  const engine = await markedLibrary();
  const count = async (query: string, limit = 0) =>
    (JSON.parse(await exportText(engine, { query, limit })) as { sounds: unknown[] }).sounds.length;
  expect([await count("#kick"), await count("fav"), await count("", 2)]).toEqual([1, 1, 2]);
  await expect(count("#nonesuch")).rejects.toMatchObject({ code: "bad-query" });
  expect(JSON.parse(await exportText(engine, { query: "fav <0.01s" }))).toMatchObject({ sounds: [] });
});

test("UCS names come from the best tag that has a category; a file so named already is left alone", async () => {
  const engine = libraryOf({ "My_Kick 01.wav": "a", "RAIN_Roof_ABC_NONE.wav": "b", "x.wav": "c" });
  const id = await engine.handlers.findSoundByPath({ path: "/sounds/My_Kick 01.wav" });
  await engine.handlers.setTag({ ids: [id as number], label: "dark", state: "confirmed" });
  await engine.handlers.setTag({ ids: [id as number], label: "kick", state: "confirmed" });
  const text = await exportText(engine, { format: "ucs", ucs: { creatorId: "JD", sourceId: "" } });
  const rows = parse(text, { columns: true }) as unknown as Record<string, string>[];
  const [named, already] = rows;
  expect(named).toMatchObject({ proposedName: "MUSCPerc_My Kick 01_JD_NONE.wav", subcategory: "PERCUSSION" });
  expect(already).toMatchObject({ proposedName: "", problem: "named by UCS already" });
  expect(toUcsName("a_b: c?.aif", "RAIN", { creatorId: "x_y", sourceId: "S" })).toBe("RAIN_a b c_x y_S.aif");
});

test("every label of the UCS map is one of the vocabulary, every CatID has its category", () => {
  const known = new Set(getVocabulary().map(({ label }) => label));
  const { labels, categories } = getUcsMap();
  expect(Object.keys(labels).filter((label) => !known.has(label))).toEqual([]);
  expect(new Set(Object.values(labels))).toEqual(new Set(Object.keys(categories)));
});

test("an export takes away what a killed one left in that folder, and nothing else", async () => {
  const engine = await markedLibrary();
  const folder = tempFolder();
  const { maybeWritten, lookAlikes } = leaveBehind(folder);
  await writeExport(
    { ...engine.handlers } as never,
    { ...everything, format: "csv" },
    path.join(folder, "out.csv"),
  );
  expect(readdirSync(folder).toSorted()).toEqual([...maybeWritten, ...lookAlikes, "out.csv"].toSorted());
});

test("a file is written whole or not at all, part by part", async () => {
  const engine = await markedLibrary();
  const folder = tempFolder();
  const file = path.join(folder, "out.json");
  const exportPart = vi.fn<TestEngine["handlers"]["exportPart"]>(engine.handlers.exportPart);
  const api = { ...engine.handlers, exportPart } as never;
  const request = { ...everything, format: "json" satisfies ExportFormat } as const;
  expect(await writeExport(api, request, file)).toBe(3);
  const whole = readFileSync(file, "utf8");
  expect((JSON.parse(whole) as { sounds: unknown[] }).sounds).toHaveLength(3);
  exportPart.mockRejectedValue(new Error("gone"));
  await expect(writeExport(api, request, file)).rejects.toThrow("gone");
  expect([readFileSync(file, "utf8") === whole, readdirSync(folder)]).toEqual([true, ["out.json"]]);
  const nowhere = path.join(folder, "no such folder", "x.json");
  await expect(writeExport(engine.handlers as never, request, nowhere)).rejects.toMatchObject({
    code: "not-writable",
  });
});
