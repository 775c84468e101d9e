// Markup in everything that a stranger or a person can name: it is shown as text, everywhere.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Sitting } from "./journeys.ts";
import { list, rowNames, rows, search, searchLine } from "./sound-list.ts";
import { demoFolder, tempFolder } from "./web-app.ts";

/** What would run if it were ever read as HTML; no slash, so that it can name a file. */
const attack = (what: string): string => `<img src=x onerror="document.title='owned'">${what}`;
const patient = { timeout: 60_000 };

/** Nothing was made of the markup, and none of it ran. */
async function expectHarmless(page: Page): Promise<void> {
  const made = await page.evaluate(() => ({
    title: document.title,
    elements: document.querySelectorAll("img, iframe, object, embed, [onerror], [onload], [onclick]").length,
  }));
  expect(made).toEqual({ title: "Earshot", elements: 0 });
}

function folderFullOfMarkup(): string {
  const folder = path.join(tempFolder("markup"), attack("pack"));
  mkdirSync(folder);
  // Content of its own: a copy would be one sound with the demo's file.
  const sound = readFileSync(path.join(demoFolder, "Drums", "Kick Deep.wav"));
  sound[sound.length - 2] = (sound[sound.length - 2] as number) ^ 3;
  writeFileSync(path.join(folder, `${attack("sound")}.wav`), sound);
  writeFileSync(path.join(folder, `${attack("broken")}.wav`), "");
  return folder;
}

export async function walkMarkup({ page, addFolder }: Sitting): Promise<void> {
  const side = (name: string) => page.getByRole("list", { name });
  await search(page, "");
  await addFolder(folderFullOfMarkup());
  await page.getByRole("tree", { name: "Folders" }).getByText(attack("pack")).waitFor(patient);
  await expect
    .poll(async () => {
      await search(page, "onerror sound");
      return (await rowNames(page))[0];
    }, patient)
    // Not the broken one, which its name alone may put first for a moment. A long name is cut in its middle.
    .toMatch(/^<img src=x.*sound\.wav$/);
  // What is not listened to yet may be fetched ahead, also the broken one, and the console says that it cannot be.
  const counts = page.getByRole("contentinfo").locator(".status-counts");
  await expect.poll(() => counts.textContent(), patient).not.toMatch(/Looking for files|listening/);
  await rows(page).first().locator(".sound-name").click();
  const inspector = page.getByRole("complementary", { name: "Inspector" });
  // In parts, so that the middle of a long name can give way.
  await expect.poll(() => inspector.textContent(), patient).toContain(attack("sound"));
  await expectHarmless(page);

  await list(page).press("t");
  const editor = page.getByRole("dialog", { name: /^Tags of/ });
  await editor.waitFor();
  await editor.press("a");
  await page.keyboard.insertText(attack("tag"));
  await page.keyboard.press("Enter");
  await editor.getByRole("button", { name: `${attack("tag")} confirmed by you` }).waitFor(patient);
  await expectHarmless(page);
  await page.keyboard.press("Escape");
  await side("Tags").getByText(attack("tag")).waitFor(patient);

  await list(page).press("c");
  await page.keyboard.insertText(attack("collection"));
  await page.keyboard.press("Enter");
  await side("Collections").getByText(attack("collection")).waitFor(patient);
  await searchLine(page).press("ControlOrMeta+Shift+s");
  const saving = page.getByRole("dialog", { name: "Save search" });
  await saving.getByRole("textbox").fill(attack("saved"));
  await page.keyboard.press("Enter");
  await side("Collections").getByText(attack("saved")).waitFor(patient);
  await expectHarmless(page);

  await page.keyboard.press("ControlOrMeta+k");
  await page.keyboard.type("Labels for tags");
  await page.keyboard.press("Enter");
  const labels = page.getByRole("dialog", { name: "Labels" });
  await labels.getByRole("textbox", { name: "Find a label" }).fill("onerror");
  await labels.getByRole("option").getByText(attack("tag")).waitFor(patient);
  await expectHarmless(page);
  await page.keyboard.press("Escape");

  await side("Collections").getByText(attack("collection")).click();
  await expect.poll(() => rows(page).count(), patient).toBe(1);
  await page.getByRole("button", { name: /could not be read/ }).click();
  await page
    .getByRole("listitem")
    .filter({ hasText: attack("broken") })
    .waitFor(patient);
  await expectHarmless(page);
  await page.keyboard.press("ControlOrMeta+z");
  await page.getByText(/^Undone: /).waitFor(patient);
  await expectHarmless(page);
  await search(page, "");
  // Out of the collection again.
  await list(page).press("1");
  await expect.poll(() => rows(page).count(), patient).toBeGreaterThan(1);
}
