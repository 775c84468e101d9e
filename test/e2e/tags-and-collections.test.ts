// Tagging, collections, likeness, history and duplicates through the whole program, with a look into its library.
import { copyFileSync } from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import type { BrowserContext, Locator, Page } from "playwright-core";
import { describe, expect, test, vi } from "vitest";
import { afterThis, beforeAllTests } from "./after-this.ts";
import { isChromiumMissing } from "./chromium.ts";
import { list, rowNames, rows, search, searchLine, statedCount } from "./sound-list.ts";
import {
  demoFolder,
  folderOfSounds,
  listDemoSounds,
  openWindow,
  type OpenWindow,
  runServe,
  signIn,
  tempFolder,
} from "./web-app.ts";
import type { WebApp } from "./launch-earshot.ts";

const isDrum = /^Drums\//;
const drumCount = listDemoSounds().filter((name) => isDrum.test(name)).length;
const kick = "Kick Punchy.wav";
/** There twice, under two names. */
const copied = "Kick Deep.wav";
const inspector = (page: Page) => page.getByRole("complementary", { name: "Inspector" });
/** Has the focus while no list is there. */
const everything = (page: Page) => page.getByRole("button", { name: /^All [\d,]+$/ });
const collections = (page: Page) => page.getByRole("list", { name: "Collections" });

/** Into the field, whatever has the focus: with suggestions it is the first of them. */
async function add(editor: Locator, label: string): Promise<void> {
  await editor.getByRole("combobox", { name: "Add a tag" }).fill(label);
  await editor.getByRole("combobox", { name: "Add a tag" }).press("Enter");
}

async function choose(page: Page, name: string): Promise<void> {
  await rows(page).filter({ hasText: name }).first().locator(".sound-name").click();
  await inspector(page).getByRole("heading", { name }).waitFor();
}

describe.skipIf(isChromiumMissing())("tags and collections", () => {
  const home = { path: "" };
  let app: WebApp;
  let context: BrowserContext;

  beforeAllTests(async () => {
    home.path = tempFolder();
    // Drums alone: what is tested needs no more, and each sound must be listened to first.
    const folder = folderOfSounds(isDrum);
    copyFileSync(path.join(demoFolder, "Drums", copied), path.join(folder, "the same kick.wav"));
    app = await runServe(home.path);
    context = await signIn(app);
    const { page } = await openWindow(app, context);
    await page.getByRole("button", { name: "Add folder" }).first().click();
    const dialog = page.getByRole("dialog", { name: "Add folder" });
    await dialog.getByRole("textbox", { name: "Folder", exact: true }).fill(folder);
    await dialog.getByRole("textbox", { name: "Folder", exact: true }).press("Control+Enter");
    await vi.waitUntil(() => readyCount() === drumCount, { timeout: 150_000, interval: 500 });
    await page.close();
  });

  function query<Row>(sql: string, ...values: unknown[]): Row[] {
    const db = new Database(path.join(home.path, "library.db"), { readonly: true });
    try {
      return db.prepare(sql).all(...values) as Row[];
    } finally {
      db.close();
    }
  }

  const readyCount = (): number =>
    query<{ count: number }>("SELECT count(*) AS count FROM sounds WHERE status = 'ready'")[0]?.count ?? 0;

  async function open(): Promise<OpenWindow> {
    const window = await openWindow(app, context);
    afterThis(() => window.page.close());
    return window;
  }

  test("a tag is confirmed, then rejected; both words are taken back, and given again", async () => {
    const { page, complaints } = await open();
    await choose(page, kick);
    await page.keyboard.press("t");
    const editor = page.getByRole("dialog", { name: `Tags of ${kick}` });
    await add(editor, "kick");
    await editor.getByRole("button", { name: "kick confirmed by you" }).waitFor();
    await editor.getByRole("button", { name: "kick confirmed by you" }).press("n");
    await editor.getByRole("button", { name: "kick rejected by you" }).waitFor();
    await page.keyboard.press("Escape");
    await search(page, "#kick");
    expect(await rowNames(page)).not.toContain(kick);
    await everything(page).press("ControlOrMeta+z");
    await page.getByText(/^Undone: /).waitFor();
    await expect.poll(() => rowNames(page)).toContain(kick);
    await everything(page).press("ControlOrMeta+Shift+z");
    await page.getByText(/^Done again: /).waitFor();
    await expect.poll(() => rowNames(page)).not.toContain(kick);
    await everything(page).press("ControlOrMeta+z");
    await expect.poll(() => rowNames(page)).toContain(kick);
    expect(complaints.list()).toEqual([]);
  });

  test("a selection is tagged with a label of one's own, which then narrows the list", async () => {
    const { page, complaints } = await open();
    await search(page, "in:drums");
    await rows(page).first().locator(".sound-name").click();
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("t");
    const editor = page.getByRole("dialog", { name: "Tags of 3 sounds" });
    await add(editor, "for the bridge");
    await editor.getByRole("button", { name: /^for the bridge confirmed/ }).waitFor();
    await page.keyboard.press("Escape");
    await search(page, "");
    await page
      .getByRole("list", { name: "Tags" })
      .getByRole("button", { name: /^for the bridge 3$/ })
      .click();
    await expect.poll(() => statedCount(page)).toBe(3);
    expect(complaints.list()).toEqual([]);
  });

  test("a collection is made of a selection, and a saved search follows the library", async () => {
    const { page, complaints } = await open();
    await choose(page, kick);
    await page.keyboard.press("Shift+ArrowDown");
    await page.keyboard.press("c");
    await page.keyboard.type("Monday");
    await page.keyboard.press("Enter");
    await collections(page).getByRole("button", { name: "Monday 2" }).click();
    await expect.poll(() => statedCount(page)).toBe(2);
    await everything(page).click();
    await search(page, "snare");
    await page.keyboard.press("ControlOrMeta+Shift+s");
    await page.getByRole("dialog", { name: "Save search" }).waitFor();
    await page.keyboard.press("Enter");
    await search(page, "");
    await collections(page).getByRole("button", { name: "snare" }).click();
    await expect
      .poll(async () => (await rowNames(page)).slice(0, 3).every((name) => /snare/i.test(name)))
      .toBe(true);
    expect(query("SELECT name, query FROM collections ORDER BY id")).toEqual([
      { name: "Monday", query: null },
      { name: "snare", query: "snare" },
    ]);
    expect(complaints.list()).toEqual([]);
  });

  test("what sounds like a kick is kicks, by key and by a drop on the search line", async () => {
    const { page, complaints } = await open();
    await choose(page, kick);
    await page.keyboard.press("ControlOrMeta+Shift+f");
    await page.getByRole("button", { name: `similar to ${kick}` }).waitFor();
    await expect
      .poll(async () => (await rowNames(page)).slice(0, 4).filter((name) => /kick/i.test(name)).length)
      .toBeGreaterThanOrEqual(2);
    await page.getByRole("button", { name: `similar to ${kick}` }).click();
    await expect.poll(() => statedCount(page)).toBeGreaterThan(20);
    await rows(page).filter({ hasText: "Snare Tight" }).first().dragTo(searchLine(page));
    await page.getByRole("button", { name: "similar to Snare Tight.wav" }).waitFor();
    expect(complaints.list()).toEqual([]);
  });

  test("two files with the same content are one group of duplicates", async () => {
    const { page, complaints } = await open();
    await list(page).press("5");
    const view = page.getByRole("region", { name: "Duplicates" });
    await view.getByText("1 sound in more than one file").waitFor();
    await view.getByText("the same kick.wav", { exact: false }).waitFor();
    expect(complaints.list()).toEqual([]);
  });

  test("a search whose result was used is in the history", async () => {
    const { page, complaints } = await open();
    await search(page, "closed hat");
    await searchLine(page).press("ArrowDown");
    await page.keyboard.press("6");
    await page
      .getByRole("region", { name: "Searches" })
      .getByRole("button", { name: /^closed hat/ })
      .waitFor();
    expect(complaints.list()).toEqual([]);
  });
});
