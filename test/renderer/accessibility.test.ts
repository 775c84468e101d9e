// axe-core over every view, dark and light: what a machine can find of what keeps people out.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { isChromiumMissing } from "../e2e/chromium.ts";
import { withWindow } from "./open-window.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  nodes: { target: unknown[]; failureSummary: string }[];
}

interface Axe {
  run(options: { runOnly?: string[] }): Promise<{ violations: Violation[] }>;
}

/**
 * Violations as `rule: element: what to do`.
 * @param rules only these; all when there are none
 */
async function findViolations(page: Page, rules: string[]): Promise<string[]> {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: Axe };
    return (await axe.run(runOnly.length > 0 ? { runOnly } : {})).violations;
  }, rules);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${String(target)}: ${failureSummary}`),
  );
}

const views: [name: string, library: string, open: (page: Page) => Promise<unknown>][] = [
  [
    "a list with a selection",
    "sounds=60&errors=3&phase=listening",
    (page) => page.locator("[data-sound-id='8'] .sound-name").click(),
  ],
  [
    "ranked results",
    "sounds=60",
    (page) => page.getByRole("textbox", { name: "Search" }).fill("kick <2 -vox"),
  ],
  ["an empty library", "sounds=0", (page) => page.getByRole("heading", { name: "No sounds yet" }).waitFor()],
  [
    "the errors",
    "sounds=12&errors=5",
    (page) => page.getByRole("button", { name: "5 files could not be read" }).click(),
  ],
  ["the duplicates", "sounds=12", (page) => page.getByRole("grid").press("5")],
  [
    "the map, a sound on it chosen",
    "sounds=60",
    async (page) => {
      await page.getByRole("grid").press("8");
      await page.getByRole("application").press("ArrowRight");
      await page.getByRole("button", { name: "Show all", exact: true }).waitFor();
    },
  ],
  [
    "a map that is laid out",
    "sounds=12&map=layout",
    async (page) => {
      await page.getByRole("grid").press("8");
      await page.getByRole("progressbar", { name: "Laying out" }).waitFor();
    },
  ],
  [
    "the history",
    "sounds=60",
    async (page) => {
      await page.getByRole("textbox", { name: "Search" }).fill("kick");
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("6");
    },
  ],
  [
    "several sounds, a collection and suggestions",
    "sounds=60",
    async (page) => {
      await page.locator("[data-sound-id='8'] .sound-name").click();
      await page.keyboard.press("Shift+PageDown");
      await page.keyboard.press("c");
      await page.keyboard.type("Monday");
      await page.keyboard.press("Enter");
      await page.getByRole("textbox", { name: "Search" }).pressSequentially("#pa");
      await page.keyboard.press("Alt+ArrowDown");
    },
  ],
  [
    "the tag editor with a rejected and a typed tag",
    "sounds=12",
    async (page) => {
      await page.locator("[data-sound-id='8'] .sound-name").click();
      await page.keyboard.press("t");
      await page.locator(".tag-row:focus").waitFor();
      await page.keyboard.press("n");
      await page.keyboard.press("a");
      await page.keyboard.type("sn");
    },
  ],
  ["the labels", "sounds=12", (page) => page.getByRole("button", { name: "Labels" }).click()],
  [
    "choosing a collection",
    "sounds=12",
    async (page) => {
      await page.locator("[data-sound-id='8'] .sound-name").click();
      await page.keyboard.press("c");
    },
  ],
  ["the palette", "sounds=12", (page) => page.keyboard.press("ControlOrMeta+k")],
  ["the cheat sheet", "sounds=12", (page) => page.getByRole("grid").press("?")],
  ["settings", "sounds=12", (page) => page.keyboard.press("ControlOrMeta+,")],
  ...["Playback", "Folders", "Models", "Tagging", "Dragging", "Keyboard", "Privacy", "About"].map(
    (section): (typeof views)[number] => [
      `settings: ${section}`,
      "sounds=12",
      async (page) => {
        await page.keyboard.press("ControlOrMeta+,");
        await page.getByRole("tab", { name: section }).click();
      },
    ],
  ),
  [
    "the log",
    "sounds=12",
    async (page) => {
      await page.keyboard.press("ControlOrMeta+,");
      await page.getByRole("tab", { name: "About" }).click();
      await page.getByRole("button", { name: "Log" }).click();
    },
  ],
  ["the folder panel", "sounds=12", (page) => page.keyboard.press("ControlOrMeta+o")],
];

describe.skipIf(isChromiumMissing())("axe finds nothing", () => {
  const openWindow = withWindow();
  for (const colorScheme of ["dark", "light"] as const) {
    test.for(views)(`in %s, ${colorScheme}`, async ([, library, open]) => {
      const { page } = await openWindow(library, { colorScheme });
      await page.locator("[data-sound-id], .notice-view").first().waitFor();
      await open(page);
      await page.waitForTimeout(250);
      // The page is the same in light, only its colours are not.
      expect(await findViolations(page, colorScheme === "light" ? ["color-contrast"] : [])).toEqual([]);
    });
  }
});
