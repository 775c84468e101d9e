// What a key or a late answer must leave alone, in a real Chromium on a fake bridge.
import { describe, expect, test } from "vitest";
import { isChromiumMissing } from "../e2e/chromium.ts";
import { withWindow } from "./open-window.ts";
import { grid, patient, rows } from "./window-parts.ts";

describe.skipIf(isChromiumMissing())("keys and what they leave alone", () => {
  const openWindow = withWindow();

  test("a letter pressed in a menu finds an entry and runs no command", async () => {
    const { page } = await openWindow("sounds=12");
    await rows(page).first().locator(".sound-name").click({ button: "right" });
    const menu = page.getByRole("menu");
    await menu.waitFor();
    await page.keyboard.press("ArrowDown");
    // Alone, C collects the selection and S shows the spectrogram.
    await page.keyboard.press("c");
    await page.keyboard.press("s");
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await page.getByRole("button", { name: "Spectrum" }).getAttribute("aria-pressed")).toBe("false");
    expect(await menu.count()).toBe(1);
  });

  test("another sound is shown whole after the one before was zoomed into", async () => {
    const { page } = await openWindow("sounds=12");
    const overflow = (): Promise<number> =>
      page
        .locator(".player-surface .scroll")
        .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
    await page.getByRole("textbox", { name: "Search" }).press("ArrowDown");
    await expect
      .poll(async () => {
        await page.keyboard.press("z");
        return overflow();
      }, patient)
      .toBeGreaterThan(0);
    await page.keyboard.press("ArrowDown");
    await expect.poll(overflow, patient).toBe(0);
  });

  test("suggestions that come after the line was left stay away from the results", async () => {
    const { page } = await openWindow("sounds=60");
    await grid(page).waitFor();
    const line = page.getByRole("textbox", { name: "Search" });
    await line.focus();
    // Typed and left in one go: the answer cannot have come in between.
    await page.evaluate(() => {
      document.execCommand("insertText", false, "#pa");
      document.querySelector<HTMLElement>("[role=grid]")?.focus();
    });
    const isAsked = (): Promise<boolean> =>
      page.evaluate(() => window.fake.calls.some(({ name }) => name === "suggestQuery"));
    await expect.poll(isAsked, patient).toBe(true);
    await page.waitForTimeout(300);
    expect(await page.getByRole("option").count()).toBe(0);
    // The same line does bring suggestions while the line has the focus.
    await line.fill("");
    await line.pressSequentially("#pa");
    await page.getByRole("option", { name: /tag pad/ }).waitFor();
  });
});
