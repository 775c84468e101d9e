// Makes the pictures of docs/screenshots: `node test/e2e/take-screenshots.ts`, or those of the views that are named.
// Needs a Chromium.
// It runs the program itself on a copy of the demo sounds; file names say view and theme, `@2x` a part of the window
// with twice the pixels.
import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import { findChromium, quietArguments } from "./chromium.ts";
import { list, rows, search, searchLine } from "./sound-list.ts";
import { launchEarshot } from "./launch-earshot.ts";
import { soundsFolder, views } from "./screenshot-views.ts";

const root = path.join(import.meta.dirname, "..", "..");
const folder = path.join(root, "docs", "screenshots");
/** What a picture with twice the pixels shows: the list, as large as the size limit allows. */
const detail = { x: 188, y: 0, width: 836, height: 500 };
const maxBytes = 400_000;
const names = process.argv.slice(2);

type Theme = "dark" | "light";
type Picture = [view: string, theme: Theme, scale: 1 | 2];

const dark = (...names: string[]) => names.map((name): Picture => [name, "dark", 1]);
const both = (name: string): Picture[] => [
  [name, "dark", 1],
  [name, "light", 1],
];

/** View, theme and pixels for each point. */
const pictures: Picture[] = [
  ...both("library"),
  ...both("search"),
  ["search", "dark", 2],
  ...dark("meaning", "filters", "similar", "suggestions"),
  ...both("tags"),
  ...dark("tag-suggestions", "labels"),
  ...both("player"),
  ...dark("spectrogram"),
  ...both("map"),
  ...both("mini"),
  ...dark("row-menu", "columns"),
  ...both("collection"),
  ...dark("collect", "duplicates", "history", "empty", "palette", "shortcuts"),
  ...dark("settings-appearance", "settings-playback", "settings-folders"),
  ...both("settings-models"),
  ...both("settings-tagging"),
  ...dark("settings-dragging", "settings-shortcuts", "settings-privacy", "settings-about"),
  ...dark("add-folder", "export", "import", "log", "diagnostics"),
  // Last: from here on there are files that cannot be read, and many more sounds.
  ...both("errors"),
  ...dark("indexing"),
];

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

// Plain paths here too; one that is there already is somebody else's.
const person = path.join(tmpdir(), "ada");
mkdirSync(person);
const home = path.join(person, "Earshot");
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
const app = await launchEarshot(["main/cli/earshot.ts", "serve"], home, { HOME: person });
const browser = await chromium.launch({ executablePath: findChromium() ?? "", args: quietArguments });
try {
  const cookies = await signIn(browser, app.url);
  mkdirSync(folder, { recursive: true });
  if (names.length === 0 || names.includes("first-start")) await takeFirstStart(browser);
  const wanted = pictures.filter(([view]) => names.length === 0 || names.includes(view));
  for (const [view, theme, scale] of wanted) {
    await takePicture(cookies, view, theme, scale).catch((error: unknown) => {
      // The other pictures are still worth their time.
      console.error(`${view} ${theme}: ${String(error)}`);
      process.exitCode = 1;
    });
  }
} finally {
  await browser.close();
  await app.stop();
  rmSync(person, { recursive: true, force: true });
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
  await keepPicture(page, view, theme, scale);
  await context.close();
}

/** What a person sees at the very first start, on the demo sounds. */
async function takeFirstStart(browser: Browser): Promise<void> {
  const first = await launchEarshot(["main/cli/start.ts"], path.join(person, "First"), { HOME: person });
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 800 },
      colorScheme: "dark",
      reducedMotion: "reduce",
    });
    await page.goto(first.url);
    await page.getByRole("region", { name: "First steps" }).waitFor();
    // All of them are listened to.
    await page.getByText("one-shot", { exact: true }).first().waitFor({ timeout: 120_000 });
    await page.getByRole("progressbar").waitFor({ state: "detached", timeout: 120_000 });
    await page.waitForTimeout(1500);
    await keepPicture(page, "first-start", "dark", 1);
    await page.close();
  } finally {
    await first.stop();
  }
}

async function keepPicture(page: Page, view: string, theme: Theme, scale: 1 | 2): Promise<void> {
  const file = path.join(folder, `${view}-${theme}${scale === 2 ? "@2x" : ""}.png`);
  writeFileSync(file, await page.screenshot(scale === 2 ? { clip: detail } : {}));
  const { size } = statSync(file);
  console.log(`${path.basename(file)} ${Math.round(size / 1000)} kB`);
  if (size > maxBytes) throw new Error(`${file} has ${size} bytes, more than ${maxBytes}`);
}
