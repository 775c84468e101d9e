import { chmodSync, mkdirSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import type { AppError } from "../../main/base/app-error.ts";
import { isExcludedPath } from "../../main/indexer/excludes.ts";
import { scanFolder } from "../../main/indexer/scan.ts";
import { tempFolder, writeFiles } from "./temp-folder.ts";

function scanPaths(root: string, excludes: string[] = []): string[] {
  return [...scanFolder(root, excludes)]
    .flatMap((folder) => folder.files.map((file) => path.relative(root, file.path)))
    .sort();
}

function scanProblems(root: string): [string, string][] {
  return [...scanFolder(root, [])]
    .flatMap((folder) => folder.problems)
    .map((problem) => [path.relative(root, problem.path), problem.error.code]);
}

test("audio files are found at any depth with size and time, and everything else is passed over", () => {
  const root = tempFolder();
  writeFiles(root, {
    "kick.wav": "12345",
    "a/b/c/SNARE.AIFF": "1",
    "a/notes.txt": "no sound",
    "a/ünïcödé 音.flac": "123",
    "a/._kick.wav": "resource fork",
  });
  utimesSync(path.join(root, "kick.wav"), 1_700_000_000.5, 1_700_000_000.5);
  expect(scanPaths(root)).toEqual(["a/b/c/SNARE.AIFF", "a/ünïcödé 音.flac", "kick.wav"]);
  const files = [...scanFolder(root, [])].flatMap((folder) => folder.files);
  expect(files.find((file) => file.path.endsWith("kick.wav"))).toEqual({
    path: path.join(root, "kick.wav"),
    sizeBytes: 5,
    modifiedMs: 1_700_000_000_500,
  });
});

test("hidden folders and those of the system are no place for sounds", () => {
  const root = tempFolder();
  writeFiles(root, {
    ".cache/x.wav": "1",
    "__MACOSX/x.wav": "1",
    "$RECYCLE.BIN/x.wav": "1",
    "Kicks/x.wav": "1",
  });
  expect(scanPaths(root)).toEqual(["Kicks/x.wav"]);
});

test("a link to a folder above ends in no circle, and a real folder keeps its real path", () => {
  const root = tempFolder();
  writeFiles(root, { "z-real/kick.wav": "1" });
  symlinkSync(root, path.join(root, "z-real", "up"));
  symlinkSync(path.join(root, "z-real"), path.join(root, "a-link"));
  expect(scanPaths(root)).toEqual(["z-real/kick.wav"]);
});

test("a folder outside is reached by a link to it", () => {
  const [root, outside] = [tempFolder(), tempFolder()];
  writeFiles(outside, { "tom.wav": "1" });
  symlinkSync(outside, path.join(root, "outside"));
  symlinkSync(path.join(outside, "tom.wav"), path.join(root, "link.wav"));
  expect(scanPaths(root)).toEqual(["link.wav", "outside/tom.wav"]);
});

test("dead and circular links are reported if they look like sounds", () => {
  const root = tempFolder();
  symlinkSync(path.join(root, "gone"), path.join(root, "dead.wav"));
  symlinkSync(path.join(root, "round.wav"), path.join(root, "round.wav"));
  symlinkSync(path.join(root, "gone"), path.join(root, "dead.txt"));
  expect(scanProblems(root).toSorted(([a], [b]) => a.localeCompare(b))).toEqual([
    ["dead.wav", "dead-link"],
    ["round.wav", "dead-link"],
  ]);
});

test.skipIf(process.getuid?.() === 0)("an unreadable folder is reported and the rest is scanned", () => {
  const root = tempFolder();
  writeFiles(root, { "open/kick.wav": "1", "shut/snare.wav": "1" });
  chmodSync(path.join(root, "shut"), 0);
  expect(scanProblems(root)).toEqual([["shut", "unreadable-folder"]]);
  expect(scanPaths(root)).toEqual(["open/kick.wav"]);
  chmodSync(path.join(root, "shut"), 0o755);
});

test("excludes go by name at any depth, by path below the root, or by absolute path", () => {
  const root = tempFolder();
  writeFiles(root, {
    "Drums/Old/kick.wav": "1",
    "Drums/kick.wav": "1",
    "Drums/kick.mp3": "1",
    "Loops/Backup/loop.wav": "1",
    "Loops/loop.wav": "1",
  });
  expect(scanPaths(root, ["*.mp3", "Backup"])).toEqual([
    "Drums/Old/kick.wav",
    "Drums/kick.wav",
    "Loops/loop.wav",
  ]);
  expect(scanPaths(root, ["Drums/Old"])).not.toContain("Drums/Old/kick.wav");
  expect(scanPaths(root, ["**/Backup/**"])).not.toContain("Loops/Backup/loop.wav");
  expect(scanPaths(root, [path.join(root, "Loops")])).toEqual([
    "Drums/Old/kick.wav",
    "Drums/kick.mp3",
    "Drums/kick.wav",
  ]);
  expect(scanPaths(root, ["Drums/", ""])).toEqual(["Loops/Backup/loop.wav", "Loops/loop.wav"]);
});

test("a stored path is known to be excluded by its own name or by a folder above it", () => {
  expect(isExcludedPath("/s", ["Old"], "/s/Drums/Old/deep/kick.wav")).toBe(true);
  expect(isExcludedPath("/s", ["*.mp3"], "/s/Drums/kick.mp3")).toBe(true);
  expect(isExcludedPath("/s", ["Old"], "/s/Drums/Older/kick.wav")).toBe(false);
  expect(isExcludedPath("/Old/s", ["Old"], "/Old/s/kick.wav")).toBe(false);
});

function codeOf(folder: string): string {
  try {
    scanFolder(folder, []).next();
    return "none";
  } catch (error) {
    return (error as AppError).code;
  }
}

test("a root that is not there or no folder is refused with a plain reason", () => {
  const root = tempFolder();
  writeFiles(root, { "kick.wav": "1" });
  expect(codeOf(path.join(root, "nowhere"))).toBe("no-such-folder");
  expect(codeOf(path.join(root, "kick.wav"))).toBe("not-a-folder");
});

test("folders nested 300 deep are walked", () => {
  const root = tempFolder();
  const deep = path.join(root, ...Array.from({ length: 300 }, () => "deeper"));
  mkdirSync(deep, { recursive: true });
  writeFiles(deep, { "kick.wav": "1" });
  expect(scanPaths(root)).toHaveLength(1);
});

test.skipIf(process.platform !== "linux")(
  "names that are not UTF-8 are told one by one, each under its own name",
  () => {
    const root = tempFolder();
    const latin1 = (name: string): Buffer =>
      Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name, "latin1")]);
    writeFileSync(latin1("caf\u00e9.wav"), "1");
    writeFileSync(latin1("caf\u00e8.wav"), "2");
    writeFileSync(latin1("caf\u00e8.txt"), "no sound");
    mkdirSync(latin1("B\u00f6den"));
    writeFileSync(path.join(root, "caf\u00e9.wav"), "3");
    writeFileSync(path.join(root, "caf\uFFFD.wav"), "named so on purpose");
    const [scanned] = [...scanFolder(root, [])];
    expect(
      scanned?.problems.map(({ path: shown, isFolder, error }) => [
        path.basename(shown),
        isFolder,
        error.code,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ["caf\\xE9.wav", false, "unreadable-name"],
        ["caf\\xE8.wav", false, "unreadable-name"],
        ["B\\xF6den", true, "unreadable-name"],
      ]),
    );
    expect(scanned?.problems).toHaveLength(3);
    expect(scanned?.files.map((file) => path.basename(file.path))).toEqual(["caf\u00e9.wav"]);
  },
);
