// The list's header in a real Chromium on a fake bridge: columns are moved, resized and chosen, by pointer and by keys.
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { isChromiumMissing } from "../e2e/chromium.ts";
import { withWindow } from "./open-window.ts";
import { grid, patient, rows, search, selected } from "./window-parts.ts";

const titles = (page: Page): Promise<(string | null)[]> =>
  page.locator("[data-column] .header-title").allTextContents();
const header = (page: Page, name: string) => page.getByRole("columnheader", { name });
/** Wide enough for every column of a new window. */
const wide = { viewport: { width: 2200, height: 800 } };

async function dragHeader(page: Page, name: string, to: string): Promise<void> {
  const from = await header(page, name).boundingBox();
  const target = await header(page, to).boundingBox();
  if (!from || !target) throw new Error("A header is not on the page");
  await page.mouse.move(from.x + from.width / 2, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(target.x + 4, target.y + 10, { steps: 6 });
  await page.mouse.up();
}

describe.skipIf(isChromiumMissing())("the list's header", () => {
  const openWindow = withWindow();

  test("a dragged header moves its column, sorts nothing, and a reload finds it there", async () => {
    const { page, complaints } = await openWindow("sounds=12", wide);
    await header(page, "Length").waitFor();
    await dragHeader(page, "Length", "Folder");
    const expected = ["Waveform", "Name ↑", "Tags", "Length", "Folder", "BPM", "Key", "Kind", "Format"];
    const shown = async (): Promise<string[]> =>
      (await titles(page)).map((title) => (title ?? "").replace("Name↑", "Name ↑"));
    await expect.poll(shown, patient).toEqual(expected);
    expect(await header(page, "Length").getAttribute("aria-sort")).toBe(null);
    await page.reload();
    await expect.poll(shown, patient).toEqual(expected);
    expect(complaints.list()).toEqual([]);
  });

  test("Alt with an arrow moves the column in focus, with Shift too it makes it wider", async () => {
    const { page } = await openWindow("sounds=12", wide);
    const key = header(page, "Key");
    await key.getByRole("button").press("Alt+ArrowLeft");
    await expect.poll(async () => (await titles(page)).slice(4, 6), patient).toEqual(["Key", "BPM"]);
    const before = (await key.boundingBox())?.width ?? 0;
    await key.getByRole("button").press("Alt+Shift+ArrowRight");
    await expect.poll(async () => (await key.boundingBox())?.width, patient).toBe(before + 16);
  });

  test("the menu of a header chooses columns and moves the one that it was opened on", async () => {
    const { page } = await openWindow("sounds=12", wide);
    await header(page, "Folder").click({ button: "right" });
    await page.getByRole("menuitemcheckbox", { name: "Modified" }).click();
    await page.getByRole("menuitem", { name: "Move Folder right" }).click();
    await header(page, "Modified").waitFor();
    await expect
      .poll(async () => (await titles(page)).slice(2, 5), patient)
      .toEqual(["Tags", "BPM", "Folder"]);
  });

  test("a sort that takes long starts at the top, not at the selection, and its header keeps the focus", async () => {
    const { page } = await openWindow("sounds=500&slow=1500");
    await rows(page).first().waitFor();
    await page.getByRole("textbox", { name: "Search" }).press("ArrowDown");
    await expect.poll(() => selected(page).count(), patient).toBe(1);
    const length = header(page, "Length").getByRole("button");
    await length.press("Enter");
    await page.getByRole("status", { name: "Searching" }).waitFor();
    expect(await length.evaluate((button) => button === document.activeElement)).toBe(true);
    // The skeleton covers the rows and leaves the header to the pointer.
    const isCovered = await rows(page)
      .first()
      .evaluate((row) => {
        const { left, top } = row.getBoundingClientRect();
        return document.elementFromPoint(left + 40, top + 4)?.closest(".skeleton-list") !== null;
      });
    expect(isCovered).toBe(true);
    await length.click({ trial: true });
    await page.locator('input[aria-label="Search"][aria-busy="false"]').waitFor();
    await grid(page).locator("[aria-rowindex='2']").waitFor();
    expect(await grid(page).evaluate(({ scrollTop }) => scrollTop)).toBe(0);
    // Else the top would be where the selection is.
    expect(await selected(page).count()).toBe(0);
    expect(await length.evaluate((button) => button === document.activeElement)).toBe(true);
  });

  test("a list that comes back after a search without a result starts at the top", async () => {
    const { page } = await openWindow("sounds=500");
    await page.getByRole("textbox", { name: "Search" }).press("ArrowDown");
    await page.keyboard.press("End");
    await expect.poll(() => grid(page).locator("[aria-rowindex='501']").count(), patient).toBe(1);
    await search(page, "zzz");
    await page.getByRole("heading", { name: "No sound matches" }).waitFor();
    await search(page, "");
    await rows(page).first().waitFor();
    await expect.poll(() => grid(page).locator("[aria-rowindex='2']").count(), patient).toBe(1);
    expect(await grid(page).evaluate(({ scrollTop }) => scrollTop)).toBe(0);
  });
});
