// Set-up: the command line as a program of its own.
import { spawn } from "node:child_process";
import path from "node:path";

const entry = path.join(import.meta.dirname, "..", "..", "main", "cli", "earshot.ts");

export interface CliResult {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** A running command, in a process group of its own: killing the group kills engine and embedder too. */
export interface RunningCli {
  pid: number;
  /** Everything printed to stderr so far. */
  getStderr: () => string;
  result: Promise<CliResult>;
}

export function startCli(...args: string[]): RunningCli {
  return start(process.execPath, [entry, ...args]);
}

/** The same with a limit on the size of every file it writes, in kB. */
export function startCliWithFileLimit(limitKb: number, ...args: string[]): RunningCli {
  const script = `ulimit -f ${limitKb}; exec "$0" "$@"`;
  return start("bash", ["-c", script, process.execPath, entry, ...args]);
}

/** The command as a child of a shell that says to be `npm`; the result comes when both have ended. */
export function startCliUnderNpm(...args: string[]): RunningCli {
  const env = { ...process.env, npm_lifecycle_event: "earshot" };
  // A second command keeps the shell from becoming the first.
  return start("bash", ["-c", '"$0" "$@"; true', process.execPath, entry, ...args], env);
}

function start(program: string, args: string[], env = process.env): RunningCli {
  const child = spawn(program, args, { detached: true, stdio: ["ignore", "pipe", "pipe"], env });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const result = new Promise<CliResult>((resolve) => {
    child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  return { pid: child.pid ?? 0, getStderr: () => stderr, result };
}

export function runCli(...args: string[]): Promise<CliResult> {
  return startCli(...args).result;
}

/** The JSON objects of stdout, one a line. */
export function parseLines(stdout: string): Record<string, unknown>[] {
  return stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
