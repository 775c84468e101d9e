// Runs Earshot as a person does, in a home folder of its own. Knows nothing of tests.
import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";

const root = path.join(import.meta.dirname, "..", "..");
const startLimitMs = 120_000;

export interface WebApp {
  url: string;
  pid: number;
  /** What was printed on stderr so far. */
  notes(): string;
  /** Ends it as Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>;
}

function spawnNode(args: string[], home: string, environment: Record<string, string>): ChildProcess {
  const env: NodeJS.ProcessEnv = { ...process.env, EARSHOT_HOME: home, ...environment };
  // A window would open on a machine with a display.
  delete env["DISPLAY"];
  delete env["WAYLAND_DISPLAY"];
  return spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
}

/** Starts a command that serves the window, and waits for the address that it prints. */
export async function launchEarshot(
  args: string[],
  home: string,
  environment: Record<string, string> = {},
): Promise<WebApp> {
  const child = spawnNode(args, home, environment);
  let notes = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (notes += text));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const stop = async (): Promise<number | null> => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
    const code = await ended;
    clearTimeout(timer);
    return code;
  };
  const url = await readUrl(child, ended, () => notes);
  return { url, pid: child.pid ?? 0, notes: () => notes, stop };
}

function readUrl(child: ChildProcess, ended: Promise<number | null>, notes: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    let printed = "";
    const fail = (what: string): void => reject(new Error(`${what}. It printed:\n${printed}${notes()}`));
    const timer = setTimeout(() => fail(`No address after ${startLimitMs / 1000} s`), startLimitMs);
    void ended.then((code) => fail(`It ended with code ${code}`));
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
      const url = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/.exec(printed)?.[0];
      if (url === undefined) return;
      clearTimeout(timer);
      resolve(url);
    });
  });
}
