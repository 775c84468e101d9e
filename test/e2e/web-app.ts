// Set-ups of the journeys: a running Earshot, a browser that it let in, folders of sounds. All cleared away afterwards.
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from "playwright-core";
import { findChromium, quietArguments } from "./chromium.ts";
import { launchEarshot, type WebApp } from "./launch-earshot.ts";
import { afterThis } from "./after-this.ts";
import { type Complaints, watchComplaints } from "./complaints.ts";

const root = path.join(import.meta.dirname, "..", "..");
export const demoFolder = path.join(root, "assets", "demo");

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
export function runStart(home: string, environment: Record<string, string> = {}): Promise<WebApp> {
  return launch(["main/cli/start.ts"], home, environment);
}

/** `earshot serve` on the library of the home folder. */
export function runServe(home: string, args: string[] = []): Promise<WebApp> {
  return launch(["main/cli/earshot.ts", "serve", ...args], home);
}

async function launch(
  args: string[],
  home: string,
  environment: Record<string, string> = {},
): Promise<WebApp> {
  const app = await launchEarshot(args, home, environment);
  afterThis(() => app.stop());
  return app;
}

async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("No Chromium found; set EARSHOT_CHROMIUM to its path.");
  const browser = await chromium.launch({ executablePath, args: quietArguments });
  afterThis(() => browser.close());
  return browser;
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
