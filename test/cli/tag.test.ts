// `earshot tag` as a script sees it.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test, vi } from "vitest";
import { makeEdit } from "../../main/db/journal.ts";
import { ensureLabel } from "../../main/db/labels.ts";
import { closeLibrary, openLibrary } from "../../main/db/open-library.ts";
import { putPersonTag } from "../../main/db/tags.ts";
import { tempLibraryPath, tinyModelId } from "../engine/engine-setup.ts";
import { toneWav } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { parseLines, runCli } from "./run-cli.ts";

vi.setConfig({ testTimeout: 120_000 });

function labelsOf(line: Record<string, unknown> | undefined): string[] {
  const tags = (line ?? {})["tags"] as { label: string }[];
  return tags.map(({ label }) => label);
}

test("a library's sounds are listed with their tags, and a person's word shows for a file by its name", async () => {
  const root = tempFolder();
  writeFiles(root, { "Deep Kick.wav": toneWav(1), "x.wav": toneWav(2) });
  const libraryPath = tempLibraryPath();
  const library = ["--library", libraryPath];
  await runCli("index", root, ...library, "--model", tinyModelId);
  const db = openLibrary(libraryPath, "write");
  makeEdit(db, "said", 1, (edit) => {
    putPersonTag(edit, 1, ensureLabel(db, "kick", "drums"), false, 1);
    putPersonTag(edit, 1, ensureLabel(db, "my own", "own"), true, 1);
  });
  closeLibrary(db);
  const all = await runCli("tag", ...library, "--json");
  expect([all.exitCode, all.stderr]).toEqual([0, ""]);
  const lines = parseLines(all.stdout);
  expect(lines.map((line) => [path.basename(line["path"] as string), labelsOf(line)])).toEqual([
    ["Deep Kick.wav", ["my own"]],
    ["x.wav", []],
  ]);
  const one = await runCli("tag", path.join(root, "Deep Kick.wav"), ...library, "--json");
  const [line] = parseLines(one.stdout);
  expect(Object.keys(line ?? {})).toEqual(["path", "tags"]);
  expect(line?.["tags"]).toEqual([{ label: "my own", score: null, confidence: 1 }]);
});

test("a file outside any library is tagged by name and ear, with labels of one's own", async () => {
  const root = tempFolder();
  writeFiles(root, { "Zonk 01.wav": toneWav(1), "other.wav": toneWav(2) });
  const labels = path.join(root, "labels.json");
  writeFileSync(
    labels,
    JSON.stringify({ version: 1, labels: [{ label: "boink", family: "own", synonyms: ["zonk"] }] }),
  );
  const library = ["--library", tempLibraryPath()];
  const files = ["Zonk 01.wav", "other.wav"].map((name) => path.join(root, name));
  const { exitCode, stdout } = await runCli(
    "tag", ...files, "--labels", labels, ...library, "--model", tinyModelId, "--json",
  ); // prettier-ignore
  expect([exitCode, parseLines(stdout).map(labelsOf)]).toEqual([0, [["boink"], []]]);
});

test("a file of labels that cannot be used is named with the reason", async () => {
  const root = tempFolder();
  writeFiles(root, {
    "a.wav": toneWav(1),
    "labels.json": '{ "version": 1, "labels": [{ "family": "own" }] }',
  });
  const library = ["--library", tempLibraryPath()];
  const refused = await runCli(
    "tag", path.join(root, "a.wav"), "--labels", path.join(root, "labels.json"), ...library, "--model", tinyModelId,
  ); // prettier-ignore
  expect([refused.exitCode, refused.stdout]).toEqual([1, ""]);
  expect(refused.stderr).toContain("labels.0.label");
  const alone = await runCli("tag", "--labels", "x.json", ...library);
  expect(alone.exitCode).toBe(2);
});
