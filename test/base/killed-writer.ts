// What a writer that was killed leaves in a folder, among files that look like it.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";

export interface LeftBehind {
  /** Of a process of this machine that has ended. */
  killed: string;
  /** Of a process that runs, and of another machine. */
  maybeWritten: string[];
  /** None of ours, by name or by kind. */
  lookAlikes: string[];
}

/** @returns names of what now lies in the folder */
export function leaveBehind(folder: string): LeftBehind {
  const machine = createHash("sha256").update(os.hostname()).digest("hex").slice(0, 8);
  const pid = spawnSync(process.execPath, ["-e", ""]).pid;
  const nameOf = (chance: string): string => `.earshot-${machine}-${pid}-${chance}.part`;
  const killed = nameOf("00000000");
  const maybeWritten = [
    `.earshot-${machine}-${process.pid}-00000000.part`,
    `.earshot-ffffffff-${pid}-00000000.part`,
  ];
  const names = [
    ".earshot-mine.part",
    `${killed}.wav`,
    `${killed} copy`,
    killed.slice(1),
    `x${killed}`,
    nameOf("0000000"),
    nameOf("0000000g"),
    `kick.wav.earshot.json.00000000.part`,
  ];
  for (const name of [killed, ...maybeWritten, ...names]) writeFileSync(path.join(folder, name), "half");
  const [link, directory] = [nameOf("11111111"), nameOf("22222222")];
  symlinkSync(path.join(folder, ".earshot-mine.part"), path.join(folder, link));
  mkdirSync(path.join(folder, directory));
  return { killed, maybeWritten, lookAlikes: [...names, link, directory] };
}
