// What a person does, told once and walked through in every shell: the web shell, Electron's stand-in, Electron itself.
// The tests of a shell run in order on one window, as one sitting.
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import type { Deck } from "../../renderer/player/deck.ts";
import type { Complaints } from "./complaints.ts";
import { makeSounds, soundName } from "./make-sounds.ts";
import { list, playing, rowNames, rows, search, searchLine, statedCount } from "./sound-list.ts";
import { listDemoSounds, tempFolder } from "./web-app.ts";
import { holdAfter, type Hub } from "../clap/install/hub-server.ts";
import { walkMap } from "./map-journey.ts";
import { walkMarkup } from "./markup-journey.ts";
import { countHeardByOffered, offeredTitle } from "./offered-model.ts";

/** A window, and what differs between the shells around it. */
export interface Sitting {
  page: Page;
  complaints: Complaints;
  home: string;
  hub: Hub;
  /** Chooses a folder as the shell lets a person choose one. */
  addFolder: (folder: string) => Promise<void>;
  /** Drags an element and returns what would arrive where it is dropped: one WAV file. */
  dragOut: (selector: string) => Promise<Buffer>;
  killEngine: () => Promise<void>;
}

/** In CI few; `EARSHOT_JOURNEY_SOUNDS=5000` for the folder of a real person. */
const soundCount = Number(process.env["EARSHOT_JOURNEY_SOUNDS"] ?? 120);
/** A person's time; a machine that is busy with other things takes longer. */
const patient = { timeout: 60_000 };
const listening = { timeout: 60_000 + soundCount * 600 };
/** A journey that waits for all of them to be listened to. */
const longTest = { timeout: 120_000 + listening.timeout };

/** What the status bar says while there is work. */
const working = /Looking for files|listening|\d of \d/;

const isSearching = (page: Page) => page.locator('input[aria-label="Search"][aria-busy="true"]');

async function openSettings(page: Page, section: string): Promise<Locator> {
  await page.keyboard.press("ControlOrMeta+,");
  const dialog = page.getByRole("dialog", { name: "Settings" });
  await dialog.getByRole("tab", { name: section }).click();
  return dialog;
}

/** @param sit gives the one window of this sitting, opened on the hub's home folder before the first test */
export function walkJourneys(sit: () => Sitting): void {
  test("first start: the demo sounds are there, and describing one finds it", async () => {
    const { page } = sit();
    await page.getByRole("region", { name: "First steps" }).waitFor(patient);
    await expect.poll(() => statedCount(page), patient).toBe(listDemoSounds().length);
    await expect
      .poll(async () => {
        await search(page, "kick drum");
        return (await rowNames(page)).slice(0, 3).filter((name) => /kick/i.test(name)).length;
      }, listening)
      .toBe(3);
  });

  test("a folder of one's own is added, and can be searched while it is listened to", longTest, async () => {
    const { page, addFolder } = sit();
    const folder = path.join(tempFolder("own"), "My Packs");
    makeSounds(folder, soundCount);
    await search(page, "");
    // What else runs on this machine is no part of the journey.
    const settings = await openSettings(page, "Folders");
    const never = settings.getByRole("radio", { name: "Never" });
    // It is chosen once the engine has said so, which `check` does not wait for.
    await never.click();
    await expect.poll(() => never.isChecked(), patient).toBe(true);
    await page.keyboard.press("Escape");
    await addFolder(folder);
    // First the files are looked for, then they are listened to.
    const counts = page.getByRole("contentinfo").locator(".status-counts");
    await expect.poll(() => counts.textContent(), patient).toMatch(working);
    const wanted = soundName(Math.floor(soundCount / 2));
    await expect
      .poll(async () => {
        await search(page, wanted.replace(".wav", ""));
        return (await rowNames(page))[0];
      }, patient)
      // A sound that was not listened to yet says so beside its name.
      .toMatch(new RegExp(`^${wanted}`));
    expect(await counts.textContent()).toMatch(working);
    await expect.poll(() => counts.textContent(), { ...listening, interval: 500 }).not.toMatch(working);
    await search(page, "");
    await expect.poll(() => statedCount(page), patient).toBe(listDemoSounds().length + soundCount);
    await page.getByRole("region", { name: "First steps" }).waitFor({ state: "hidden" });
  });

  test("by keyboard alone: search, walk, hear, loop, change pitch, mark a region", async () => {
    const { page } = sit();
    await list(page).focus();
    await page.keyboard.press("/");
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type("in:Loops drum loop");
    await isSearching(page).waitFor({ state: "hidden", ...patient });
    await expect.poll(async () => (await rowNames(page))[0], patient).toMatch(/loop/i);
    await page.keyboard.press("ArrowDown");
    await expect.poll(async () => (await playing(page)).timeSec, patient).toBeGreaterThan(0);
    const first = await playing(page);
    await page.keyboard.press("ArrowDown");
    await expect.poll(async () => (await playing(page)).url, patient).not.toBe(first.url);
    await page.keyboard.press("l");
    await page.keyboard.press(".");
    await expect
      .poll(() => page.locator("earshot-deck").evaluate((deck: Deck) => deck.playbackRate))
      .toBeCloseTo(2 ** (1 / 12), 6);
    await page.keyboard.press(",");
    await page.keyboard.press("[");
    await page.waitForTimeout(300);
    await page.keyboard.press("]");
    await page.locator(".player-surface [part~=region]").waitFor();
    // The region loops: position falls back again and again, and stays within it.
    const positions: number[] = [];
    await expect
      .poll(async () => {
        positions.push((await playing(page)).timeSec);
        return positions.filter((position, index) => position < (positions[index - 1] ?? 0)).length;
      }, patient)
      .toBeGreaterThanOrEqual(2);
    await page.keyboard.press("l");
    await page.keyboard.press("Escape");
    await expect.poll(async () => (await playing(page)).isPaused).toBe(true);
    await page.keyboard.press("Escape");
    await page.locator(".player-surface [part~=region]").waitFor({ state: "detached" });
    await page.keyboard.press("Space");
    await expect.poll(async () => (await playing(page)).isPaused).toBe(false);
    await page.keyboard.press("Escape");
  });

  test("the map: laid out by itself, walked by keyboard, drawn around, dimmed by a search", async () => {
    await walkMap(sit());
    expect(sit().complaints.list()).toEqual([]);
  });

  test("a region is drawn with the pointer and dragged out as a WAV file of its own", async () => {
    const { page, dragOut } = sit();
    await search(page, "House Drum Loop");
    await rows(page).first().locator(".cell-name").click();
    await page.keyboard.press("Escape");
    const surface = page.locator(".player-surface");
    const box = await surface.boundingBox();
    if (!box) throw new Error("The waveform is not drawn");
    const y = box.y + box.height / 2;
    await expect
      .poll(async () => {
        await page.mouse.move(box.x + box.width * 0.25, y);
        await page.mouse.down();
        await page.mouse.move(box.x + box.width * 0.75, y, { steps: 6 });
        await page.mouse.up();
        return page.locator(".player-surface [part~=region]").count();
      }, patient)
      .toBe(1);
    const { durationSec } = await playing(page);
    const wav = await dragOut(".drag-handle");
    expect(wav.toString("latin1", 0, 4) + wav.toString("latin1", 8, 12)).toBe("RIFFWAVE");
    const bytesPerSec = wav.readUInt32LE(28);
    const data = wav.indexOf("data", 12, "latin1");
    const lengthSec = wav.readUInt32LE(data + 4) / bytesPerSec;
    // Regions are drawn five pixels wide to begin with; two pixels more either way.
    expect(Math.abs(lengthSec - durationSec / 2)).toBeLessThan((9 * durationSec) / box.width);
    // The very samples: they lie as they are in the sound's own file.
    const source = readFileSync(
      path.join(import.meta.dirname, "../../assets/demo/Loops/House Drum Loop 124 BPM.wav"),
    );
    expect(source.includes(wav.subarray(data + 8, data + 8 + wav.readUInt32LE(data + 4)))).toBe(true);
    await list(page).focus();
    await page.keyboard.press("Escape");
  });

  test("settings are changed by keyboard and found again after a reload", async () => {
    const { page } = sit();
    await page.keyboard.press("ControlOrMeta+,");
    const dialog = page.getByRole("dialog", { name: "Settings" });
    await dialog.getByRole("radio", { name: "Light" }).check();
    await dialog.getByRole("tab", { name: "Playback" }).click();
    await dialog.getByRole("spinbutton", { name: "Project tempo (BPM)" }).fill("140");
    await dialog.getByRole("tab", { name: "Privacy" }).click();
    await dialog.getByText("nothing is uploaded").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    await page.reload();
    await searchLine(page).waitFor(patient);
    expect(await page.evaluate(() => document.documentElement.dataset["theme"])).toBe("light");
    await page.keyboard.press("ControlOrMeta+,");
    await dialog.getByRole("tab", { name: "Playback" }).click();
    expect(await dialog.getByRole("spinbutton").inputValue()).toBe("140");
    await dialog.getByRole("tab", { name: "Appearance" }).click();
    await dialog.getByRole("radio", { name: "Dark" }).check();
    await page.keyboard.press("Escape");
  });

  test("a model is asked for from its server, which says why it has none; the bundled one goes on", async () => {
    const { page, hub } = sit();
    const dialog = await openSettings(page, "Models");
    await dialog.getByText(/More models/).click();
    await dialog
      .getByRole("button", { name: /^Install / })
      .first()
      .click();
    await expect.poll(() => dialog.textContent(), patient).toMatch(/answers 404/);
    expect(hub.requests.length).toBeGreaterThan(0);
    await page.keyboard.press("Escape");
    await search(page, "snare");
    expect((await rowNames(page))[0]).toMatch(/snare/i);
  });

  test("a model is installed while its progress is shown, and used: it hears the library; undo brings the old one back", async () => {
    const { page, home, hub } = sit();
    const dialog = await openSettings(page, "Models");
    await dialog.getByText(/More models/).click();
    const model = dialog.getByRole("listitem").filter({ hasText: offeredTitle });
    const gate = Promise.withResolvers<void>();
    hub.answers.push(holdAfter(50_000, gate.promise));
    await model.getByRole("button", { name: /^Install / }).click();
    const progress = model.getByRole("progressbar");
    await expect
      .poll(() => progress.evaluate((bar: HTMLProgressElement) => bar.value), patient)
      .toBeGreaterThan(0);
    expect(await progress.evaluate((bar: HTMLProgressElement) => bar.value < bar.max)).toBe(true);
    await model.getByRole("button", { name: "Cancel" }).waitFor();
    gate.resolve();
    await model.getByText("ready", { exact: true }).waitFor(patient);
    await progress.waitFor({ state: "detached" });
    expect(countHeardByOffered(home)).toBe(0);

    await model.getByRole("button", { name: "Use" }).click();
    await model.getByText("active", { exact: true }).waitFor(patient);
    await page.keyboard.press("Escape");
    const machine = page.getByRole("contentinfo").locator(".status-machine");
    await expect.poll(() => machine.textContent(), patient).toContain(offeredTitle);
    // The own folder went when its test ended: as on a drive that is away, its sounds wait.
    await expect.poll(() => countHeardByOffered(home), listening).toBe(listDemoSounds().length);
    // A word that stands in no name is answered by meaning: now by the new model's.
    await search(page, "deep warm");
    await expect.poll(() => rows(page).count(), patient).toBeGreaterThan(0);

    await list(page).focus();
    await page.keyboard.press("ControlOrMeta+z");
    await page.getByText(`Undone: Switched to the model ${offeredTitle}`).waitFor(patient);
    await expect.poll(() => machine.textContent(), patient).toContain("Pocket");
    await search(page, "stormy weather");
    const names = (await rowNames(page)).slice(0, 4);
    expect(names.filter((name) => /wind|thunder|rain|ocean/i.test(name)).length).toBeGreaterThanOrEqual(2);
  });

  test("the log says what was noted, and diagnostics hold versions and no path", async () => {
    const { page } = sit();
    await page.keyboard.press("ControlOrMeta+k");
    await page.keyboard.type("Show diagnostics");
    await page.keyboard.press("Enter");
    const text = page.getByRole("textbox", { name: "Diagnostics" });
    await expect.poll(() => text.inputValue(), patient).toMatch(/Earshot \d/);
    expect(await text.inputValue()).not.toContain("My Packs");
    await page.keyboard.press("Escape");
    await page.keyboard.press("ControlOrMeta+k");
    await page.keyboard.type("Show the log");
    await page.keyboard.press("Enter");
    await page.getByRole("list", { name: "Lines, newest first" }).waitFor(patient);
    await page.keyboard.press("Escape");
  });

  test("markup in names of files, folders, tags, labels, collections and searches stays text", async () => {
    await walkMarkup(sit());
    // Nothing that ran, and nothing that the page's policy had to stop.
    expect(sit().complaints.list()).toEqual([]);
  });

  test("the engine is killed: what is on screen stays, and searching goes on", async () => {
    const { page, killEngine } = sit();
    await search(page, "snare");
    const before = await rowNames(page);
    await killEngine();
    expect(await rowNames(page)).toEqual(before);
    await expect
      .poll(async () => {
        await search(page, "thunder").catch(() => {});
        return (await rowNames(page))[0];
      }, patient)
      .toMatch(/thunder/i);
  });

  test("nothing was complained of on the way", () => {
    expect(sit().complaints.list()).toEqual([]);
  });
}
