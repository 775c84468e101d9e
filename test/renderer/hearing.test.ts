// What is heard in a real Chromium: the samples that go to the output, and what had to be fetched for them.
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Deck } from "../../renderer/player/deck.ts";
import { isChromiumMissing } from "../e2e/chromium.ts";
import { installTap, type Tap } from "../e2e/tap-output.ts";
import { withWindow } from "./open-window.ts";
import { grid, patient, rows, search } from "./window-parts.ts";

/** The page's tone (serve-page.ts), s. */
const toneSec = 2;

/** For installTap: the left channel, block by block. */
const record = "if (input[0]) this.port.postMessage(input[0].slice());";

const deckOf = (page: Page) =>
  page.locator("earshot-deck").evaluate((deck: Deck) => ({
    way: deck.way,
    isPlaying: !deck.paused,
    hasMoved: deck.currentTime > 0,
  }));

const hasEnded = (page: Page) =>
  page.locator("earshot-deck").evaluate((deck: Deck) => deck.ended && deck.paused);

const idOfDeck = (page: Page) =>
  page.locator("earshot-deck").evaluate((deck: Deck) => Number(/\d+$/.exec(deck.currentSrc)?.[0]));

/** Ids of the sounds whose audio was asked for, in order. */
function watchFetches(page: Page): number[] {
  const ids: number[] = [];
  page.on("request", (request) => {
    const id = /\/audio\/(\d+)$/.exec(request.url())?.[1];
    if (id !== undefined) ids.push(Number(id));
  });
  return ids;
}

/** @returns seconds recorded, and the largest difference between a sample and the one that a sound's length later */
function compareRounds(page: Page): Promise<{ lengthSec: number; difference: number }> {
  return page.locator("earshot-deck").evaluate((deck: Deck) => {
    const { context, messages } = (window as unknown as { tap: Tap }).tap;
    const all = messages.flatMap(({ data }) => [...(data as Float32Array)]);
    const first = all.findIndex((sample) => sample !== 0);
    const sound = first < 0 ? [] : all.slice(first);
    const sampleRate = context?.sampleRate ?? 1;
    const frames = Math.round(deck.duration * sampleRate);
    const differences = sound.slice(frames).map((sample, i) => Math.abs(sample - (sound[i] as number)));
    return {
      lengthSec: sound.length / sampleRate,
      difference: differences.reduce((most, each) => Math.max(most, each), 0),
    };
  });
}

/** A sine of 4410 Hz through the limiter. @returns its level (as the peak of a sine) and its highest sample, dB */
function limit(page: Page, peakDb: number): Promise<{ levelDb: number; highestDb: number }> {
  return page.evaluate(async (inputDb) => {
    const context = new OfflineAudioContext(1, 44_100, 44_100);
    const { input, output } = window.parts.buildLimiter(context);
    const tone = new OscillatorNode(context, { frequency: 4410 });
    tone.connect(new GainNode(context, { gain: 10 ** (inputDb / 20) })).connect(input);
    output.connect(context.destination);
    tone.start();
    const settled = (await context.startRendering()).getChannelData(0).slice(22_050);
    const power = settled.reduce((sum, sample) => sum + sample * sample, 0) / settled.length;
    const highest = settled.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    return { levelDb: 10 * Math.log10(2 * power), highestDb: 20 * Math.log10(highest) };
  }, peakDb);
}

describe.skipIf(isChromiumMissing())("what is heard", () => {
  const openWindow = withWindow();

  test("the rows below were fetched before they are stepped to, and nothing is fetched for them then", async () => {
    const { page, complaints } = await openWindow("sounds=60");
    const fetches = watchFetches(page);
    await page.getByRole("textbox", { name: "Search" }).press("ArrowDown");
    const next = await rows(page)
      .nth(1)
      .evaluate((row) => Number(row.dataset["soundId"]));
    await expect.poll(() => fetches.includes(next), patient).toBe(true);
    // Fetched is not decoded yet.
    await page.waitForTimeout(1000);
    await page.keyboard.press("ArrowDown");
    await expect
      .poll(() => deckOf(page), patient)
      .toEqual({ way: "memory", isPlaying: true, hasMoved: true });
    expect(fetches.filter((id) => id === next)).toEqual([next]);
    expect(complaints.list()).toEqual([]);
  });

  test("a row that the window does not know yet is heard from memory where its file is small", async () => {
    const { page, complaints } = await openWindow("sounds=500");
    await page.getByRole("textbox", { name: "Search" }).press("ArrowDown");
    await page.keyboard.press("End");
    await expect
      .poll(() => deckOf(page), patient)
      .toEqual({ way: "memory", isPlaying: true, hasMoved: true });
    expect(complaints.list()).toEqual([]);
  });

  test("who goes on by pages finds the first row of the next one fetched", async () => {
    const { page } = await openWindow("sounds=500");
    const fetches = watchFetches(page);
    await page.getByRole("textbox", { name: "Search" }).press("ArrowDown");
    await page.keyboard.press("PageDown");
    await expect.poll(() => fetches.length, patient).toBeGreaterThan(1);
    // What is fetched after the frame is fetched by then.
    await page.waitForTimeout(1000);
    const before = [...fetches];
    await page.keyboard.press("PageDown");
    expect(before).toContain(await idOfDeck(page));
  });

  test("sounds that undo took out of the library are not asked for, though their rows are still listed", async () => {
    // Searches are slow: the list still has what is gone.
    const { page } = await openWindow("sounds=500&slow=4000");
    const fetches = watchFetches(page);
    await rows(page).first().waitFor();
    await grid(page).press("ArrowDown");
    await expect.poll(() => deckOf(page), patient).toMatchObject({ hasMoved: true });
    await page.waitForTimeout(1000);
    const before = [...fetches];
    await page.evaluate(() => window.fake.setSoundCount(0));
    await page.keyboard.press("ControlOrMeta+z");
    await page.getByText("Nothing to undo.").waitFor();
    await page.keyboard.press("PageDown");
    await page.getByRole("alert").getByText("This sound is no longer in the library.").waitFor();
    await page.waitForTimeout(500);
    expect(fetches).toEqual(before);
  });

  test("a sound that ends says so, and the next press starts it again", async () => {
    const { page } = await openWindow("sounds=12");
    await rows(page).first().locator(".sound-name").click();
    await expect.poll(() => hasEnded(page), patient).toBe(true);
    await page.getByRole("button", { name: "Play", exact: true }).waitFor();
    await grid(page).press(" ");
    await page.getByRole("button", { name: "Stop", exact: true }).waitFor();
    expect(await hasEnded(page)).toBe(false);
  });

  test("long sounds are streamed; so are those whose tempo is changed and not their pitch", async () => {
    const { page } = await openWindow("sounds=200");
    await search(page, "pad");
    const ofKind = (kind: string) =>
      grid(page).locator("[data-sound-id]", { has: page.getByText(kind, { exact: true }) });
    await ofKind("long").first().locator(".sound-name").click();
    await expect
      .poll(() => deckOf(page), patient)
      .toEqual({ way: "stream", isPlaying: true, hasMoved: true });
    // Goes on for as long as it takes to look.
    await grid(page).press("l");
    await ofKind("loop").first().locator(".sound-name").click();
    await expect
      .poll(() => deckOf(page), patient)
      .toEqual({ way: "memory", isPlaying: true, hasMoved: true });
    await grid(page).press("b");
    await expect.poll(() => deckOf(page), patient).toMatchObject({ way: "stream" });
    await grid(page).press("b");
    await grid(page).press(" ");
    await grid(page).press(" ");
    await expect.poll(() => deckOf(page), patient).toMatchObject({ way: "memory" });
  });

  test("a loop turns back at the sample: each time around is the one before", async () => {
    const { page } = await openWindow("sounds=12", { bypassCSP: true });
    await page.evaluate(installTap, record);
    await grid(page).press("l");
    await rows(page).first().locator(".sound-name").click();
    await expect
      .poll(async () => (await compareRounds(page)).lengthSec, patient)
      .toBeGreaterThan(2 * toneSec + 0.5);
    expect((await compareRounds(page)).difference).toBeLessThan(1e-6);
  });

  test("a region that is marked while it is heard loops, and without a loop stops at its end", async () => {
    const { page } = await openWindow("sounds=12");
    const positions: number[] = [];
    await grid(page).press("l");
    await rows(page).first().locator(".sound-name").click();
    await expect.poll(() => deckOf(page), patient).toMatchObject({ hasMoved: true });
    await page.keyboard.press("[");
    await page.waitForTimeout(200);
    await page.keyboard.press("]");
    await expect
      .poll(async () => {
        positions.push(await page.locator("earshot-deck").evaluate((deck: Deck) => deck.currentTime));
        return positions.filter((position, index) => position < (positions[index - 1] ?? 0)).length;
      }, patient)
      .toBeGreaterThanOrEqual(3);
    await page.keyboard.press("l");
    await expect.poll(() => deckOf(page), patient).toMatchObject({ isPlaying: false, way: "memory" });
    expect(await hasEnded(page)).toBe(false);
  });

  test("the limiter passes what lies below its threshold as it was, and holds back what would clip", async () => {
    const { page } = await openWindow("sounds=0");
    expect((await limit(page, -12)).levelDb).toBeCloseTo(-12, 2);
    const loud = await limit(page, 12);
    expect(loud.highestDb).toBeLessThan(0);
    expect(loud.levelDb).toBeGreaterThan(-1.5);
  });
});
