// Runs Earshot as a person does, in a folder of its own, and opens what it prints in a real Chromium.
import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { launchChromium } from "./chromium.ts";
import { afterThis } from "./after-this.ts";
import { type Complaints, watchComplaints } from "./complaints.ts";

const root = path.join(import.meta.dirname, "..", "..");
export const demoFolder = path.join(root, "assets", "demo");
const startLimitMs = 120_000;

export interface WebApp {
  url: string;
  /** What was printed on stderr so far. */
  notes(): string;
  /** Ends it as Ctrl-C does; resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** A folder that is gone after the test. */
export function tempFolder(name = "home"): string {
  const folder = mkdtempSync(path.join(tmpdir(), `earshot-${name}-`));
  afterThis(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A folder with copies of demo sounds. @param pattern of their paths below the demo folder */
export function folderOfSounds(pattern: RegExp): string {
  const folder = tempFolder("sounds");
  for (const name of listDemoSounds().filter((each) => pattern.test(each))) {
    const target = path.join(folder, name);
    mkdirSync(path.dirname(target), { recursive: true });
    copyFileSync(path.join(demoFolder, name), target);
  }
  return folder;
}

/** Paths of the demo sounds below their folder. */
export function listDemoSounds(): string[] {
  return readdirSync(demoFolder, { recursive: true, encoding: "utf8" }).filter((name) =>
    /\.(wav|flac)$/.test(name),
  );
}

/** `npm start` on a machine without a display. */
export function runStart(home: string): Promise<WebApp> {
  return run(["main/cli/start.ts"], home);
}

/** `earshot serve` on the library of the home folder. */
export function runServe(home: string, args: string[] = []): Promise<WebApp> {
  return run(["main/cli/earshot.ts", "serve", ...args], home);
}

/** Runs a command to its end. */
export async function runEarshot(
  home: string,
  args: string[],
): Promise<{ code: number | null; output: string }> {
  const child = spawnNode(["main/cli/earshot.ts", ...args], home);
  let output = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (output += text));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, output };
}

/** A browser that was let in by the link that Earshot printed. */
export async function signIn(app: WebApp, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const browser = await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  await page.goto(app.url);
  await page.getByRole("textbox", { name: "Search" }).waitFor();
  await page.close();
  return context;
}

export interface OpenWindow {
  page: Page;
  complaints: Complaints;
}

/** The window in a new tab of a browser that was let in. */
export async function openWindow(app: WebApp, context: BrowserContext): Promise<OpenWindow> {
  const page = await context.newPage();
  const complaints = watchComplaints(page);
  await page.goto(new URL("/", app.url).href);
  await page.getByRole("textbox", { name: "Search" }).waitFor();
  return { page, complaints };
}

function spawnNode(args: string[], home: string): ChildProcess {
  const env: NodeJS.ProcessEnv = { ...process.env, EARSHOT_HOME: home };
  // A window would open on a machine with a display.
  delete env["DISPLAY"];
  delete env["WAYLAND_DISPLAY"];
  return spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
}

async function run(args: string[], home: string): Promise<WebApp> {
  const child = spawnNode(args, home);
  let notes = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (notes += text));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const stop = async (): Promise<number | null> => {
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), 30_000);
    const code = await ended;
    clearTimeout(timer);
    return code;
  };
  afterThis(async () => {
    if (child.exitCode === null && child.signalCode === null) await stop();
  });
  return { url: await readUrl(child, ended, () => notes), notes: () => notes, stop };
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
