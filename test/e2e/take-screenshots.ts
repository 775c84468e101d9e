// Makes the pictures of docs/screenshots: `node test/e2e/take-screenshots.ts`, or those of the views that are named.
// Needs a Chromium.
// It runs the program itself on a copy of the demo sounds; file names say view and theme, `@2x` a part of the window
// with twice the pixels.
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { findChromium, quietArguments } from "./chromium.ts";
import { list, rows, search, searchLine } from "./sound-list.ts";
import { launchEarshot } from "./launch-earshot.ts";

const root = path.join(import.meta.dirname, "..", "..");
const folder = path.join(root, "docs", "screenshots");
/** A plain path, since pictures show it. */
const soundsFolder = path.join(tmpdir(), "Samples");
/** What a picture with twice the pixels shows: the list, as large as the size limit allows. */
const detail = { x: 188, y: 0, width: 836, height: 500 };
const maxBytes = 400_000;
const names = process.argv.slice(2);

type Theme = "dark" | "light";

/** What is done before the picture is taken. */
const views: Record<string, (page: Page) => Promise<void>> = {
  library: async (page) => {
    await rows(page).nth(4).click();
  },
  search: async (page) => {
    await search(page, "kick drum");
    await searchLine(page).press("ArrowDown");
  },
  // No word of it stands in a name.
  meaning: async (page) => {
    await search(page, "stormy weather");
    await searchLine(page).press("ArrowDown");
    await page.getByRole("complementary", { name: "Inspector" }).getByText("Why it matched").click();
  },
  filters: async (page) => {
    await search(page, "warm evolving pad -loop <6s");
    await searchLine(page).press("ArrowDown");
  },
  tags: async (page) => {
    await page.getByRole("list", { name: "Tags" }).getByRole("button").first().click();
    await rows(page).nth(2).click();
    await list(page).press("Shift+ArrowDown");
    await list(page).press("Shift+ArrowDown");
    await list(page).press("t");
    await page.locator(".tag-row:focus").waitFor();
  },
  labels: async (page) => {
    await page.getByRole("button", { name: "Labels" }).click();
    await page.getByRole("dialog").getByRole("option").nth(4).click();
  },
  suggestions: async (page) => {
    await searchLine(page).pressSequentially("dusty #sn", { delay: 30 });
    await page.getByRole("option").first().waitFor();
  },
  similar: async (page) => {
    await rows(page).nth(6).click();
    await list(page).press("ControlOrMeta+Shift+f");
  },
  collection: async (page) => {
    await page.getByRole("list", { name: "Collections" }).getByRole("button", { name: "Monday" }).click();
    await rows(page).first().click();
    await list(page).press("ControlOrMeta+a");
  },
  collect: async (page) => {
    await rows(page).nth(7).click();
    await list(page).press("c");
  },
  duplicates: async (page) => {
    await list(page).press("5");
    await page.getByRole("region", { name: "Duplicates" }).getByRole("listitem").first().waitFor();
  },
  history: async (page) => {
    await list(page).press("6");
    await page.getByRole("region", { name: "History" }).waitFor();
  },
  errors: async (page) => {
    addBrokenFiles();
    await list(page).press("ControlOrMeta+k");
    await page.keyboard.type("Look for new");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: /files could not be read/ }).click();
    await page.getByRole("listitem").filter({ hasText: "take 3" }).waitFor();
  },
  empty: async (page) => {
    await search(page, "in:nowhere");
  },
  palette: async (page) => {
    await list(page).press("ControlOrMeta+k");
    await page.getByRole("dialog").waitFor();
  },
  shortcuts: async (page) => {
    await list(page).press("?");
    await page.getByRole("dialog").waitFor();
  },
  "add-folder": async (page) => {
    await page.getByRole("button", { name: "Add folder" }).first().click();
    await page.getByRole("dialog").getByRole("option").first().waitFor();
  },
  settings: async (page) => {
    await list(page).press("ControlOrMeta+,");
    await page.getByRole("dialog").waitFor();
  },
};

/** View, theme and pixels for each point. */
const pictures: [view: string, theme: Theme, scale: 1 | 2][] = [
  ["library", "dark", 1],
  ["library", "light", 1],
  ["search", "dark", 1],
  ["search", "dark", 2],
  ["search", "light", 1],
  ["meaning", "dark", 1],
  ["filters", "dark", 1],
  ["similar", "dark", 1],
  ["suggestions", "dark", 1],
  ["tags", "dark", 1],
  ["tags", "light", 1],
  ["labels", "dark", 1],
  ["collection", "dark", 1],
  ["collection", "light", 1],
  ["collect", "dark", 1],
  ["duplicates", "dark", 1],
  ["history", "dark", 1],
  ["empty", "dark", 1],
  ["palette", "dark", 1],
  ["shortcuts", "dark", 1],
  ["settings", "dark", 1],
  ["add-folder", "dark", 1],
  // Last: from here on there are files that cannot be read.
  ["errors", "dark", 1],
];

/** Files that look like sounds and are none. */
function addBrokenFiles(): void {
  const broken = path.join(soundsFolder, "Field recordings");
  mkdirSync(broken, { recursive: true });
  writeFileSync(path.join(broken, "take 3.wav"), "RIFF\u0024\u0000\u0000\u0000WAVEfmt ");
  writeFileSync(path.join(broken, "take 4.wav"), "");
  writeFileSync(path.join(broken, "loop.rx2"), "CAT \u0000\u0000\u0000\u0010REX2");
}

/** What a library has after some days: a collection, a saved search, searches, a copy of a sound. */
async function useLibrary(page: Page): Promise<void> {
  await search(page, "punchy kick");
  await searchLine(page).press("ArrowDown");
  for (let more = 0; more < 5; more++) await list(page).press("Shift+ArrowDown");
  await list(page).press("c");
  await page.keyboard.type("Monday");
  await page.keyboard.press("Enter");
  await page.getByRole("list", { name: "Collections" }).getByRole("button", { name: "Monday" }).waitFor();
  for (const line of ["rain on a roof", "metal door slam <3s", "snare -clap"]) {
    await search(page, line);
    await searchLine(page).press("ArrowDown");
    // Long enough to count as heard.
    await page.waitForTimeout(1300);
  }
  await list(page).press("ControlOrMeta+Shift+s");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Enter");
  await page.getByRole("list", { name: "Collections" }).getByRole("button", { name: "snare" }).waitFor();
  // Plays are sent together, some seconds later.
  await page.waitForTimeout(4000);
}

const home = mkdtempSync(path.join(tmpdir(), "earshot-screenshots-"));
cpSync(path.join(root, "assets", "demo"), soundsFolder, {
  recursive: true,
  errorOnExist: true,
  force: false,
});
mkdirSync(path.join(soundsFolder, "Bounces"));
copyFileSync(
  path.join(soundsFolder, "Drums", "Kick Deep.wav"),
  path.join(soundsFolder, "Bounces", "Kick Deep (for Ada).wav"),
);
const indexed = spawnSync(process.execPath, ["main/cli/earshot.ts", "index", soundsFolder], {
  cwd: root,
  env: { ...process.env, EARSHOT_HOME: home },
  stdio: "inherit",
});
if (indexed.status !== 0) throw new Error("The sounds could not be indexed");
const app = await launchEarshot(["main/cli/earshot.ts", "serve"], home);
const browser = await chromium.launch({ executablePath: findChromium() ?? "", args: quietArguments });
try {
  const cookies = await signIn(browser, app.url);
  mkdirSync(folder, { recursive: true });
  const wanted = pictures.filter(([view]) => names.length === 0 || names.includes(view));
  for (const [view, theme, scale] of wanted) await takePicture(cookies, view, theme, scale);
} finally {
  await browser.close();
  await app.stop();
  rmSync(home, { recursive: true, force: true });
  rmSync(soundsFolder, { recursive: true, force: true });
}

async function signIn(browser: Browser, url: string) {
  const page = await browser.newPage();
  await page.goto(url);
  await searchLine(page).waitFor();
  await useLibrary(page);
  const state = await page.context().storageState();
  await page.close();
  return state;
}

async function takePicture(
  storageState: Awaited<ReturnType<typeof signIn>>,
  view: string,
  theme: Theme,
  scale: 1 | 2,
): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: scale,
    colorScheme: theme,
    reducedMotion: "reduce",
    storageState,
  });
  const page = await context.newPage();
  await page.goto(new URL("/", app.url).href);
  await rows(page).first().waitFor();
  await views[view]?.(page);
  // The sound that was selected has been played, its waveform and its likes are drawn.
  await page.waitForTimeout(1500);
  const file = path.join(folder, `${view}-${theme}${scale === 2 ? "@2x" : ""}.png`);
  writeFileSync(file, await page.screenshot(scale === 2 ? { clip: detail } : {}));
  const { size } = statSync(file);
  console.log(`${path.basename(file)} ${Math.round(size / 1000)} kB`);
  if (size > maxBytes) throw new Error(`${file} has ${size} bytes, more than ${maxBytes}`);
  await context.close();
}
