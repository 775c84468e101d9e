// From selecting a sound to hearing it: the real web shell, the real page in a real Chromium, its output tapped. What is
// heard is checked (the right sound plays, and it is not silence) before its time counts.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { AppError } from "../main/base/app-error.ts";
import { findChromium, quietArguments } from "../test/e2e/chromium.ts";
import { launchEarshot } from "../test/e2e/launch-earshot.ts";
import { list, playing, rows, search, searchLine } from "../test/e2e/sound-list.ts";
import type { Benchmark } from "./bench.ts";
import { runProgram } from "./trial.ts";

const root = path.join(import.meta.dirname, "..");
/** A sample louder than this (-60 dB) is heard. */
const audibleLevel = 0.001;
/** The neighbours of a row are fetched ahead while it is looked at (renderer/player/audition.ts). */
const lookMs = 700;
/** A sound that is not heard by then counts as silent. */
const limitMs = 5000;

interface Moment {
  /** From the key to the element's `playing` event, ms. */
  playingMs: number;
  /** From the key to the first audible sample that the tap gave to the page, ms. */
  audibleMs: number;
}

export const benchmark: Benchmark = {
  usage: "[--steps N]   select to first audible sample in Chromium, fetched ahead and not",
  run: async (args) => {
    const { values } = parseArgs({ args, options: { steps: { type: "string", default: "30" } } });
    const executablePath = findChromium();
    if (executablePath === undefined) {
      throw new AppError("no-chromium", "No Chromium found.", "Set EARSHOT_CHROMIUM to its path.");
    }
    const home = mkdtempSync(path.join(tmpdir(), "earshot-bench-audition-"));
    const before = process.env["EARSHOT_HOME"];
    process.env["EARSHOT_HOME"] = home;
    try {
      await runProgram(process.execPath, [
        path.join(root, "main/cli/earshot.ts"),
        "index",
        path.join(root, "assets/demo"),
      ]);
      const app = await launchEarshot(["main/cli/earshot.ts", "serve"], home);
      const browser = await chromium.launch({ executablePath, args: quietArguments });
      try {
        // The tap is a script of the benchmark's, which the page's policy would refuse.
        const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 800 } });
        const page = await context.newPage();
        await page.goto(app.url);
        await rows(page).first().waitFor();
        // One-shots: a pad that fades in would be timed by its own attack.
        await search(page, "in:Drums oneshot");
        await tapOutput(page);
        await searchLine(page).press("ArrowDown");
        await page.waitForTimeout(lookMs);
        const ahead = await walk(page, Number(values.steps), "ArrowDown", lookMs);
        await page.reload();
        await rows(page).first().waitFor();
        await tapOutput(page);
        const notAhead = await jump(page);
        return {
          fetchedAhead: summarise(ahead),
          notFetched: summarise(notAhead),
          chromium: browser.version(),
        };
      } finally {
        await browser.close();
        await app.stop();
      }
    } finally {
      if (before === undefined) delete process.env["EARSHOT_HOME"];
      else process.env["EARSHOT_HOME"] = before;
      rmSync(home, { recursive: true, force: true });
    }
  },
};

/** Puts an audio worklet behind the page's element that tells the page of the first audible sample after a key. */
async function tapOutput(page: Page): Promise<void> {
  // An audio context starts after a gesture.
  await searchLine(page).click();
  await page.evaluate(async (level) => {
    const audio = document.querySelector("audio") as HTMLAudioElement;
    const context = new AudioContext({ latencyHint: "interactive" });
    await context.resume();
    const source = `registerProcessor("ear", class extends AudioWorkletProcessor {
      constructor() { super(); this.isArmed = false; this.port.onmessage = () => { this.isArmed = true; }; }
      process([input]) {
        if (this.isArmed && input[0] && input[0].some((sample) => Math.abs(sample) > ${level})) {
          this.isArmed = false;
          this.port.postMessage(currentTime);
        }
        return true;
      }
    });`;
    await context.audioWorklet.addModule(
      URL.createObjectURL(new Blob([source], { type: "text/javascript" })),
    );
    const ear = new AudioWorkletNode(context, "ear");
    const moments = { keyMs: 0, playingMs: 0, audibleMs: 0 };
    (globalThis as unknown as { moments: typeof moments }).moments = moments;
    ear.port.onmessage = () => (moments.audibleMs = performance.now());
    audio.addEventListener("playing", () => (moments.playingMs = performance.now()));
    const listen = (): void => {
      moments.keyMs = performance.now();
      moments.playingMs = 0;
      moments.audibleMs = 0;
      ear.port.postMessage("armed");
    };
    window.addEventListener("keydown", listen, { capture: true });
    window.addEventListener("mousedown", listen, { capture: true });
    // The way that equal loudness takes too: what is heard goes through the context.
    const output = context.createMediaElementSource(audio);
    output.connect(ear);
    output.connect(context.destination);
  }, audibleLevel);
}

async function readMoment(page: Page, urlBefore: string): Promise<Moment> {
  await page
    .waitForFunction(
      () => {
        const { moments } = globalThis as unknown as { moments: { audibleMs: number; playingMs: number } };
        return moments.audibleMs > 0 && moments.playingMs > 0;
      },
      undefined,
      { timeout: limitMs, polling: 20 },
    )
    .catch(() => {
      throw new Error("A sound was selected and nothing was heard");
    });
  if ((await playing(page)).url === urlBefore) throw new Error("The sound that was selected before is heard");
  return page.evaluate(() => {
    const { moments } = globalThis as unknown as {
      moments: { keyMs: number; playingMs: number; audibleMs: number };
    };
    return {
      playingMs: moments.playingMs - moments.keyMs,
      audibleMs: moments.audibleMs - moments.keyMs,
    };
  });
}

/** Walks down the list; each row was fetched ahead while the one before it was looked at. */
async function walk(page: Page, steps: number, key: string, pauseMs: number): Promise<Moment[]> {
  const moments: Moment[] = [];
  const rowCount = await rows(page).count();
  for (let step = 0; step < Math.min(steps, rowCount - 1); step++) {
    const { url } = await playing(page);
    await list(page).press(key);
    moments.push(await readMoment(page, url));
    await page.waitForTimeout(pauseMs);
  }
  return moments;
}

/** Presses rows that nobody could have foreseen: none is a neighbour of one that was heard. */
async function jump(page: Page): Promise<Moment[]> {
  const moments: Moment[] = [];
  const rowCount = await rows(page).count();
  for (let row = 0; row < rowCount; row += 4) {
    const { url } = await playing(page);
    await rows(page).nth(row).locator(".cell-name").click();
    moments.push(await readMoment(page, url));
    await page.waitForTimeout(lookMs);
  }
  return moments;
}

/** @param share of the sorted values: 0.5 is the median */
function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
  return Math.round((sorted[index] ?? 0) * 10) / 10;
}

function summarise(moments: readonly Moment[]): Record<string, number> {
  const playingMs = moments.map((moment) => moment.playingMs);
  const audibleMs = moments.map((moment) => moment.audibleMs);
  return {
    count: moments.length,
    playingP50Ms: at(playingMs, 0.5),
    playingP95Ms: at(playingMs, 0.95),
    audibleP50Ms: at(audibleMs, 0.5),
    audibleP95Ms: at(audibleMs, 0.95),
  };
}
