// The renderer on the fake bridge in a real Chromium: one build and one browser for a test file.
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, onTestFinished } from "vitest";
import { findChromium, quietArguments } from "../e2e/chromium.ts";
import { type Complaints, watchComplaints } from "../e2e/complaints.ts";
import { servePage } from "./serve-page.ts";

export interface Window {
  page: Page;
  complaints: Complaints;
}

/**
 * Call at the top of a test file.
 * @returns opens a window on a library described by the address (`sounds=12&errors=3`)
 */
export function withWindow(): (library: string, options?: BrowserContextOptions) => Promise<Window> {
  let browser: Browser;
  let served: Awaited<ReturnType<typeof servePage>>;
  beforeAll(async () => {
    served = await servePage();
    const executablePath = findChromium();
    if (executablePath === undefined) throw new Error("No Chromium found; set EARSHOT_CHROMIUM to its path.");
    browser = await chromium.launch({ executablePath, args: quietArguments });
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });
  return async (library, options = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      colorScheme: "dark",
      permissions: ["clipboard-read", "clipboard-write"],
      ...options,
    });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const complaints = watchComplaints(page);
    await page.goto(`${served.url}?${library}`);
    await page.getByRole("textbox", { name: "Search" }).waitFor();
    return { page, complaints };
  };
}
