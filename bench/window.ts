// The window on a large library: the real web shell, the real page in a real Chromium. What it shows is checked before
// anything is timed; then frames are recorded while it is scrolled, searched and sorted.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium, type BrowserContext, type Page } from "playwright-core";
import { AppError } from "../main/base/app-error.ts";
import { findChromium, quietArguments } from "../test/e2e/chromium.ts";
import { launchEarshot } from "../test/e2e/launch-earshot.ts";
import { list, rowNames, rows, searchLine, statedCount } from "../test/e2e/sound-list.ts";
import type { Benchmark } from "./bench.ts";
import { recordFrames, type FrameTimes } from "./frame-times.ts";
import { findOrMakeLibrary } from "./window-library.ts";
import type { MadeLibrary } from "./window-trial.ts";

/** Each sorts up and down: one alone has too few frames for a p95. */
const sortTimes = 8;

export const benchmark: Benchmark = {
  usage:
    "[--sounds N] [--opens N] [--home FOLDER]   the window in Chromium: ready, scrolled, searched, sorted",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        sounds: { type: "string", default: "100000" },
        opens: { type: "string", default: "5" },
        // Kept for the next run: making 100,000 sounds takes a minute.
        home: { type: "string" },
      },
    });
    const executablePath = findChromium();
    if (executablePath === undefined) {
      throw new AppError("no-chromium", "No Chromium found.", "Set EARSHOT_CHROMIUM to its path.");
    }
    const home = values.home ?? mkdtempSync(path.join(tmpdir(), "earshot-bench-window-"));
    try {
      const made = await findOrMakeLibrary(home, Number(values.sounds));
      console.error(JSON.stringify(made));
      const app = await launchEarshot(["main/cli/earshot.ts", "serve"], home);
      const browser = await chromium.launch({ executablePath, args: quietArguments });
      try {
        const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
        return {
          ...(await measure(context, app.url, made, Number(values.opens))),
          chromium: browser.version(),
        };
      } finally {
        await browser.close();
        await app.stop();
      }
    } finally {
      if (values.home === undefined) rmSync(home, { recursive: true, force: true });
    }
  },
};

async function measure(
  context: BrowserContext,
  url: string,
  made: MadeLibrary,
  openCount: number,
): Promise<Record<string, unknown>> {
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  // The first window waits for the engine to read the library, once for each start of the program.
  const firstReadyMs = await openUntilReady(page, url);
  // A new library is tagged in the background, once; what is measured is a day's work on a finished one.
  await page.getByText(/tagging [\d,]+ of/).waitFor({ state: "hidden", timeout: 500_000 });
  await checkShown(page, made);
  const readyMs: number[] = [];
  for (let open = 0; open < openCount; open++) {
    readyMs.push(await openUntilReady(page, new URL("/", url).href));
  }
  const phases: [name: string, work: () => Promise<void>][] = [
    ["scroll", () => scroll(page)],
    ["keys", () => walk(page)],
    ["search", () => searchAndBack(page, made)],
    [
      "sort",
      async () => {
        for (let time = 0; time < sortTimes; time++) await sort(page, made);
      },
    ],
  ];
  const frames: Record<string, FrameTimes> = {};
  for (const [name, work] of phases) {
    frames[name] = await recordFrames(page, work);
    console.error(JSON.stringify({ [name]: frames[name] }));
  }
  if (complaints.length > 0) throw new Error(`The page complains: ${complaints.join("; ")}`);
  return {
    sounds: made.soundCount,
    firstReadyMs: Math.round(firstReadyMs),
    readyMs: Math.round(readyMs.toSorted((a, b) => a - b)[Math.floor(readyMs.length / 2)] ?? Number.NaN),
    worstP95Ms: Math.max(...Object.values(frames).map(({ p95Ms }: FrameTimes) => p95Ms)),
    frames,
  };
}

/** From the address to rows with names and waveforms on screen, ms. */
async function openUntilReady(page: Page, url: string): Promise<number> {
  await page.goto("about:blank");
  const startedMs = performance.now();
  await page.goto(url, { waitUntil: "commit" });
  await page.waitForFunction(
    () =>
      document.querySelectorAll("[data-sound-id] .cell-name").length > 10 &&
      document.querySelector("[data-sound-id] canvas") !== null,
    undefined,
    { timeout: 120_000, polling: "raf" },
  );
  return performance.now() - startedMs;
}

function expectEqual(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what}: ${String(found)}, expected ${String(expected)}`);
}

/** All sounds, the ends of two orders, and what a search by name finds. */
async function checkShown(page: Page, made: MadeLibrary): Promise<void> {
  expectEqual("Sounds stated", await statedCount(page), made.soundCount);
  expectEqual("Rows", await list(page).getAttribute("aria-rowcount"), String(made.soundCount + 1));
  await sort(page, made);
  await searchLine(page).fill(made.query);
  await settle(page);
  await rows(page).locator(".cell-name").nth(9).waitFor();
  const words = made.query.split(" ");
  const best = (await rowNames(page)).slice(0, 10);
  const isNamed = (name: string): boolean => words.every((word) => name.includes(word));
  // The embeddings are made up, so meaning may put a sound of another name among them.
  if (best.filter(isNamed).length < 8) {
    throw new Error(`Of the best ten not even eight hold "${made.query}": ${best.join(", ")}`);
  }
  await searchLine(page).fill("");
  await settle(page);
  await page.getByRole("columnheader", { name: "Name" }).getByRole("button").click();
  await settle(page);
}

/** Until the answer to the line as it stands is on screen. */
async function settle(page: Page): Promise<void> {
  await page.locator('input[aria-label="Search"][aria-busy="false"]').waitFor({ timeout: 60_000 });
}

/** A wheel in a hurry, down and up again, and a drag of the scroll bar through the whole list. */
async function scroll(page: Page): Promise<void> {
  await rows(page).first().hover();
  for (const step of [240, -240]) {
    for (let turn = 0; turn < 60; turn++) {
      await page.mouse.wheel(0, step);
      await page.waitForTimeout(16);
    }
  }
  await list(page).evaluate(async (element) => {
    for (let step = 0; step <= 60; step++) {
      element.scrollTop = (element.scrollHeight * step) / 60;
      await new Promise(requestAnimationFrame);
    }
    element.scrollTop = 0;
  });
}

/** Arrow and page keys; each sound is played. */
async function walk(page: Page): Promise<void> {
  await list(page).focus();
  for (let step = 0; step < 30; step++) await list(page).press("ArrowDown");
  for (let step = 0; step < 10; step++) await list(page).press("PageDown");
  await list(page).press("End");
  await list(page).press("Home");
}

async function searchAndBack(page: Page, made: MadeLibrary): Promise<void> {
  await searchLine(page).focus();
  await page.keyboard.type(made.query, { delay: 60 });
  await settle(page);
  for (let index = 0; index < made.query.length; index++) {
    await page.keyboard.press("Backspace");
    await page.waitForTimeout(40);
  }
  await settle(page);
}

/** By length, both ways; the ends of the list are known. */
async function sort(page: Page, made: MadeLibrary): Promise<void> {
  const header = page.getByRole("columnheader", { name: "Length" });
  for (const expected of [made.shortest, made.longest]) {
    await header.getByRole("button").click();
    await settle(page);
    await page.waitForFunction(
      (name) => document.querySelector("[aria-rowindex='2'] .cell-name")?.textContent === name,
      expected,
      { timeout: 30_000 },
    );
  }
}
