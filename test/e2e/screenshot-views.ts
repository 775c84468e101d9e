// What is done before each picture of docs/screenshots is taken.
import { mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { makeSounds } from "./make-sounds.ts";
import { list, rows, search, searchLine } from "./sound-list.ts";

/** A plain path, since pictures show it. */
export const soundsFolder = path.join(tmpdir(), "Samples");

/** Files that look like sounds and are none. */
function addBrokenFiles(): void {
  const broken = path.join(soundsFolder, "Field recordings");
  mkdirSync(broken, { recursive: true });
  writeFileSync(path.join(broken, "take 3.wav"), "RIFF\u0024\u0000\u0000\u0000WAVEfmt ");
  writeFileSync(path.join(broken, "take 4.wav"), "");
  writeFileSync(path.join(broken, "loop.rx2"), "CAT \u0000\u0000\u0000\u0010REX2");
}

/** A command by its name in the palette. */
async function run(page: Page, command: string): Promise<void> {
  await list(page).press("ControlOrMeta+k");
  await page.keyboard.type(command);
  await page.keyboard.press("Enter");
}

/** A loop in the player, with a region drawn over its second half. */
async function markRegion(page: Page): Promise<void> {
  await search(page, "House Drum Loop");
  await searchLine(page).press("ArrowDown");
  await page.waitForTimeout(1000);
  const box = await page.locator(".player-surface").boundingBox();
  if (!box) throw new Error("The waveform is not drawn");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * 0.25, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, y, { steps: 8 });
  await page.mouse.up();
  await page.locator(".player-surface [part~=region]").waitFor();
}

const settings = (section: string) => async (page: Page) => {
  await list(page).press("ControlOrMeta+,");
  await page.getByRole("tab", { name: section, exact: true }).click();
  // What the section shows has come from the engine.
  await page.waitForTimeout(500);
};

/** What is done before the picture is taken. */
export const views: Record<string, (page: Page) => Promise<void>> = {
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
  map: async (page) => {
    await list(page).press("8");
    const stage = page.getByRole("application", { name: "Map of" });
    await stage.waitFor({ timeout: 60_000 });
    await stage.press("ArrowRight");
    await stage.press("ArrowRight");
    const box = await stage.boundingBox();
    if (box) await page.mouse.move(box.x + box.width * 0.62, box.y + box.height * 0.4, { steps: 3 });
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
    await run(page, "Look for new");
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
    const dialog = page.getByRole("dialog", { name: "Add folder" });
    await dialog.getByRole("listbox").waitFor();
    await dialog.getByRole("textbox", { name: "Folder" }).fill(soundsFolder);
    await page.keyboard.press("Enter");
    await dialog.getByRole("option", { name: "Drums" }).waitFor();
  },
  "settings-appearance": settings("Appearance"),
  "settings-playback": settings("Playback"),
  "settings-folders": settings("Folders"),
  "settings-models": async (page) => {
    await settings("Models")(page);
    await page.getByText(/More models/).click();
  },
  "settings-tagging": settings("Tagging"),
  "settings-dragging": settings("Dragging"),
  "settings-shortcuts": settings("Keyboard"),
  "settings-privacy": settings("Privacy"),
  "settings-about": settings("About"),
  player: markRegion,
  spectrogram: async (page) => {
    await search(page, "Riser");
    await searchLine(page).press("ArrowDown");
    await list(page).press("s");
    await page.locator(".player canvas").first().waitFor();
  },
  mini: async (page) => {
    await list(page).press("ControlOrMeta+Shift+m");
    await page.setViewportSize({ width: 420, height: 640 });
    await search(page, "punchy kick");
    await searchLine(page).press("ArrowDown");
  },
  "tag-suggestions": async (page) => {
    await search(page, "Bell Bright");
    await searchLine(page).press("ArrowDown");
    await list(page).press("t");
    await page.locator(".tag-row:focus").waitFor();
  },
  "row-menu": async (page) => {
    await search(page, "snare");
    await rows(page).nth(2).locator(".sound-name").click({ button: "right" });
    await page.getByRole("menu").waitFor();
  },
  columns: async (page) => {
    await page.getByRole("columnheader", { name: "Name" }).click({ button: "right" });
    await page.getByRole("menu").waitFor();
  },
  export: async (page) => {
    await run(page, "Export library");
    await page.getByRole("dialog").waitFor();
  },
  import: async (page) => {
    await run(page, "Import from a library");
    await page.getByRole("dialog").waitFor();
  },
  diagnostics: async (page) => {
    await run(page, "Show diagnostics");
    await page.locator(".diagnostics[aria-busy=false]").waitFor();
    // The picture is no place for the release of this machine's system.
    await page.locator(".diagnostics").evaluate((area: HTMLTextAreaElement) => {
      area.value = area.value.replaceAll(/(linux|darwin|win32) \d[\w.-]*/gi, "$1");
    });
  },
  log: async (page) => {
    await run(page, "Show the log");
    await page.getByRole("list", { name: "Lines, newest first" }).waitFor();
  },
  indexing: async (page) => {
    makeSounds(path.join(soundsFolder, "Generated"), 1500);
    await run(page, "Look for new");
    await page.getByRole("progressbar", { name: "Listening progress" }).waitFor();
    await search(page, "kick");
    await searchLine(page).press("ArrowDown");
  },
};
