// The map: how long its layout takes, how faithful it is, and how evenly it draws while it is moved and zoomed.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { chromium, type Page } from "playwright-core";
import { AppError } from "../main/base/app-error.ts";
import { getModel } from "../main/clap/model-catalogue.ts";
import { findChromium, quietArguments } from "../test/e2e/chromium.ts";
import { launchEarshot } from "../test/e2e/launch-earshot.ts";
import type { Benchmark } from "./bench.ts";
import { type FrameTimes, recordFrames } from "./frame-times.ts";
import type { MapTrialOptions, MapTrialResult } from "./map-trial.ts";
import { runTrial } from "./trial.ts";
import { findOrMakeLibrary } from "./window-library.ts";

export const benchmark: Benchmark = {
  usage: "[--sounds 100000] [--library FILE [--model pocket]] [--frames] [--home FOLDER]",
  run: async (args) => {
    const { values } = parseArgs({
      args,
      options: {
        sounds: { type: "string", default: "100000" },
        /** Measures the layout of a library of one's own in place of made-up sounds. */
        library: { type: "string" },
        model: { type: "string", default: "pocket" },
        /** Measures the drawing in the window, in place of the layout. */
        frames: { type: "boolean", default: false },
        /** Kept for the next run of `--frames`: the library of bench/window.ts. */
        home: { type: "string" },
      },
    });
    if (values.frames) return measureFrames(Number(values.sounds), values.home);
    const options: MapTrialOptions = {
      sounds: Number(values.sounds),
      libraryPath: values.library ?? null,
      modelKey: getModel(values.model).embeddingKey,
    };
    return { ...(await runTrial<MapTrialResult>("map", options)) };
  },
};

async function measureFrames(sounds: number, kept: string | undefined): Promise<Record<string, unknown>> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new AppError("no-chromium", "No Chromium found.", "Set EARSHOT_CHROMIUM to its path.");
  }
  const home = kept ?? mkdtempSync(path.join(tmpdir(), "earshot-bench-map-"));
  try {
    await findOrMakeLibrary(home, sounds);
    const app = await launchEarshot(["main/cli/earshot.ts", "serve"], home);
    const browser = await chromium.launch({ executablePath, args: quietArguments });
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.goto(app.url);
      await page.getByText(/tagging [\d,]+ of/).waitFor({ state: "hidden", timeout: 500_000 });
      const startedMs = performance.now();
      await page.getByRole("grid", { name: "Sounds" }).press("8");
      await page
        .getByRole("application", { name: `Map of ${sounds.toLocaleString("en-US")} sounds` })
        .waitFor({ timeout: 550_000 });
      const openSec = Math.round((performance.now() - startedMs) / 100) / 10;
      // The first drawing has come.
      await page.waitForTimeout(2000);
      const frames: Record<string, FrameTimes> = {
        zoom: await recordFrames(page, () => zoom(page)),
        pan: await recordFrames(page, () => pan(page)),
        hover: await recordFrames(page, () => hover(page)),
      };
      return { sounds, openSec, frames, chromium: browser.version() };
    } finally {
      await browser.close();
      await app.stop();
    }
  } finally {
    if (kept === undefined) rmSync(home, { recursive: true, force: true });
  }
}

async function middleOf(page: Page): Promise<{ x: number; y: number }> {
  const box = await page.getByRole("application").boundingBox();
  if (!box) throw new Error("The map is not on screen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** A wheel in and out again. */
async function zoom(page: Page): Promise<void> {
  const { x, y } = await middleOf(page);
  await page.mouse.move(x, y);
  for (const step of [-60, 60]) {
    for (let turn = 0; turn < 60; turn++) {
      await page.mouse.wheel(0, step);
      await page.waitForTimeout(16);
    }
  }
}

/** A drag in a circle while all is in sight. */
async function pan(page: Page): Promise<void> {
  const { x, y } = await middleOf(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let turn = 0; turn < 120; turn++) {
    const angle = (turn / 60) * 2 * Math.PI;
    await page.mouse.move(x + 120 * Math.sin(angle), y + 80 * Math.cos(angle));
    await page.waitForTimeout(16);
  }
  await page.mouse.up();
}

/** A pointer that passes over sounds. */
async function hover(page: Page): Promise<void> {
  const { x, y } = await middleOf(page);
  for (let turn = 0; turn < 120; turn++) {
    await page.mouse.move(x - 240 + turn * 4, y + (turn % 7));
    await page.waitForTimeout(16);
  }
}
