// The map by role and name, in a real Chromium on a fake bridge.
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { isChromiumMissing } from "../e2e/chromium.ts";
import { withWindow } from "./open-window.ts";
import { audioState, focused, grid, patient, rows, search } from "./window-parts.ts";

const stage = (page: Page) => page.getByRole("application", { name: "Map of" });
const inspector = (page: Page) => page.getByRole("complementary", { name: "Inspector" });
const spoken = (page: Page) => page.getByRole("status", { name: "Sound on the map" });

async function openMap(page: Page): Promise<void> {
  await rows(page).first().waitFor();
  await grid(page).press("8");
  await stage(page).waitFor();
}

/** How many pixels of the canvas are drawn on. */
function countPixels(page: Page): Promise<number> {
  return stage(page)
    .locator("canvas")
    .evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height) ?? {
        data: [],
      };
      let count = 0;
      for (let i = 3; i < data.length; i += 4) if (data[i] === 255) count++;
      return count;
    });
}

async function middleOf(page: Page): Promise<{ x: number; y: number }> {
  const box = await stage(page).boundingBox();
  if (!box) throw new Error("The map is not on screen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** Draws a line with Shift around all that lies between two heights of the map: 0 is its upper edge, 1 its lower. */
async function drawLine(page: Page, top: number, bottom: number): Promise<void> {
  const box = await stage(page).boundingBox();
  if (!box) throw new Error("The map is not on screen");
  const [left, right] = [box.x + 5, box.x + box.width - 10];
  const [upper, lower] = [box.y + 5 + top * (box.height - 12), box.y + bottom * (box.height - 7)];
  await page.keyboard.down("Shift");
  await page.mouse.move(left, upper);
  await page.mouse.down();
  await page.mouse.move(right, upper, { steps: 3 });
  await page.mouse.move(right, lower, { steps: 3 });
  await page.mouse.move(left, lower, { steps: 3 });
  await page.mouse.up();
  await page.keyboard.up("Shift");
}

describe.skipIf(isChromiumMissing())("the map", () => {
  const openWindow = withWindow();

  test("arrow keys go from sound to sound, play and say them; Escape goes back to the list", async () => {
    const { page, complaints } = await openWindow("sounds=60");
    await openMap(page);
    await page.getByRole("heading", { name: "60 sounds", exact: true }).waitFor();
    await stage(page).press("ArrowRight");
    await expect.poll(() => audioState(page), patient).toMatchObject({ isPlaying: true });
    const first = await spoken(page).textContent();
    expect(first).not.toBe("");
    await stage(page).press("ArrowRight");
    await expect.poll(() => spoken(page).textContent(), patient).not.toBe(first);
    await stage(page).press("Shift+ArrowUp");
    await inspector(page).getByText("2 sounds selected").waitFor();
    await stage(page).press("Escape");
    await expect.poll(() => audioState(page), patient).toMatchObject({ isPlaying: false });
    await stage(page).press("Escape");
    await rows(page).first().waitFor();
    expect(complaints.list()).toEqual([]);
  });

  test("whatever key changes the view, the next one is for the view that came", async () => {
    const { page } = await openWindow("sounds=60");
    await rows(page).first().waitFor();
    await grid(page).focus();
    await page.keyboard.press("8");
    await expect.poll(() => focused(stage(page)), patient).toBe(true);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("8");
    await expect.poll(() => focused(grid(page)), patient).toBe(true);
    await page.keyboard.press("6");
    await expect.poll(() => focused(page.getByRole("region", { name: "History" })), patient).toBe(true);
  });

  test("one place of the side panel is marked: the map, whatever part of the library it dims the rest of", async () => {
    const { page } = await openWindow("sounds=60");
    const current = page.getByRole("navigation").locator("[aria-current], [aria-selected=true]");
    await openMap(page);
    await expect.poll(() => current.allTextContents(), patient).toEqual(["Map"]);
    await page.getByRole("treeitem", { name: "Samples" }).click();
    await page.getByRole("button", { name: "in Samples" }).waitFor();
    expect(await current.allTextContents()).toEqual(["Map"]);
    await stage(page).press("8");
    await expect.poll(() => current.allTextContents(), patient).toEqual([expect.stringContaining("Samples")]);
  });

  test("what the search line was understood to be stands above the map too", async () => {
    const { page } = await openWindow("sounds=60");
    await search(page, "kick <2s");
    await openMap(page);
    await page.getByRole("button", { name: /^sounds like kick/ }).waitFor();
    await page.getByRole("button", { name: /^length <2s/ }).click();
    await expect.poll(() => page.getByRole("textbox", { name: "Search" }).inputValue()).toBe("kick");
  });

  test("the pointer: a rest names and plays, a press selects, and with autoplay off nothing is heard", async () => {
    const { page } = await openWindow("sounds=1");
    await openMap(page);
    await expect.poll(() => countPixels(page), patient).toBeGreaterThan(10);
    const { x, y } = await middleOf(page);
    await stage(page).press("a");
    await page.mouse.move(x + 3, y + 3);
    await page.locator(".map-name").waitFor();
    // Three times the rest after which it would be heard.
    await page.waitForTimeout(240);
    expect(await audioState(page)).toMatchObject({ isPlaying: false, hasMoved: false });
    await page.mouse.move(x + 200, y + 100);
    await page.locator(".map-name").waitFor({ state: "hidden" });
    await stage(page).press("a");
    await page.mouse.move(x + 2, y + 2);
    await expect.poll(() => audioState(page), patient).toMatchObject({ hasMoved: true });
    expect(await inspector(page).getByText("Select a sound to see its facts.").count()).toBe(1);
    await page.mouse.down();
    await page.mouse.up();
    await expect.poll(() => inspector(page).getByText("Select a sound").count(), patient).toBe(0);
  });

  test("a line drawn with shift selects what it holds; the handle and the menu are for all of it", async () => {
    const { page } = await openWindow("sounds=60");
    await openMap(page);
    await expect.poll(() => countPixels(page), patient).toBeGreaterThan(500);
    await drawLine(page, 0, 1);
    await inspector(page).getByText("60 sounds selected").waitFor();
    await page.getByText("Drag 60 sounds").waitFor();
    await stage(page).press("f");
    await expect
      .poll(
        () => page.evaluate(() => window.fake.calls.find(({ name }) => name === "setFavourite")?.request),
        patient,
      )
      .toMatchObject({ ids: expect.arrayContaining([1, 60]) as unknown });
  });

  test("the handle drags what is selected: all of it to a collection, its first file out of the window", async () => {
    const { page } = await openWindow("sounds=3000");
    await rows(page).first().locator(".sound-name").click();
    await page.keyboard.press("c");
    await page.keyboard.type("Mine");
    await page.keyboard.press("Enter");
    const collection = page.getByRole("list", { name: "Collections" }).getByRole("button", { name: "Mine" });
    await collection.waitFor();
    await openMap(page);
    await expect.poll(() => countPixels(page), patient).toBeGreaterThan(500);
    // Of these few the list has shown none.
    await drawLine(page, 0.93, 1);
    const handle = page.getByText(/^Drag \d+ sounds$/);
    const count = Number(/\d+/.exec((await handle.textContent()) ?? "")?.[0]);
    expect(count).toBeGreaterThan(1);
    const take = (): Promise<string> =>
      handle.evaluate((element) => {
        const dataTransfer = new DataTransfer();
        element.dispatchEvent(new DragEvent("dragstart", { bubbles: true, cancelable: true, dataTransfer }));
        return dataTransfer.getData("DownloadURL");
      });
    await expect.poll(take, patient).toMatch(/:http:\/\/127\.0\.0\.1:\d+\/audio\/\d+\?save$/);
    await handle.dragTo(collection);
    await expect.poll(() => collection.textContent(), patient).toBe(`Mine${count + 1}`);
  });

  test("the wheel and the keys zoom, a drag moves, and all is shown again on request", async () => {
    const { page } = await openWindow("sounds=200");
    await openMap(page);
    await expect.poll(() => countPixels(page), patient).toBeGreaterThan(500);
    const { x, y } = await middleOf(page);
    const before = await countPixels(page);
    await page.mouse.move(x, y);
    for (let turn = 0; turn < 12; turn++) await page.mouse.wheel(0, -240);
    // Closer, most sounds are out of sight.
    await expect.poll(() => countPixels(page), patient).toBeLessThan(before / 2);
    // A sound under the pointer has a ring.
    await page.mouse.move(5, 5);
    await stage(page).press("0");
    await expect.poll(() => countPixels(page), patient).toBe(before);
    await stage(page).press("+");
    await expect.poll(() => countPixels(page), patient).not.toBe(before);
    await page.mouse.dblclick(x + 150, y + 90);
    await page.mouse.move(5, 5);
    await page.getByRole("button", { name: "Show all", exact: true }).click();
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 2000, y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => countPixels(page), patient).toBe(0);
  });

  test("the search line stays with the map and dims what it does not find", async () => {
    const { page } = await openWindow("sounds=60");
    await openMap(page);
    await search(page, "wav");
    await page.getByRole("heading", { name: /^\d+ of 60 sounds$/ }).waitFor();
    expect(await stage(page).count()).toBe(1);
    await search(page, "");
    await page.getByRole("heading", { name: "60 sounds", exact: true }).waitFor();
  });

  test("colours by tag, kind or folder, with what they mean", async () => {
    const { page } = await openWindow("sounds=60");
    await openMap(page);
    const legend = page.getByRole("list", { name: "Colours" });
    await expect
      .poll(() => legend.getByRole("listitem").allTextContents(), patient)
      .toEqual(["Drums24", "Synths24"]);
    await page.getByRole("radio", { name: "Kind" }).check();
    await expect.poll(() => legend.getByRole("listitem").count(), patient).toBe(3);
    expect(await legend.textContent()).toContain("One-shot");
  });

  test("a map that is laid out says how far that is", async () => {
    const { page } = await openWindow("sounds=12&map=layout");
    await openMap(page);
    const progress = page.getByRole("progressbar", { name: "Laying out 12 sounds" });
    expect(await progress.getAttribute("value")).toBe("0.4");
    await page.evaluate(() =>
      window.fake.emit("mapChanged", { work: { kind: "placing", share: 0.5, soundCount: 3 }, problem: null }),
    );
    await page.getByRole("progressbar", { name: "Placing 3 sounds" }).waitFor();
  });

  test("a map that many sounds came to since it was laid out says so, and is laid out anew from there", async () => {
    const { page } = await openWindow("sounds=12&changed=3");
    await openMap(page);
    const line = page.getByRole("paragraph").filter({ hasText: "3 sounds came or went since the map" });
    await line.getByRole("button", { name: "Lay out anew" }).click();
    await expect
      .poll(() => page.evaluate(() => window.fake.calls.some(({ name }) => name === "layOutMap")), patient)
      .toBe(true);
    await expect.poll(() => focused(stage(page)), patient).toBe(true);
    const few = await openWindow("sounds=12&changed=2");
    await openMap(few.page);
    await few.page.getByRole("heading", { name: "12 sounds", exact: true }).waitFor();
    expect(await few.page.getByText("came or went").count()).toBe(0);
  });

  test("a map that failed says why and can be tried again", async () => {
    const { page } = await openWindow("sounds=12&fail=map");
    await openMap(page);
    await page.getByRole("alert").getByRole("button", { name: "Try again" }).click();
    await expect
      .poll(() => page.evaluate(() => window.fake.calls.some(({ name }) => name === "layOutMap")), patient)
      .toBe(true);
  });

  test("an empty map says the next step", async () => {
    const { page } = await openWindow("sounds=0");
    await page.getByRole("heading", { name: "No sounds yet" }).waitFor();
    await page.getByRole("button", { name: "Map" }).click();
    const section = page.getByRole("region", { name: "Map" });
    await expect.poll(() => section.textContent(), patient).toContain("No sounds yet. Add a folder");
    await page.getByRole("button", { name: "Map" }).press("8");
    await page.getByRole("region", { name: "No sounds yet" }).press("8");
    const note = section.getByText("No sounds yet. Add a folder");
    await expect.poll(() => focused(note), patient).toBe(true);
  });
});
