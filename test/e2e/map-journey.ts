// The map of a library: it lays itself out, is walked, heard, and drawn around.
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { getModel } from "../../main/clap/model-catalogue.ts";
import { listMapPositions, type MapPositions } from "../../main/db/map-positions.ts";
import { closeLibrary, openLibrary } from "../../main/db/open-library.ts";
import type { Sitting } from "./journeys.ts";
import { playing, rows, search, statedCount } from "./sound-list.ts";

const patient = { timeout: 60_000 };

/** Places as the library has them. */
function storedPositions(home: string): MapPositions {
  const db = openLibrary(path.join(home, "library.db"), "read");
  try {
    return listMapPositions(db, getModel("pocket").embeddingKey);
  } finally {
    closeLibrary(db);
  }
}

/** One step to another sound than that, which is heard: where it lies, no test can know. */
async function walkFrom(page: Page, stage: Locator, url: string): Promise<void> {
  for (const key of ["ArrowRight", "ArrowDown", "ArrowUp", "ArrowLeft"]) {
    await stage.press(key);
    await page.waitForTimeout(300);
    if ((await playing(page)).url !== url) return;
  }
  throw new Error(`No arrow key leads from ${url} to another sound`);
}

export async function walkMap({ page, home }: Sitting): Promise<void> {
  await search(page, "");
  const soundCount = await statedCount(page);
  const side = page.getByRole("navigation", { name: "Library" });
  await side.getByRole("button", { name: "Map" }).click();
  const stage = page.getByRole("application", { name: "Map of" });
  await stage.waitFor(patient);
  await page
    .getByRole("application", { name: `Map of ${soundCount.toLocaleString("en-US")} sounds` })
    // Sounds that are still listened to come when they are done.
    .waitFor({ timeout: 150_000 });
  await expect.poll(() => storedPositions(home).soundIds.length, patient).toBe(soundCount);
  const before = storedPositions(home);

  // The folder of one's own is gone from the disk by now: arrow keys go among what the search has found.
  await search(page, "in:Drums");
  await page.getByRole("heading", { name: /^[\d,]+ of [\d,]+ sounds$/ }).waitFor(patient);
  const silent = (await playing(page)).url;
  await walkFrom(page, stage, silent);
  await expect.poll(async () => (await playing(page)).durationSec, patient).toBeGreaterThan(0);
  const first = (await playing(page)).url;
  await walkFrom(page, stage, first);
  expect(await page.getByRole("status", { name: "Sound on the map" }).textContent()).not.toBe("");
  await page.getByText("Drag 1 sound").waitFor(patient);

  await search(page, "");
  const box = await stage.boundingBox();
  if (!box) throw new Error("The map is not on screen");
  await page.keyboard.down("Shift");
  await page.mouse.move(box.x + 4, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 4, box.y + 4, { steps: 3 });
  await page.mouse.move(box.x + box.width - 4, box.y + box.height - 4, { steps: 3 });
  await page.mouse.move(box.x + 4, box.y + box.height - 4, { steps: 3 });
  await page.mouse.up();
  await page.keyboard.up("Shift");
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  await inspector.getByText(`${soundCount.toLocaleString("en-US")} sounds selected`).waitFor(patient);

  // Looking, walking and searching have moved nothing.
  expect(storedPositions(home)).toEqual(before);
  // What is heard is stopped first.
  await expect.poll(async () => (await playing(page)).isPaused, patient).toBe(true);
  await stage.press("Escape");
  await rows(page).first().waitFor(patient);
}
