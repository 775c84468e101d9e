// The parts of the window that its tests take hold of, by role and name.
import type { Locator, Page } from "playwright-core";
import type { Deck } from "../../renderer/player/deck.ts";

/** Patient: the machine may be busy with the rest of the tests. */
export const patient = { timeout: 15_000 };
export const grid = (page: Page) => page.getByRole("grid", { name: "Sounds" });
export const rows = (page: Page) => grid(page).locator("[data-sound-id]");
export const selected = (page: Page) => grid(page).locator("[aria-selected=true] .sound-name");
export const audioState = (page: Page) =>
  page.locator("earshot-deck").evaluate((deck: Deck) => ({
    isPlaying: !deck.paused,
    hasMoved: deck.currentTime > 0,
    loop: deck.loop,
  }));

export function focused(element: Locator): Promise<boolean> {
  return element.evaluate((found) => found === document.activeElement);
}

export async function search(page: Page, line: string): Promise<void> {
  await page.getByRole("textbox", { name: "Search" }).fill(line);
}
