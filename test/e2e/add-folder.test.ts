// A person's own folder, with broken files in it: added, watched, searched, heard, stopped and started again.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { BrowserContext } from "playwright-core";
import { describe, expect, test } from "vitest";
import { afterThis, beforeAllTests } from "./after-this.ts";
import { isChromiumMissing } from "./chromium.ts";
import { playing, rowNames, rows, search, searchLine, statedCount } from "./sound-list.ts";
import {
  demoFolder,
  folderOfSounds,
  openWindow,
  type OpenWindow,
  runServe,
  signIn,
  tempFolder,
} from "./web-app.ts";
import type { WebApp } from "./launch-earshot.ts";

/** Windows allows none of these characters in a name. */
const nastyName =
  process.platform === "win32" ? "it's & more.wav" : `<img src=x onerror="alert(1)"> & 'キック'.wav`;

/** Files that look like sounds and are none. */
const brokenFiles: Record<string, Buffer> = {
  "broken/empty.wav": Buffer.alloc(0),
  "broken/noise.mp3": Buffer.from("this is no music at all, only text ".repeat(40)),
  "broken/cut off.wav": Buffer.from("RIFF\u0024\u0000\u0000\u0000WAVEfmt "),
  "broken/loop.rx2": Buffer.from("CAT \u0000\u0000\u0000\u0010REX2"),
};

function folderWithBrokenFiles(): string {
  const folder = folderOfSounds(/./);
  mkdirSync(path.join(folder, "broken"));
  for (const [name, content] of Object.entries(brokenFiles)) writeFileSync(path.join(folder, name), content);
  // Content of its own: a copy would be one sound with the file that it is a copy of.
  const sound = readFileSync(path.join(demoFolder, "Drums", "Kick Deep.wav"));
  sound[sound.length - 2] = (sound[sound.length - 2] as number) ^ 1;
  writeFileSync(path.join(folder, nastyName), sound);
  return folder;
}

/** Child processes of a process, on Linux. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").map(Number).filter(Boolean);
}

describe.skipIf(isChromiumMissing())("a folder of one's own", () => {
  const home = { path: "" };
  let app: WebApp;
  let context: BrowserContext;
  let folder = "";

  beforeAllTests(async () => {
    home.path = tempFolder();
    folder = folderWithBrokenFiles();
    app = await runServe(home.path);
    context = await signIn(app);
  });

  async function open(): Promise<OpenWindow> {
    const window = await openWindow(app, context);
    afterThis(() => window.page.close());
    return window;
  }

  test("an empty library says what to do, and the panel adds the folder that was typed", async () => {
    const { page, complaints } = await open();
    await page.getByText("No sounds yet").waitFor();
    await page.getByRole("main").getByRole("button", { name: "Add folder" }).click();
    const dialog = page.getByRole("dialog", { name: "Add folder" });
    // The buttons move down when the folders come: a click on the way would miss.
    await dialog.getByRole("listbox").waitFor();
    await dialog.getByRole("textbox", { name: "Folder" }).fill(folder);
    await dialog.getByRole("textbox", { name: "Folder" }).press("Enter");
    await dialog.getByRole("option", { name: "Drums" }).waitFor();
    await dialog.getByRole("button", { name: "Add folder" }).click();
    await dialog.waitFor({ state: "hidden" });
    await page.getByRole("tree", { name: "Folders" }).getByText(path.basename(folder)).waitFor();
    // While it listens: progress is shown, and names can be found already.
    await page.getByRole("progressbar", { name: "Listening progress" }).waitFor();
    await search(page, "kick");
    expect(await rowNames(page)).toEqual(expect.arrayContaining([expect.stringMatching(/kick/i)]));
    await page
      .getByRole("progressbar", { name: "Listening progress" })
      .waitFor({ state: "hidden", timeout: 120_000 });
    expect(complaints.list()).toEqual([]);
  });

  test("a folder that is not there is refused in the panel", async () => {
    const { page, complaints } = await open();
    await page
      .getByRole("navigation", { name: "Library" })
      .getByRole("button", { name: "Add folder" })
      .click();
    const dialog = page.getByRole("dialog", { name: "Add folder" });
    // The buttons move down when the folders come: a click on the way would miss.
    await dialog.getByRole("listbox").waitFor();
    await dialog.getByRole("textbox", { name: "Folder" }).fill(path.join(folder, "not there"));
    await dialog.getByRole("button", { name: "Add folder" }).click();
    await dialog.getByRole("alert").waitFor();
    expect(await dialog.getByRole("alert").textContent()).toContain("not there");
    expect(complaints.list()).toEqual([]);
  });

  test("each broken file is listed with its reason, and all others are there", async () => {
    const { page, complaints } = await open();
    await page
      .getByRole("navigation", { name: "Library" })
      .getByRole("button", { name: /Errors/ })
      .click();
    const errors = page.getByRole("region", { name: "Files that could not be read" });
    await expect.poll(() => errors.getByRole("listitem").count()).toBe(Object.keys(brokenFiles).length);
    const lines = await errors.getByRole("listitem").allTextContents();
    const namesWithReason = Object.keys(brokenFiles).filter((name) =>
      lines.some((line) => (line.split(path.basename(name))[1]?.trim().length ?? 0) > 10),
    );
    expect(namesWithReason).toEqual(Object.keys(brokenFiles));
    expect(complaints.list()).toEqual([]);
  });

  test("a name full of markup is shown as it is, and does nothing", async () => {
    const { page, complaints } = await open();
    page.on("dialog", () => expect.unreachable("a script from a file name ran"));
    await search(page, "onerror");
    await expect.poll(() => rowNames(page)).toContain(nastyName);
    await rows(page).filter({ hasText: nastyName }).first().click();
    await expect.poll(async () => (await playing(page)).timeSec).toBeGreaterThan(0);
    expect(await page.locator("img[src=x]").count()).toBe(0);
    expect(complaints.list()).toEqual([]);
  });

  test.runIf(process.platform === "linux")(
    "when the engine is killed it comes back, and searching goes on",
    async () => {
      const { page } = await open();
      await search(page, "snare");
      const before = await rowNames(page);
      const [engine] = childrenOf(app.pid);
      process.kill(engine as number, "SIGKILL");
      await expect
        .poll(() => childrenOf(app.pid).some((pid) => pid !== engine), { timeout: 20_000 })
        .toBe(true);
      await search(page, "kick");
      await expect.poll(async () => (await rowNames(page))[0], { timeout: 20_000 }).toMatch(/kick/i);
      await search(page, "snare");
      await expect.poll(() => rowNames(page), { timeout: 20_000 }).toEqual(before);
    },
  );

  test("stopped and started again, everything is there and nothing is listened to twice", async () => {
    const { page } = await open();
    await expect.poll(() => statedCount(page)).toBeGreaterThan(100);
    const count = await statedCount(page);
    expect(await app.stop()).toBe(0);
    app = await runServe(home.path);
    context = await signIn(app);
    const again = await open();
    await expect.poll(() => statedCount(again.page)).toBe(count);
    await search(again.page, "kick drum");
    expect((await rowNames(again.page))[0]).toMatch(/kick/i);
    await searchLine(again.page).press("ArrowDown");
    await expect.poll(async () => (await playing(again.page)).timeSec).toBeGreaterThan(0);
    expect(await again.page.getByRole("progressbar").count()).toBe(0);
    expect(again.complaints.list()).toEqual([]);
  });
});
