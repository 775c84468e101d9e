// From the key that selects a sound to hearing it: the real web shell, the real page in a real Chromium. What is heard
// is checked (another sound, from where it should be played, and no silence) before its time counts.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { toWav16 } from "../main/audio/wav-writer.ts";
import { AppError } from "../main/base/app-error.ts";
import { findChromium, quietArguments } from "../test/e2e/chromium.ts";
import { launchEarshot } from "../test/e2e/launch-earshot.ts";
import { makeSounds } from "../test/e2e/make-sounds.ts";
import { list, playing, rows, search, searchLine } from "../test/e2e/sound-list.ts";
import { followDeck, listenIn, type Moments, readMoments, readOutput } from "./audition-ear.ts";
import type { Benchmark } from "./bench.ts";
import { runProgram } from "./trial.ts";

const root = path.join(import.meta.dirname, "..");
/** Enough for a dozen pages of a high window: at the end of the list a page down plays nothing. */
const leastShort = 480;
/** Longer than what is decoded ahead (renderer/player/decoded-sounds.ts). */
const longSec = 45;
const longSampleRate = 16_000;
/** A look at the row before the next key. */
const lookMs = 400;
/** A sound that is not heard by then counts as silent. */
const limitMs = 10_000;

type Way = Awaited<ReturnType<typeof playing>>["way"];

interface Walk {
  key: "ArrowDown" | "PageDown";
  /** Where each sound must be played from. */
  way: Way;
  /** Counted; the others before them warm up. */
  steps: number;
  warmUp: number;
}

export const benchmark: Benchmark = {
  usage:
    "[--steps N] [--warm-up N]   key to sound in Chromium: short sounds row by row and by page, long sounds",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        steps: { type: "string", default: "60" },
        "warm-up": { type: "string", default: "10" },
      },
    });
    const steps = Number(values.steps);
    const warmUp = Number(values["warm-up"]);
    const executablePath = findChromium();
    if (executablePath === undefined) {
      throw new AppError("no-chromium", "No Chromium found.", "Set EARSHOT_CHROMIUM to its path.");
    }
    const home = mkdtempSync(path.join(tmpdir(), "earshot-bench-audition-"));
    const before = process.env["EARSHOT_HOME"];
    process.env["EARSHOT_HOME"] = home;
    try {
      const folder = path.join(home, "sounds");
      makeSounds(path.join(folder, "Short"), Math.max(leastShort, steps + warmUp + 1));
      makeLongSounds(path.join(folder, "Long"), steps + warmUp + 1);
      await runProgram(process.execPath, [path.join(root, "main/cli/earshot.ts"), "index", folder]);
      const app = await launchEarshot(["main/cli/earshot.ts", "serve"], home);
      const browser = await chromium.launch({ executablePath, args: quietArguments });
      try {
        // The ear is a script of the benchmark's, which the page's policy would refuse.
        const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1280, height: 800 } });
        const page = await context.newPage();
        await listenIn(page);
        await page.goto(app.url);
        await rows(page).first().waitFor();
        await followDeck(page);
        const foreseen = await walk(page, "in:Short", { key: "ArrowDown", way: "memory", steps, warmUp });
        await page.reload();
        await rows(page).first().waitFor();
        await followDeck(page);
        // The first page is fetched after the key; of those that follow, the row is asked for and fetched a page ahead.
        const pages = { steps: Math.min(steps, 10), warmUp: 0 };
        const byPage = await walk(page, "in:Short", { key: "PageDown", way: "memory", ...pages });
        const long = await walk(page, "in:Long", { key: "ArrowDown", way: "stream", steps, warmUp });
        return {
          shortForeseen: summarise(foreseen),
          shortByPage: summarise(byPage),
          long: summarise(long),
          output: await readOutput(page),
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

/** Noise that swells, each at a speed of its own: none is another's copy. */
function makeLongSounds(folder: string, count: number): void {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index++) {
    let noise = index + 1;
    const samples = Float32Array.from({ length: longSec * longSampleRate }, (_, i) => {
      noise = (noise * 1_664_525 + 1_013_904_223) % 2 ** 32;
      return (0.2 + 0.1 * Math.sin((i / longSampleRate) * (index + 1))) * (noise / 2 ** 31 - 1);
    });
    const name = `Long ${String(index + 1).padStart(3, "0")}.wav`;
    writeFileSync(path.join(folder, name), toWav16([samples, samples], longSampleRate));
  }
}

/** Goes down a list from its top, key by key, and waits for each sound. */
async function walk(page: Page, line: string, { key, way, steps, warmUp }: Walk): Promise<Moments[]> {
  await search(page, line);
  await searchLine(page).press("ArrowDown");
  const moments: Moments[] = [];
  for (let step = 0; step < warmUp + steps; step++) {
    // A short sound is heard out: one that begins is told from the silence before it.
    if (way !== "stream") {
      await page.waitForFunction(() => (document.querySelector("earshot-deck") as HTMLAudioElement).paused);
    }
    await page.waitForTimeout(lookMs);
    const before = await playing(page);
    await list(page).press(key);
    const heard = await waitForSound(page);
    const after = await playing(page);
    if (after.url === before.url) throw new Error("The sound that was selected before is heard");
    if (after.way !== way) throw new Error(`The sound is played from ${after.way}, not from ${way}`);
    if (step >= warmUp) moments.push(heard);
  }
  await list(page).press("Escape");
  return moments;
}

/** A stream goes past the page's audio output: it counts as heard when the element says so and its position moves. */
async function waitForSound(page: Page): Promise<Moments> {
  for (const endMs = Date.now() + limitMs; Date.now() < endMs;) {
    const moments = await readMoments(page);
    const { way, timeSec } = await playing(page);
    const isHeard = way === "memory" ? moments.audibleMs > 0 : timeSec > 0;
    if (moments.playingMs > 0 && isHeard) return moments;
    await page.waitForTimeout(20);
  }
  throw new Error("A sound was selected and nothing was heard");
}

/** @param share of the sorted values: 0.5 is the median */
function at(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const index = Math.min(sorted.length - 1, Math.floor(sorted.length * share));
  return Math.round((sorted[index] ?? 0) * 10) / 10;
}

function summarise(moments: readonly Moments[]): Record<string, number> {
  const playingMs = moments.map((each) => each.playingMs - each.keyMs);
  const audibleMs = moments.filter((each) => each.audibleMs > 0).map((each) => each.audibleMs - each.keyMs);
  const summary = {
    count: moments.length,
    playingP50Ms: at(playingMs, 0.5),
    playingP95Ms: at(playingMs, 0.95),
    playingMaxMs: at(playingMs, 1),
  };
  if (audibleMs.length === 0) return summary;
  return {
    ...summary,
    audibleP50Ms: at(audibleMs, 0.5),
    audibleP95Ms: at(audibleMs, 0.95),
    audibleMaxMs: at(audibleMs, 1),
  };
}
