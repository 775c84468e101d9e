// The commands as a script sees them: exit codes, streams, JSON keys.
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test, vi } from "vitest";
import { closeLibrary, openLibrary } from "../../main/db/open-library.ts";
import { tempLibraryPath, tinyModelId } from "../engine/engine-setup.ts";
import { toneFiles, toneWav } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";
import { parseLines, runCli } from "./run-cli.ts";

// Each command starts three processes; on a busy machine that takes its time.
vi.setConfig({ testTimeout: 120_000 });

async function indexedLibrary(): Promise<{ root: string; library: string[] }> {
  const root = tempFolder();
  writeFiles(root, { ...toneFiles(6), "deep kick.wav": toneWav(90), "long.wav": toneWav(91, 25) });
  const library = ["--library", tempLibraryPath()];
  await runCli("index", root, ...library, "--model", tinyModelId);
  return { root, library };
}

test("index prints a line for each file it could not read, then one for the run", async () => {
  const root = tempFolder();
  writeFiles(root, { ...toneFiles(3), "bad.wav": "no sound", "Old/x.wav": toneWav(9), "y.mp3": "no" });
  const library = ["--library", tempLibraryPath()];
  const options = [...library, "--model", tinyModelId, "--exclude", "Old", "--exclude", "*.mp3", "--json"];
  const { exitCode, stdout } = await runCli("index", root, ...options);
  const lines = parseLines(stdout);
  expect(exitCode).toBe(0);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toEqual({
    path: path.join(root, "bad.wav"),
    error: { code: expect.any(String), message: expect.any(String), hint: expect.any(String) },
  });
  expect(lines[1]).toEqual({
    foundCount: 4,
    soundCount: 4,
    fileCount: 4,
    readyCount: 3,
    pendingCount: 0,
    errorCount: 1,
    offlineCount: 0,
    windowCount: 0,
    elapsedSec: expect.any(Number),
    problem: null,
  });
});

test("search and similar print ranked results with the documented keys", async () => {
  const { root, library } = await indexedLibrary();
  const found = await runCli("search", "deep kick", ...library, "--limit", "3", "--json");
  const lines = parseLines(found.stdout);
  expect([found.exitCode, found.stderr, lines.length]).toEqual([0, "", 3]);
  expect(Object.keys(lines[0] ?? {})).toEqual([
    "rank",
    "path",
    "score",
    "windowStartSec",
    "windowEndSec",
    "durationSec",
    "tags",
    "why",
  ]);
  expect(lines[0]).toMatchObject({ rank: 1, path: path.join(root, "deep kick.wav"), tags: ["kick"] });

  const similar = await runCli("similar", path.join(root, "tone-000.wav"), ...library, "--json");
  const paths = parseLines(similar.stdout).map((line) => line["path"]);
  expect(similar.exitCode).toBe(0);
  expect(paths).toHaveLength(7);
  expect(paths).not.toContain(path.join(root, "tone-000.wav"));

  const outside = path.join(tempFolder(), "foreign.wav");
  writeFileSync(outside, toneWav(0));
  const foreign = parseLines((await runCli("similar", outside, ...library, "--limit", "1", "--json")).stdout);
  expect(foreign[0]).toMatchObject({ path: path.join(root, "tone-000.wav") });
});

test("status counts the library and lists its errors", async () => {
  const { library, root } = await indexedLibrary();
  writeFiles(root, { "bad.wav": "no sound" });
  await runCli("index", ...library);
  const [status] = parseLines((await runCli("status", ...library, "--json")).stdout);
  expect(status).toMatchObject({
    soundCount: 9,
    readyCount: 8,
    errorCount: 1,
    windowCount: 3,
    modelId: "tiny",
  });
  const errors = parseLines((await runCli("status", "--errors", ...library, "--json")).stdout) as {
    path: string;
    error: { hint: string };
  }[];
  expect(errors.map((line) => line.path)).toEqual([path.join(root, "bad.wav")]);
  const hint = errors[0]?.error.hint ?? "";
  expect(hint).not.toBe("");
  expect((await runCli("status", "--errors", ...library)).stdout).toContain(hint);
});

test("embed gives the same bits twice, classify scores that sum to one", async () => {
  const library = ["--library", tempLibraryPath()];
  const file = path.join(tempFolder(), "loop.wav");
  writeFileSync(file, toneWav(3, 5));
  const embed = ["embed", "--audio", file, "--model", tinyModelId, ...library, "--json"];
  const [first, second] = [await runCli(...embed), await runCli(...embed)];
  expect(second.stdout).toBe(first.stdout);
  expect(parseLines(first.stdout)[0]).toMatchObject({ model: "tiny", dim: 512 });

  const labels = ["--labels", "kick, rain,door", "--model", tinyModelId, "--json"];
  const { stdout } = await runCli("classify", file, ...labels, ...library);
  const [line] = parseLines(stdout) as { path: string; scores: { label: string; score: number }[] }[];
  expect(line?.path).toBe(file);
  expect(line?.scores.map(({ label }) => label).toSorted()).toEqual(["door", "kick", "rain"]);
  expect(line?.scores.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 6);
});

test("of several files one that cannot be read costs its own line, not those behind it", async () => {
  const folder = tempFolder();
  const [good, bad] = [path.join(folder, "a.wav"), path.join(folder, "b.wav")];
  writeFileSync(good, toneWav(1));
  writeFileSync(bad, "no sound");
  const gone = path.join(folder, "gone.wav");
  const args = ["--labels", "kick,rain", "--model", tinyModelId, "--json", "--library", tempLibraryPath()];
  const { exitCode, stdout } = await runCli("classify", bad, gone, good, ...args);
  expect(exitCode).toBe(1);
  expect(parseLines(stdout)).toMatchObject([
    { path: bad, error: { code: expect.any(String) } },
    { path: gone, error: { code: "no-such-file" } },
    { path: good, scores: expect.any(Array) },
  ]);
});

test("the only file that cannot be read is named once, with what is wrong", async () => {
  const { library } = await indexedLibrary();
  const folder = tempFolder();
  const [bad, gone] = [path.join(folder, "b.wav"), path.join(folder, "gone.wav")];
  writeFileSync(bad, "no sound");
  const model = ["--model", tinyModelId, ...library];
  const runs = [
    ["classify", bad, "--labels", "kick,rain", ...model],
    ["tag", bad, ...model],
    ["embed", "--audio", bad, ...model],
    ["similar", bad, ...library],
    ["similar", gone, ...library],
  ];
  for (const run of runs) {
    const { exitCode, stdout, stderr } = await runCli(...run);
    const file = run.includes(gone) ? gone : bad;
    expect([exitCode, stdout, stderr.split(file).length - 1]).toEqual([1, "", 1]);
  }
});

test("wrong usage ends with 2 and says what would be right", async () => {
  const library = tempLibraryPath();
  const usage = async (...args: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await runCli(...args, "--library", library);
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 2, stdout: "" });
    return stderr;
  };
  expect(await usage("search", "  ")).toContain("query is empty");
  expect(await usage("embed", "--audio", "a.wav", "--text", "kick")).toContain("either");
  expect(await usage("embed", "--text", "kick", "--model", "nope")).toContain("pocket");
  expect(await usage("classify", "a.wav", "--labels", "a,,b")).toContain("label is empty");
  expect(await usage("search", "kick", "--limit", "0")).toContain("whole number");
  expect(await usage("search", "kick", "--frobnicate")).toContain("unknown option");
  expect(await usage("index")).toContain("earshot index <folder>");
  expect(await usage("models", "instal")).toContain("no command models instal");
});

test("what cannot be done ends with 1 and says why", async () => {
  const library = tempLibraryPath();
  const failure = async (...args: string[]): Promise<string> => {
    const { exitCode, stdout, stderr } = await runCli(...args, "--library", library);
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 1, stdout: "" });
    return stderr;
  };
  expect(await failure("search", "kick")).toContain("no library");
  expect(await failure("index", "/no/such/folder")).toContain("/no/such/folder");
  expect(await failure("embed", "--audio", "/no/such/file.wav")).toContain("/no/such/file.wav");
  expect(await failure("models", "verify", "clap-htsat-fused")).toContain("models install");

  closeLibrary(openLibrary(library, "write"));
  expect(await failure("export", "--out", "/no/such/x.json")).toContain("there is no folder /no/such.");
  const newer = new Database(library);
  newer.pragma("user_version = 9990");
  newer.close();
  expect(await failure("status")).toContain("schema version 9990");
  expect(await failure("index", tempFolder())).toContain("newer");
});

test("an index that cannot begin leaves no library behind", async () => {
  const library = tempLibraryPath();
  const exitCodeOf = async (...args: string[]): Promise<number | null> =>
    (await runCli("index", ...args, "--library", library)).exitCode;
  expect([
    await exitCodeOf("/no/such/folder"),
    await exitCodeOf(tempFolder(), "--model", "no-such-model"),
    await exitCodeOf(tempFolder(), "--model", "clap-htsat-fused"),
    await exitCodeOf(),
  ]).toEqual([1, 2, 1, 2]);
  expect(readdirSync(path.dirname(library))).toEqual([]);
});

test("a folder whose drive is away ends with 1, and its sounds are kept", async () => {
  const { root, library } = await indexedLibrary();
  renameSync(root, `${root}-away`);
  onTestFinished(() => rmSync(`${root}-away`, { recursive: true }));
  mkdirSync(root);
  const { exitCode, stderr } = await runCli("index", root, ...library);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 1 });
  expect(stderr).toContain(root);
  const [status] = parseLines((await runCli("status", ...library, "--json")).stdout);
  expect(status).toMatchObject({ soundCount: 8, offlineCount: 8 });
});

test("index --retry tries the files again that could not be read", async () => {
  const root = tempFolder();
  writeFiles(root, { "bad.wav": "no sound" });
  const library = ["--library", tempLibraryPath()];
  const index = ["index", root, ...library, "--model", tinyModelId];
  const timeOfError = async (...options: string[]): Promise<unknown> => {
    await runCli(...index, ...options);
    const db = new Database(library[1] ?? "", { readonly: true });
    const time = db.prepare("SELECT occurred_ms FROM file_errors").pluck().get();
    db.close();
    return time;
  };
  const first = await timeOfError();
  expect(await timeOfError()).toBe(first);
  expect(await timeOfError("--retry")).toBeGreaterThan(first as number);
});

test("a damaged model is named with the file and the way to mend it, and nothing is lost", async () => {
  const { root, library } = await indexedLibrary();
  const model = path.join(process.env["EARSHOT_HOME"] ?? "", "models", tinyModelId);
  writeFileSync(path.join(model, "audio.onnx"), "not a model");
  writeFiles(root, { "new.wav": toneWav(44) });
  const { exitCode, stderr } = await runCli("index", ...library);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(path.join(model, "audio.onnx"));
  const [status] = parseLines((await runCli("status", ...library, "--json")).stdout);
  expect(status).toMatchObject({ soundCount: 9, readyCount: 8, pendingCount: 1, errorCount: 0 });
});

test("doctor finds a whole library and a damaged one", async () => {
  const { library } = await indexedLibrary();
  const whole = await runCli("doctor", ...library, "--json");
  const checks = parseLines(whole.stdout) as { name: string; isOk: boolean; detail: string }[];
  expect(checks.find(({ name }) => name === "library")).toMatchObject({ isOk: true });
  expect(checks.find(({ name }) => name === "embedder")).toMatchObject({ isOk: true });

  writeFileSync(library[1] ?? "", "this is no database at all, whatever its name says ".repeat(40));
  const damaged = await runCli("doctor", ...library, "--json");
  const found = parseLines(damaged.stdout) as { name: string; isOk: boolean; detail: string }[];
  expect(damaged.exitCode).toBe(1);
  expect(found.find(({ name }) => name === "library")).toMatchObject({ isOk: false });
});

test("help names the commands, and a wrong one is answered with it", async () => {
  const { exitCode, stdout } = await runCli("--help");
  expect(exitCode).toBe(0);
  for (const name of [
    "index",
    "search",
    "similar",
    "classify",
    "embed",
    "models",
    "status",
    "doctor",
    "serve",
  ]) {
    expect(stdout).toMatch(new RegExp(`^  ${name}`, "m"));
  }
  expect(stdout).toContain("EARSHOT_HOME ");
  expect((await runCli("nonsense")).exitCode).toBe(2);
});
