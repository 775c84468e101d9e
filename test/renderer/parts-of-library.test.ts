// Collections, history, duplicates and likeness, by role and name, in a real Chromium on a fake bridge.
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { EarshotBridge } from "../../preload/contract.ts";
import { isChromiumMissing } from "../e2e/chromium.ts";
import { searchLine } from "../e2e/sound-list.ts";
import { withWindow } from "./open-window.ts";
import { focused, grid, patient, rows, search, selected } from "./window-parts.ts";

const choose = (page: Page, id: number) => grid(page).locator(`[data-sound-id='${id}'] .sound-name`).click();
const collections = (page: Page) => page.getByRole("list", { name: "Collections" });
const lastCall = (page: Page, name: string) =>
  page.evaluate((wanted) => window.fake.calls.findLast((call) => call.name === wanted)?.request, name);

async function collect(page: Page, name: string): Promise<void> {
  await page.keyboard.press("c");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  await collections(page).getByRole("button", { name }).waitFor();
}

describe.skipIf(isChromiumMissing())("parts of the library", () => {
  const openWindow = withWindow();

  test("C puts the selection into a new collection, which is shown, renamed, emptied and removed by keys", async () => {
    const { page, complaints } = await openWindow("sounds=12");
    await choose(page, 8);
    await page.keyboard.press("Shift+ArrowDown");
    await collect(page, "Monday");
    await collections(page).getByRole("button", { name: "Monday 2" }).press("Enter");
    await expect.poll(() => rows(page).count(), patient).toBe(2);
    await rows(page).first().locator(".sound-name").click();
    await page.keyboard.press("Delete");
    await expect.poll(() => rows(page).count(), patient).toBe(1);
    await page.keyboard.press("ControlOrMeta+z");
    await page.getByText("Undone: Took out 1 sounds").waitFor();
    await expect.poll(() => rows(page).count(), patient).toBe(2);
    await collections(page).getByRole("button", { name: "Monday" }).press("F2");
    await page.getByRole("dialog", { name: "Rename collection" }).waitFor();
    await page.keyboard.type("Tuesday");
    await page.keyboard.press("Enter");
    await collections(page).getByRole("button", { name: "Tuesday" }).press("Delete");
    await expect.poll(() => rows(page).count(), patient).toBe(12);
    expect(complaints.list()).toEqual([]);
  });

  test("Ctrl+Shift+S keeps a search as a collection that is always up to date", async () => {
    const { page } = await openWindow("sounds=60");
    await search(page, "pad wav");
    await page.keyboard.press("ControlOrMeta+Shift+s");
    await page.getByRole("dialog", { name: "Save search" }).waitFor();
    await page.keyboard.type("Pads");
    await page.keyboard.press("Enter");
    await collections(page).getByRole("button", { name: "Pads" }).waitFor();
    expect(await lastCall(page, "createCollection")).toEqual({ name: "Pads", query: "pad wav", ids: [] });
  });

  test("the menu beside the collections offers what can be done now: a search was typed since it was drawn", async () => {
    const { page } = await openWindow("sounds=60");
    const entry = page.getByRole("menuitem", { name: /^Save the search/ });
    const open = page.getByRole("button", { name: "New collection" });
    await open.click();
    expect(await entry.isDisabled()).toBe(true);
    await page.keyboard.press("Escape");
    await entry.waitFor({ state: "hidden" });
    await search(page, "pad wav");
    await open.click();
    await entry.click();
    await page.getByRole("dialog", { name: "Save search" }).waitFor();
  });

  test("rows are dropped on a collection, which Alt with an arrow and dragging move", async () => {
    const { page } = await openWindow("sounds=12");
    await choose(page, 8);
    await collect(page, "First");
    await collect(page, "Second");
    await grid(page)
      .locator("[data-sound-id='6']")
      .dragTo(collections(page).getByRole("button", { name: "First" }));
    await collections(page).getByRole("button", { name: "First 2" }).waitFor();
    await collections(page).getByRole("button", { name: "Second" }).press("Alt+ArrowUp");
    await expect
      .poll(() => collections(page).locator(".place-title").allTextContents(), patient)
      .toEqual(["Second", "First"]);
    await collections(page)
      .getByRole("button", { name: "Second" })
      .dragTo(collections(page).getByRole("button", { name: "First" }), { targetPosition: { x: 40, y: 22 } });
    await expect
      .poll(() => collections(page).locator(".place-title").allTextContents(), patient)
      .toEqual(["First", "Second"]);
  });

  test("a search is in the history once a result was used, and is run again from there", async () => {
    const { page } = await openWindow("sounds=60");
    await search(page, "pad");
    await page.keyboard.press("ArrowDown");
    await search(page, "");
    await page.getByRole("button", { name: "History", exact: true }).click();
    await page.getByRole("region", { name: "Searches" }).getByRole("button", { name: /^pad/ }).click();
    expect(await page.getByRole("textbox", { name: "Search" }).inputValue()).toBe("pad");
    await search(page, "");
    await page.getByRole("textbox", { name: "Search" }).press("Alt+ArrowDown");
    await page.getByRole("option", { name: "recent pad" }).waitFor();
    await page.keyboard.press("Enter");
    expect(await page.getByRole("textbox", { name: "Search" }).inputValue()).toBe("pad ");
  });

  test("duplicates tell exact copies and nearly equal sounds apart", async () => {
    const { page } = await openWindow("sounds=12");
    await grid(page).press("5");
    const view = page.getByRole("region", { name: "Duplicates" });
    await expect
      .poll(() => view.getByRole("listitem").getByRole("button", { name: "Copy path" }).count(), patient)
      .toBe(2);
    await view.getByRole("radio", { name: "Nearly the same" }).check({ force: true });
    await view.getByText("3 files, alike .99").waitFor();
    await view.getByRole("button", { name: "Show all similar" }).click();
    await page.getByRole("button", { name: /^similar to/ }).waitFor();
  });

  test("where another view stands in the list's place the arrows are its own, and the list behind it stays", async () => {
    const { page } = await openWindow("sounds=60");
    await search(page, "pad");
    await page.keyboard.press("ArrowDown");
    await search(page, "");
    await rows(page).first().locator(".sound-name").click();
    const chosen = await selected(page).textContent();
    await grid(page).press("5");
    const duplicates = page.getByRole("list", { name: "Duplicates" });
    await duplicates.waitFor();
    await expect.poll(() => focused(page.getByRole("region", { name: "Duplicates" })), patient).toBe(true);
    await page.keyboard.press("End");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => focused(duplicates), patient).toBe(true);
    await page.keyboard.press("6");
    const history = page.getByRole("region", { name: "History", exact: true });
    await expect.poll(() => focused(history), patient).toBe(true);
    const entry = history.getByRole("button", { name: /^pad/ });
    await entry.waitFor();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => focused(entry), patient).toBe(true);
    await page.keyboard.press("1");
    await expect.poll(() => selected(page).allTextContents(), patient).toEqual([chosen]);
  });

  test("Escape leads from every other view back to the list, and Down in the search line shows its results", async () => {
    const { page } = await openWindow("sounds=60");
    await search(page, "pad");
    // What is heard would be stopped first.
    await grid(page).press("a");
    await rows(page).first().locator(".sound-name").click();
    const chosen = await selected(page).textContent();
    const back = page.getByRole("button", { name: "Back to sounds" });
    for (const key of ["5", "6", "7"]) {
      await grid(page).press(key);
      await back.waitFor();
      await page.keyboard.press("Escape");
      await expect.poll(() => focused(grid(page)), patient).toBe(true);
      await expect.poll(() => selected(page).allTextContents(), patient).toEqual([chosen]);
    }
    for (const key of ["ArrowDown", "Enter"]) {
      await grid(page).press("5");
      await back.waitFor();
      await searchLine(page).press(key);
      await expect.poll(() => focused(grid(page)), patient).toBe(true);
      await expect.poll(() => selected(page).count(), patient).toBe(1);
    }
  });

  test("a sound that had no similar ones gets them as the library is listened to", async () => {
    const { page } = await openWindow("sounds=1");
    await rows(page).first().locator(".sound-name").click();
    const inspector = page.getByRole("complementary", { name: "Inspector" });
    await inspector.getByText("No similar sounds yet.").waitFor();
    await page.evaluate(() => {
      window.fake.setSoundCount(5);
      window.fake.emit("libraryChanged", { revision: 9 });
    });
    await inspector.locator(".similar-row").nth(3).waitFor();
    expect(await inspector.locator(".similar-row").count()).toBe(4);
  });

  test("a sound in which nothing can be heard says so where similar ones would be", async () => {
    const { page } = await openWindow("sounds=3&fail=similar");
    await rows(page).first().locator(".sound-name").click();
    const inspector = page.getByRole("complementary", { name: "Inspector" });
    await inspector.getByText("Nothing can be heard in the sound.").waitFor();
    expect(await inspector.locator(".similar-row").count()).toBe(0);
    await page.keyboard.press("ControlOrMeta+Shift+f");
    const view = page.getByRole("region", { name: "No sound is like this one" });
    await view.getByText("Nothing can be heard in the sound.").waitFor();
    expect(await page.locator(".search-notice").textContent()).toBe("Nothing can be heard in the sound.");
  });

  test("what was found similar while sounds were listened to is found anew at the end; the selection stays", async () => {
    const { page } = await openWindow("sounds=12&phase=listening");
    await rows(page).nth(3).locator(".sound-name").click();
    const chosen = await selected(page).textContent();
    const similar = page.getByRole("complementary", { name: "Inspector" }).locator(".similar-row");
    await similar.nth(5).waitFor();
    const before = await similar.allTextContents();
    await page.evaluate(() => window.fake.setSoundCount(60));
    await page.evaluate(async () => {
      const { progress } = await (window.earshot as EarshotBridge).engine.getStatus({});
      window.fake.emit("progress", { ...progress, phase: "idle" });
    });
    await expect.poll(() => similar.allTextContents(), patient).not.toEqual(before);
    expect(await selected(page).textContent()).toBe(chosen);
  });

  test("a library without duplicates and without history says so", async () => {
    const { page } = await openWindow("sounds=3");
    await page.getByRole("button", { name: "Duplicates" }).click();
    await page.getByText("No sound lies in more than one file.").waitFor();
    await page.getByRole("button", { name: "History", exact: true }).click();
    await page.getByText("What you search for appears here once you use a result.").waitFor();
    expect(await page.getByRole("button", { name: "Clear history" }).isDisabled()).toBe(true);
  });

  test("a row dropped on the search line shows what is like it", async () => {
    const { page } = await openWindow("sounds=12");
    await grid(page)
      .locator("[data-sound-id='8']")
      .dragTo(page.getByRole("textbox", { name: "Search" }));
    await page.getByRole("button", { name: "similar to analog_pad_08.aiff" }).waitFor();
    expect(await lastCall(page, "search")).toMatchObject({ scope: { kind: "similar", soundId: 8 } });
  });

  test("similar sounds are not mixed with the words that led to the sound; filters stay", async () => {
    const { page } = await openWindow("sounds=60");
    await search(page, "pad wav");
    await rows(page).first().locator(".sound-name").click();
    await page.keyboard.press("ControlOrMeta+Shift+f");
    await page.getByRole("button", { name: /^similar to/ }).waitFor();
    // The inspector asks for similar sounds too, sooner or later.
    const asked = () =>
      page.evaluate(() =>
        window.fake.calls.filter(({ name }) => name === "search").map((call) => call.request),
      );
    await expect
      .poll(asked, patient)
      .toContainEqual(
        expect.objectContaining({ query: "wav", scope: expect.objectContaining({ kind: "similar" }) }),
      );
  });

  test("what counts for likeness is weighed and put back", async () => {
    const { page } = await openWindow("sounds=12");
    await choose(page, 8);
    await page.keyboard.press("ControlOrMeta+Shift+f");
    await page.getByRole("button", { name: "What counts" }).click();
    await page.getByRole("slider", { name: /^Length/ }).fill("0.8");
    const weighed = { scope: { kind: "similar", soundId: 8, weights: { length: 0.8 } } };
    await expect.poll(() => lastCall(page, "search"), patient).toMatchObject(weighed);
    await page.getByRole("button", { name: "Reset" }).click();
    await expect
      .poll(async () => JSON.stringify(await lastCall(page, "search")), patient)
      .not.toContain("weights");
  });

  test("a dropped file is found by name and size, and one that is not in the library is not uploaded", async () => {
    const { page } = await openWindow("sounds=12");
    const sizeBytes = await page.evaluate(async () => {
      const rowsOfBridge = await window.earshot?.engine.getSounds({ ids: [8] });
      return rowsOfBridge?.[0]?.sizeBytes ?? 0;
    });
    const drop = (name: string, size: number): Promise<void> =>
      page.locator(".search-line").evaluate(
        (element, file) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([new Uint8Array(file.size)], file.name));
          element.dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }));
        },
        { name, size },
      );
    await drop("elsewhere.wav", 10);
    await page.getByText("elsewhere.wav is not in the library.", { exact: false }).waitFor();
    await drop("analog_pad_08.aiff", sizeBytes);
    await page.getByRole("button", { name: "similar to analog_pad_08.aiff" }).waitFor();
    expect(await lastCall(page, "search")).toMatchObject({
      query: "",
      scope: { kind: "similar", soundId: 8 },
    });
  });
});
