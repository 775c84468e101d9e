// The first start: `npm start` on a machine without a display, with nothing but the demo sounds.
import type { BrowserContext } from "playwright-core";
import { describe, expect, test, vi } from "vitest";
import { afterThis, beforeAllTests } from "./after-this.ts";
import { findSeriousProblems } from "./accessibility.ts";
import { isChromiumMissing } from "./chromium.ts";
import {
  drawnWaveforms,
  list,
  playing,
  rowNames,
  rows,
  search,
  searchLine,
  statedCount,
} from "./sound-list.ts";
import { listDemoSounds, openWindow, type OpenWindow, runStart, signIn, tempFolder } from "./web-app.ts";
import type { WebApp } from "./launch-earshot.ts";

const readyNote = /^\d+ sounds? ready\.$/m;

describe.skipIf(isChromiumMissing())("first start", () => {
  let app: WebApp;
  let context: BrowserContext;
  let notesWithAddress = "";

  beforeAllTests(async () => {
    app = await runStart(tempFolder());
    notesWithAddress = app.notes();
    context = await signIn(app);
    const waiting = { timeout: 110_000, interval: 200 };
    await vi.waitUntil(() => readyNote.test(app.notes()), waiting);
  });

  async function open(): Promise<OpenWindow> {
    const window = await openWindow(app, context);
    afterThis(() => window.page.close());
    return window;
  }

  test("one line says why Electron did not open, and the link works once", async () => {
    const lines = app
      .notes()
      .split("\n")
      .filter((line) => line.includes("Electron did not open"));
    expect(lines).toEqual([
      "Electron did not open: there is no display. Earshot opens in a browser instead.",
    ]);
    expect((await fetch(app.url)).status).toBe(401);
  });

  test("the address is printed before the sounds are listened to, and how many are ready after", () => {
    expect(notesWithAddress).not.toMatch(readyNote);
    expect(readyNote.exec(app.notes())?.[0]).toBe(`${listDemoSounds().length} sounds ready.`);
  });

  test("every demo sound is listed, listened to, and drawn", async () => {
    const { page, complaints } = await open();
    await expect.poll(() => statedCount(page)).toBe(listDemoSounds().length);
    await expect.poll(async () => (await drawnWaveforms(page)) === (await rows(page).count())).toBe(true);
    expect(await rows(page).count()).toBeGreaterThan(10);
    expect(complaints.list()).toEqual([]);
  });

  test("describing a kick drum finds kicks", async () => {
    const { page, complaints } = await open();
    await search(page, "kick drum");
    const names = await rowNames(page);
    expect(names.slice(0, 3).map((name) => /kick/i.test(name))).toEqual([true, true, true]);
    expect(complaints.list()).toEqual([]);
  });

  test("words that stand in no name find sounds by how they sound", async () => {
    const { page } = await open();
    await search(page, "stormy weather");
    const names = (await rowNames(page)).slice(0, 4);
    expect(names.filter((name) => /wind|thunder|rain|ocean/i.test(name)).length).toBeGreaterThanOrEqual(2);
  });

  test("arrow keys walk through the results and each is heard at once", async () => {
    const { page, complaints } = await open();
    await search(page, "bass");
    await searchLine(page).press("ArrowDown");
    const heard = new Set<string>();
    for (let step = 0; step < 4; step++) {
      await expect.poll(async () => (await playing(page)).timeSec, { interval: 20 }).toBeGreaterThan(0);
      const { url, durationSec } = await playing(page);
      expect(durationSec).toBeGreaterThan(0);
      heard.add(url);
      await list(page).press("ArrowDown");
    }
    expect(heard.size).toBe(4);
    expect(complaints.list()).toEqual([]);
  });

  test("Space stops and plays, and the position moves on", async () => {
    const { page } = await open();
    await search(page, "pad");
    await searchLine(page).press("ArrowDown");
    await expect.poll(async () => (await playing(page)).isPaused).toBe(false);
    await list(page).press("Space");
    const stopped = await playing(page);
    expect(stopped.isPaused).toBe(true);
    await list(page).press("Space");
    await expect.poll(async () => (await playing(page)).timeSec).toBeGreaterThan(stopped.timeSec);
  });

  test("the player shows the selected sound large", async () => {
    const { page } = await open();
    await rows(page).first().click();
    const player = page.getByRole("slider", { name: "Position" });
    const drawnPixels = (): Promise<number> =>
      player.evaluate((element) => {
        const canvases = [...(element.firstElementChild?.shadowRoot?.querySelectorAll("canvas") ?? [])];
        return canvases.reduce((sum, canvas) => {
          const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
          return sum + pixels.filter((value, index) => index % 4 === 3 && value > 0).length;
        }, 0);
      });
    await expect.poll(drawnPixels).toBeGreaterThan(500);
  });

  test("after a reload everything is there again", async () => {
    const { page, complaints } = await open();
    const before = await rowNames(page);
    await page.reload();
    await expect.poll(() => statedCount(page)).toBe(listDemoSounds().length);
    expect(await rowNames(page)).toEqual(before);
    expect(complaints.list()).toEqual([]);
  });

  test.each(["dark", "light"] as const)(
    "the %s window has no serious accessibility problem",
    async (colorScheme) => {
      const { page } = await open();
      await page.emulateMedia({ colorScheme });
      await search(page, "kick");
      await rows(page).first().click();
      expect(await findSeriousProblems(page)).toEqual([]);
    },
  );
});
