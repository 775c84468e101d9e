// Tags by role and name, in a real Chromium on a fake bridge: confirm, reject, add, take back, for one sound and many.
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { isChromiumMissing } from "../e2e/chromium.ts";
import { withWindow } from "./open-window.ts";
import { grid, patient, rows, search } from "./window-parts.ts";

const editor = (page: Page) => page.getByRole("dialog", { name: /^Tags of/ });
const tagsOfRow = (page: Page, id: number) => grid(page).locator(`[data-sound-id='${id}'] .cell-tags .tag`);
const choose = (page: Page, id: number) => grid(page).locator(`[data-sound-id='${id}'] .sound-name`).click();
const callsOf = (page: Page, name: string) =>
  page.evaluate(
    (wanted) => window.fake.calls.filter((call) => call.name === wanted).map(({ request }) => request),
    name,
  );

const lastOf = async (page: Page, name: string) => (await callsOf(page, name)).at(-1);

describe.skipIf(isChromiumMissing())("tags", () => {
  const openWindow = withWindow();

  test("T opens the editor on the first tag; Y confirms, N rejects, U takes back, and Ctrl+Z says what it undid", async () => {
    const { page, complaints } = await openWindow("sounds=12");
    await choose(page, 8);
    await page.keyboard.press("t");
    await editor(page).getByRole("button", { name: "pad suggested by name" }).waitFor();
    await page.keyboard.press("y");
    await editor(page).getByRole("button", { name: "pad confirmed by you" }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("n");
    await editor(page)
      .getByRole("button", { name: /rejected by you/ })
      .waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => tagsOfRow(page, 8).allTextContents(), patient).toEqual(["pad"]);
    await page.keyboard.press("ControlOrMeta+z");
    await page.getByText("Undone: Rejected on 1 sounds dark").waitFor();
    await expect.poll(() => tagsOfRow(page, 8).count(), patient).toBe(2);
    expect(await callsOf(page, "setTag")).toEqual([
      { ids: [8], label: "pad", state: "confirmed" },
      { ids: [8], label: "dark", state: "rejected" },
    ]);
    expect(complaints.list()).toEqual([]);
  });

  test("a selection is tagged at once with a label that is typed, and the row shows it", async () => {
    const { page } = await openWindow("sounds=12");
    await choose(page, 8);
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("t");
    await page.getByRole("dialog", { name: "Tags of 2 sounds" }).waitFor();
    await editor(page).locator(".tag-row:focus").waitFor();
    await page.keyboard.press("a");
    await page.keyboard.type("sna");
    await page.getByRole("option", { name: "snare Drums" }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText("Tagged 2 sounds snare").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => tagsOfRow(page, 8).first().textContent(), patient).toBe("snare");
  });

  test("a word that is no label yet becomes an own one", async () => {
    const { page } = await openWindow("sounds=12");
    await choose(page, 8);
    await page.keyboard.press("t");
    await editor(page).getByRole("button", { name: "pad suggested by name" }).waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("rusty gate");
    await page.getByRole("option", { name: "rusty gate new label" }).waitFor();
    await page.keyboard.press("Enter");
    await editor(page).getByRole("button", { name: "rusty gate confirmed by you" }).waitFor();
    expect(await callsOf(page, "setTag")).toEqual([{ ids: [8], label: "rusty gate", state: "confirmed" }]);
  });

  test("a folder's sounds are tagged from its menu and by T", async () => {
    const { page } = await openWindow("sounds=12");
    await page.getByRole("treeitem", { name: /Samples/ }).press("t");
    await page.getByRole("dialog", { name: "Tags of 12 sounds in Samples" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("treeitem", { name: /Samples/ }).click({ button: "right" });
    await page.getByRole("menuitem", { name: "Tag all its sounds" }).click();
    await page.getByRole("dialog", { name: "Tags of 12 sounds in Samples" }).waitFor();
    expect(await lastOf(page, "searchNames")).toMatchObject({
      scope: { kind: "folder", path: "/home/ada/Samples" },
      limit: 0,
    });
  });

  test("the inspector's tags are confirmed by a press and rejected by the other", async () => {
    const { page } = await openWindow("sounds=12");
    await choose(page, 8);
    const inspector = page.getByRole("complementary", { name: "Inspector" });
    await inspector.getByRole("button", { name: "pad suggested by name" }).click();
    await inspector.getByRole("button", { name: "pad confirmed by you", pressed: true }).waitFor();
    await inspector.getByRole("button", { name: "Reject dark" }).click();
    await inspector.getByRole("button", { name: "Take back dark", pressed: true }).waitFor();
    await expect.poll(() => tagsOfRow(page, 8).allTextContents(), patient).toEqual(["pad"]);
  });

  test("a press on a facet narrows the line, Alt leaves it out, and a second press lets go", async () => {
    const { page } = await openWindow("sounds=60");
    const line = page.getByRole("textbox", { name: "Search" });
    const facet = page.getByRole("list", { name: "Tags" }).getByRole("button", { name: /^pad / });
    await facet.click();
    expect(await line.inputValue()).toBe("#pad");
    await expect
      .poll(async () => (await rows(page).allTextContents()).every((text) => text.includes("pad")), patient)
      .toBe(true);
    await facet.press("Alt+Enter");
    expect(await line.inputValue()).toBe("-#pad");
    const without = page.getByRole("list", { name: "Tags" }).getByRole("button", { name: /^without pad / });
    await without.press("Alt+Enter");
    expect(await line.inputValue()).toBe("");
  });

  test("an own label is made with what it sounds like", async () => {
    const { page } = await openWindow("sounds=12");
    await page.getByRole("button", { name: "Labels" }).click();
    const dialog = page.getByRole("dialog", { name: "Labels" });
    await dialog.getByRole("button", { name: "New label" }).click();
    await dialog.getByRole("textbox", { name: "Label", exact: true }).fill("rusty gate");
    await dialog.getByRole("textbox", { name: /^Sounds like/ }).fill("a rusty gate\nmetal creaking");
    await dialog.getByRole("button", { name: "Add label" }).click();
    await dialog.getByRole("option", { name: "rusty gate own" }).waitFor();
    expect(await callsOf(page, "saveLabel")).toEqual([
      {
        label: "rusty gate",
        family: "own",
        synonyms: [],
        prompts: ["a rusty gate", "metal creaking"],
        isEnabled: true,
      },
    ]);
  });

  test("a tag is suggested while it is typed: Tab takes it, and Down goes into the results all the same", async () => {
    const { page } = await openWindow("sounds=60");
    const line = page.getByRole("textbox", { name: "Search" });
    await line.pressSequentially("#pa");
    await page.getByRole("option", { name: /tag pad/ }).waitFor();
    await page.keyboard.press("Tab");
    expect(await line.inputValue()).toBe("#pad ");
    await search(page, "");
    await line.pressSequentially("#pa");
    await page.getByRole("option", { name: /tag pad/ }).waitFor();
    await page.keyboard.press("ArrowDown");
    await expect
      .poll(() => grid(page).evaluate((element) => element === document.activeElement), patient)
      .toBe(true);
    expect(await page.getByRole("option", { name: /tag pad/ }).count()).toBe(0);
  });
});
