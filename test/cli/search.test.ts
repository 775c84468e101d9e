// `earshot search`, `embed` and `classify` where something is wrong: with the line, the model, the library.
import { writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, test, vi } from "vitest";
import { freeQuery } from "../../main/cli/commands/search.ts";
import { closeLibrary, openLibrary } from "../../main/db/open-library.ts";
import { tempLibraryPath, tinyModelId } from "../engine/engine-setup.ts";
import { toneFiles, toneWav } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { parseLines, runCli } from "./run-cli.ts";

// Each command starts three processes; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000 });

/** A library of two tones, a kick, a long sound and a file whose name breaks lines. */
async function searchable() {
  const root = tempFolder();
  const files = { "deep kick.wav": toneWav(90), "bad\nname.wav": toneWav(92), "long.wav": toneWav(91, 25) };
  writeFiles(root, { ...toneFiles(2), ...files, "bro\u001bken.wav": "no sound" });
  const library = ["--library", tempLibraryPath()];
  await runCli("index", root, ...library, "--model", tinyModelId);
  const search = (...args: string[]) => runCli("search", ...args, ...library);
  return { root, library, search };
}

test("parts of the line that cannot be used are named, and a line of nothing else finds nothing", async () => {
  const { search } = await searchable();
  for (const [query, words] of [
    ["like:nonesuch", "no sound “nonesuch”"],
    ["#dusty", "no tag “dusty”"],
    ["<2 in:", "Say of what"],
    ["-", "after the minus"],
    ['"', "is not closed"],
  ] as const) {
    const { exitCode, stdout, stderr } = await search(query, "--json");
    expect({ query, exitCode, stdout }).toEqual({ query, exitCode: 2, stdout: "" });
    expect(stderr).toContain(words);
  }
  const partly = await search("kick like:nonesuch", "--limit", "1", "--json");
  expect(partly).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("no sound “nonesuch”") });
  expect(parseLines(partly.stdout)[0]).toMatchObject({ path: expect.stringContaining("deep kick.wav") });
});

test("a query may begin with a minus", async () => {
  const { search } = await searchable();
  const { exitCode, stdout } = await search("-long kick", "--json");
  const paths = parseLines(stdout).map((line) => path.basename(line["path"] as string));
  expect([exitCode, paths[0], paths.includes("long.wav")]).toEqual([0, "deep kick.wav", false]);
  expect(freeQuery(["search", "kick", "--limit", "-3"])).toEqual(["search", "kick", "--limit", "-3"]);
  expect(freeQuery(["search", "-h"])).toEqual(["search", "-h"]);
});

test("a query that is too long is refused in plain words", async () => {
  const { search } = await searchable();
  const { exitCode, stderr } = await search("kick ".repeat(2500));
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining("longer than 10,000 characters")]);
  expect(stderr).not.toContain("malformed");
});

test("a name with control characters stays on its line, and is whole as JSON", async () => {
  const { root, library, search } = await searchable();
  const text = await search("bad name", "--limit", "1");
  expect(text.stdout.trimEnd().split("\n")).toEqual([expect.stringMatching(/bad\\nname\.wav$/)]);
  const json = await search("bad name", "--limit", "1", "--json");
  expect(parseLines(json.stdout)[0]).toMatchObject({ path: path.join(root, "bad\nname.wav") });
  expect((await runCli("status", "--errors", ...library)).stdout).toContain("bro\\u001bken.wav: ");
});

test("a whole sound that matched is reported from its beginning to its end", async () => {
  const { search } = await searchable();
  const { stdout } = await search("deep kick", "--limit", "1", "--json");
  const [line] = parseLines(stdout);
  expect(line).toMatchObject({ windowStartSec: 0, windowEndSec: line?.["durationSec"] });
  expect((await search("deep kick", "--limit", "1")).stdout).not.toContain(" at ");
});

test("when the text model is damaged, names are printed and the failure is told", async () => {
  const { search } = await searchable();
  const graph = path.join(process.env["EARSHOT_HOME"] ?? "", "models", tinyModelId, "text.onnx");
  writeFileSync(graph, "not a model");
  const { exitCode, stdout, stderr } = await search("deep kick", "--json");
  expect(exitCode).toBe(1);
  expect(stderr).toContain(graph);
  expect(stderr).toContain("Only names");
  expect(parseLines(stdout)).toMatchObject([{ path: expect.stringContaining("deep kick.wav") }]);
});

test("embed and classify need no library: one that cannot be opened is passed by", async () => {
  const library = tempLibraryPath();
  closeLibrary(openLibrary(library, "write"));
  const newer = new Database(library);
  newer.pragma("user_version = 9990");
  newer.close();
  const file = path.join(tempFolder(), "loop.wav");
  writeFileSync(file, toneWav(3, 2));

  const named = ["--model", tinyModelId, "--library", library, "--json"];
  const embedded = await runCli("embed", "--audio", file, ...named);
  expect(embedded).toMatchObject({ exitCode: 0, stderr: "" });
  expect(parseLines(embedded.stdout)[0]).toMatchObject({ model: tinyModelId });
  expect(await runCli("classify", file, "--labels", "a,b", ...named)).toMatchObject({
    exitCode: 0,
    stderr: "",
  });

  writeFileSync(library, "this is no database at all, whatever its name says ".repeat(40));
  const unnamed = await runCli("embed", "--text", "kick", "--library", library, "--json");
  expect(unnamed).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("default model") });
  expect(parseLines(unnamed.stdout)[0]).toMatchObject({ model: "pocket" });
});
