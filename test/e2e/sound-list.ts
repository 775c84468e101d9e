// The list of sounds as a person sees it.
import type { Locator, Page } from "playwright-core";
import type { Deck } from "../../renderer/player/deck.ts";

export const list = (page: Page): Locator => page.getByRole("grid", { name: "Sounds" });

/** Rows in sight, best match first; the header's row is none of them. */
export const rows = (page: Page): Locator => list(page).locator("[data-sound-id]");

export const searchLine = (page: Page): Locator => page.getByRole("textbox", { name: "Search" });

/** Names of the rows in sight. */
export async function rowNames(page: Page): Promise<string[]> {
  const found = await rows(page).evaluateAll((elements) =>
    elements
      .map((row) => ({
        index: Number(row.getAttribute("aria-rowindex")),
        name: row.querySelector(".cell-name"),
      }))
      .sort((a, b) => a.index - b.index)
      .map(({ name }) => name?.textContent ?? ""),
  );
  return found.filter((name) => name !== "");
}

/** Types as a person does, and waits until meaning has answered. */
export async function search(page: Page, line: string): Promise<void> {
  await searchLine(page).fill("");
  await searchLine(page).pressSequentially(line, { delay: 15 });
  await page.locator('input[aria-label="Search"][aria-busy="false"]').waitFor({ timeout: 20_000 });
}

/** Number of sounds that the search bar states. */
export async function statedCount(page: Page): Promise<number> {
  const text = await page.getByRole("search").getByRole("status").textContent();
  return Number((/([\d,]+) sounds?/.exec(text ?? "")?.[1] ?? "-1").replaceAll(",", ""));
}

export interface Playing {
  isPaused: boolean;
  timeSec: number;
  durationSec: number;
  url: string;
  way: "memory" | "stream";
}

/** State of what is heard; the deck has the properties of a media element. */
export function playing(page: Page): Promise<Playing> {
  return page.locator("earshot-deck").evaluate((element) => {
    const deck = element as Deck;
    return {
      isPaused: deck.paused,
      timeSec: deck.currentTime,
      durationSec: deck.duration,
      url: deck.currentSrc,
      way: deck.way,
    };
  });
}

/** Number of waveform canvases in sight that have a drawn pixel. */
export function drawnWaveforms(page: Page): Promise<number> {
  return rows(page)
    .locator("canvas")
    .evaluateAll(
      (canvases) =>
        (canvases as HTMLCanvasElement[]).filter((canvas) => {
          const pixels = canvas.getContext("2d")?.getImageData(0, 0, canvas.width, canvas.height).data;
          return pixels?.some((value) => value !== 0) === true;
        }).length,
    );
}
