// Runs the built application on the stand-in for Electron, beside a real Chromium that test and application share.
import { type ChildProcess, fork, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterThis } from "../e2e/after-this.ts";
import { findChromium, quietArguments } from "../e2e/chromium.ts";
import { type Complaints, watchComplaints } from "../e2e/complaints.ts";
import { searchLine } from "../e2e/sound-list.ts";
import type { Command, Report } from "./stand-in/control.ts";

const root = path.join(import.meta.dirname, "..", "..");
const startLimitMs = 30_000;

export interface ElectronApp {
  page: Page;
  home: string;
  /** Of the application's main process. */
  pid: number;
  complaints: Complaints;
  /** Everything that was reported so far. */
  reports: Report[];
  /** The next report of a type, also one that came already but was not taken yet. */
  take<Type extends Report["type"]>(type: Type): Promise<Extract<Report, { type: Type }>>;
  tell(command: Command): void;
  /** Asks in the place of the system or of an attacker. */
  ask(command: AskCommand): Promise<unknown>;
  /** Quits as a person does; resolves with the exit code. */
  quit(): Promise<number | null>;
}

type AskCommand =
  Extract<Command, { id: number }> extends infer Each
    ? Each extends { id: number }
      ? Omit<Each, "id">
      : never
    : never;

/** Starts the built bundles; they must be there (`npm run build`, or the set-up of the tests). */
export async function startElectronApp(
  home: string,
  environment: Record<string, string> = {},
): Promise<ElectronApp> {
  const { context, endpoint } = await startSharedChromium();
  const reports: Report[] = [];
  const untaken: Report[] = [];
  const child = fork(path.join(root, "out", "main", "electron.js"), [], {
    execArgv: ["--import", path.join(import.meta.dirname, "stand-in", "register.ts")],
    env: {
      ...process.env,
      EARSHOT_HOME: home,
      STAND_IN_CHROMIUM: endpoint,
      STAND_IN_MUSIC: path.join(home, "Music"),
      ...environment,
    },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  child.on("message", (message: Report) => {
    reports.push(message);
    untaken.push(message);
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  afterThis(() => end(child, ended));

  const take: ElectronApp["take"] = async (type) => {
    const limitMs = Date.now() + startLimitMs;
    while (Date.now() < limitMs && child.exitCode === null) {
      const index = untaken.findIndex((each) => each.type === type);
      if (index >= 0) return untaken.splice(index, 1)[0] as never;
      await pause(20);
    }
    throw new Error(`No report "${type}" came. Reports: ${JSON.stringify(reports)}`);
  };
  const opened = context.waitForEvent("page", { timeout: startLimitMs });
  const page = await opened;
  const complaints = watchComplaints(page);
  await take("window");
  await searchLine(page).waitFor();
  let nextId = 1;
  return {
    page,
    home,
    pid: child.pid ?? 0,
    complaints,
    reports,
    take,
    tell: (command) => void child.send(command),
    ask: async (command) => {
      const id = nextId++;
      child.send({ ...command, id });
      for (;;) {
        const answer = await take("answer");
        if (answer.id !== id) continue;
        if (answer.problem !== null) throw new Error(answer.problem);
        return answer.value;
      }
    },
    quit: () => {
      child.send({ type: "quit" } satisfies Command);
      return ended;
    },
  };
}

async function end(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  if (child.connected) child.send({ type: "quit" } satisfies Command);
  const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
  await ended;
  clearTimeout(timer);
}

/** A Chromium whose default context both sides see, which a launched one keeps from others. */
async function startSharedChromium(): Promise<{ context: BrowserContext; endpoint: string }> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("No Chromium found; set EARSHOT_CHROMIUM to its path.");
  const profile = mkdtempSync(path.join(tmpdir(), "earshot-chromium-"));
  const child = spawn(
    executablePath,
    [
      ...quietArguments,
      "--headless=new",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      "about:blank",
    ],
    { stdio: "ignore" },
  );
  const ended = new Promise((resolve) => child.once("exit", resolve));
  afterThis(async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  });
  const endpoint = `http://127.0.0.1:${await readDevToolsPort(path.join(profile, "DevToolsActivePort"))}`;
  const browser = await chromium.connectOverCDP(endpoint);
  afterThis(() => browser.close());
  const [context] = browser.contexts();
  if (!context) throw new Error("The browser has no default context");
  return { context, endpoint };
}

async function readDevToolsPort(file: string): Promise<number> {
  const limitMs = Date.now() + startLimitMs;
  while (Date.now() < limitMs) {
    const port = existsSync(file) ? Number(readFileSync(file, "utf8").split("\n")[0]) : 0;
    if (port > 0) return port;
    await pause(50);
  }
  throw new Error("Chromium did not open its DevTools port");
}
