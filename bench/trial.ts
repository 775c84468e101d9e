// One trial in a process of its own, so that no trial inherits the heap, the caches or the threads of another.
import { spawn } from "node:child_process";
import path from "node:path";

/**
 * Runs bench/NAME-trial.ts with options as JSON and returns the JSON of its last line.
 * @param showsProgress passes on what the trial writes to its standard error
 */
export function runTrial<Result>(name: string, options: object, showsProgress = false): Promise<Result> {
  const script = path.join(import.meta.dirname, `${name}-trial.ts`);
  const args = ["--expose-gc", script, JSON.stringify(options)];
  return runJson<Result>(process.execPath, args, showsProgress);
}

/** Runs any program whose last line of standard output is JSON. */
export async function runJson<Result>(
  command: string,
  args: readonly string[],
  showsProgress = false,
): Promise<Result> {
  const output = await runProgram(command, args, showsProgress);
  return JSON.parse(output.trimEnd().split("\n").at(-1) ?? "") as Result;
}

/**
 * @returns what the program wrote to its standard output
 * @throws Error with the end of its standard error when it fails
 */
export async function runProgram(
  command: string,
  args: readonly string[],
  showsProgress = false,
): Promise<string> {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-4000);
    if (showsProgress) process.stderr.write(chunk);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) {
    throw new Error(`${command} ${args[0] ?? ""} ended with ${code}:\n${errors}`);
  }
  return output;
}
