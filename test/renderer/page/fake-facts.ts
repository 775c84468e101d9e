// What the fake bridge knows besides sounds: files that could not be read, models, directories.
import type { FileError } from "../../../preload/folders.ts";
import type { ModelInfo } from "../../../preload/models.ts";
import type { LogFile } from "../../../preload/shell.ts";

const reasons = [
  ["damaged-file", "The file ends in the middle of its audio.", "Copy it again from where it came."],
  ["unsupported-format", "REX files (rx2) cannot be decoded.", "Export the loop as WAV to have it here."],
  ["empty-file", "The file is empty: 0 bytes.", ""],
] as const;

/** As many files that could not be read, with reasons in turn. */
export function fakeErrors(count: number): FileError[] {
  return Array.from({ length: count }, (_, index) => {
    const [code, message, hint] = reasons[index % reasons.length] as (typeof reasons)[number];
    return {
      code,
      message,
      hint,
      path: `/home/ada/Samples/Broken takes/take_${index + 1}.wav`,
      occurredMs: 0,
    };
  });
}

export const models: ModelInfo[] = [
  {
    id: "pocket",
    title: "Pocket",
    description: "Small and quick; comes with Earshot.",
    licence: "Apache-2.0",
    dim: 512,
    state: "ready",
    sizeBytes: 21_000_000,
    isBundled: true,
    isActive: true,
    problem: null,
  },
  {
    id: "clap-htsat-fused",
    title: "CLAP, fused",
    description: "The official checkpoint: hears more, ten times slower.",
    licence: "Apache-2.0",
    dim: 512,
    state: "not-installed",
    sizeBytes: 614_000_000,
    isBundled: false,
    isActive: false,
    problem: null,
  },
];

export const directories: Record<string, string[]> = {
  "/home/ada": ["Documents", "Music", "Samples", "locked"],
  "/home/ada/Samples": ["Bass", "Drums", "FX", "Loops", "Pads & Textures"],
};

export const noFolder = {
  code: "no-such-folder",
  message: "There is no folder at that path.",
  hint: "Check the spelling.",
};

export const fakeLogs: LogFile[] = [
  {
    name: "electron.log",
    sizeBytes: 312,
    lines: [
      '{"level":30,"time":1764000000000,"pid":1,"msg":"started"}',
      '{"level":40,"time":1764000001000,"pid":1,"url":"https://evil.example/","msg":"navigation was refused"}',
      '{"level":50,"time":1764000002000,"pid":1,"reason":"oom","exitCode":1,"msg":"the window\'s process ended"}',
    ],
  },
];

export const fakeImport = {
  soundCount: 3,
  byHashCount: 1,
  byPathCount: 1,
  unmatchedCount: 1,
  unmatched: ["/old/gone.wav"],
  tagCount: 4,
  keptTagCount: 1,
  favouriteCount: 1,
  collectionCount: 2,
  collectionSoundCount: 2,
  labelCount: 1,
};
