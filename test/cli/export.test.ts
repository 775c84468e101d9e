// `earshot export` and `earshot import` as scripts see them.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "csv-parse/sync";
import { expect, test, vi } from "vitest";
import { tempLibraryPath, tinyModelId } from "../engine/engine-setup.ts";
import { toneFiles } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { parseLines, runCli } from "./run-cli.ts";

// Each command starts three processes; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000 });

test("export prints or writes the library; wrong usage and a bad query are 2", async () => {
  const root = tempFolder();
  writeFiles(root, toneFiles(3));
  const library = ["--library", tempLibraryPath()];
  await runCli("index", root, ...library, "--model", tinyModelId);
  const printed = await runCli("export", ...library);
  expect([printed.exitCode, printed.stderr]).toEqual([0, ""]);
  expect((JSON.parse(printed.stdout) as { sounds: unknown[] }).sounds).toHaveLength(3);
  const out = path.join(root, "out.csv");
  const written = await runCli("export", "--format", "csv", "--bom", "--out", out, "--json", ...library);
  expect(parseLines(written.stdout)).toEqual([{ path: out, format: "csv", soundCount: 3 }]);
  expect(readFileSync(out, "utf8").startsWith("\uFEFFpath,")).toBe(true);
  expect(parse(readFileSync(out), { columns: true, bom: true })).toHaveLength(3);
  const bad = await runCli("export", "--query", "#nonesuch", ...library);
  expect(bad).toMatchObject({ exitCode: 2, stdout: "", stderr: expect.stringContaining("nonesuch") });
  expect((await runCli("export", "--format", "xml", ...library)).exitCode).toBe(2);
});

test("import reports what it would do, does it, and refuses to guess what is meant", async () => {
  const root = tempFolder();
  writeFiles(root, toneFiles(2));
  const library = ["--library", tempLibraryPath()];
  await runCli("index", root, ...library, "--model", tinyModelId);
  const file = path.join(root, "export.json");
  await runCli("export", "--out", file, ...library);
  const exported = JSON.parse(readFileSync(file, "utf8")) as {
    sounds: { favouriteMs: number | null; files: unknown[] }[];
  };
  for (const sound of exported.sounds) Object.assign(sound, { favouriteMs: 1, files: [] });
  writeFileSync(file, JSON.stringify(exported));
  const dry = await runCli("import", file, "--dry-run", "--json", ...library);
  expect(parseLines(dry.stdout)).toMatchObject([{ byHashCount: 2, favouriteCount: 2, isDryRun: true }]);
  expect((await runCli("import", file, ...library)).exitCode).toBe(0);
  const [status] = parseLines((await runCli("status", "--json", ...library)).stdout);
  expect(status).toMatchObject({ favouriteCount: 2 });
  expect((await runCli("import", ...library)).exitCode).toBe(2);
  expect((await runCli("import", path.join(root, "tone-000.wav"), ...library)).exitCode).toBe(1);
});
