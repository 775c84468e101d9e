// The window by role and name, in a real Chromium on a fake bridge. Journeys through the whole program are in test/e2e.
import type { Locator } from "playwright-core";
import { describe, expect, test } from "vitest";
import type { Deck } from "../../renderer/player/deck.ts";
import { searchLine } from "../e2e/sound-list.ts";
import { isChromiumMissing } from "../e2e/chromium.ts";
import { withWindow } from "./open-window.ts";
import { longName } from "./page/fake-sounds.ts";
import { audioState, focused, grid, patient, rows, search, selected } from "./window-parts.ts";

/** What a row gives to another program: its file as a download, and its path. */
function handOver(row: Locator): Promise<string[]> {
  return row.evaluate((element) => {
    const dataTransfer = new DataTransfer();
    element.dispatchEvent(new DragEvent("dragstart", { bubbles: true, cancelable: true, dataTransfer }));
    return [dataTransfer.getData("DownloadURL"), dataTransfer.getData("text/plain")];
  });
}

describe.skipIf(isChromiumMissing())("the window", () => {
  const openWindow = withWindow();

  test("typing lists what matches, best first, with chips that can be clicked off", async () => {
    const { page, complaints } = await openWindow("sounds=60");
    await search(page, "kick wav");
    await expect
      .poll(() => page.getByRole("button", { name: "sounds like kick", exact: false }).count(), patient)
      .toBe(1);
    await expect.poll(() => rows(page).first().textContent(), patient).toContain("kick");
    await page.getByRole("button", { name: "format wav", exact: false }).click();
    expect(await page.getByRole("textbox", { name: "Search" }).inputValue()).toBe("kick");
    expect(complaints.list()).toEqual([]);
  });

  test("a part that is not understood is underlined, and the line says what would work", async () => {
    const { page } = await openWindow("sounds=12");
    await search(page, "kick <2");
    await page.getByText("Ignored: “<2” needs a unit: <2s.").waitFor();
    expect(await page.locator(".search-problem").allTextContents()).toEqual(["<2"]);
  });

  test("names are listed before meaning has answered", async () => {
    const { page } = await openWindow("sounds=60");
    await search(page, "kick");
    await expect
      .poll(() => page.evaluate(() => window.fake.calls.some(({ name }) => name === "search")), patient)
      .toBe(true);
    const order = await page.evaluate(() =>
      window.fake.calls.map(({ name }) => name).filter((name) => name.startsWith("search")),
    );
    expect(order.slice(-2)).toEqual(["searchNames", "search"]);
  });

  test("the arrow keys move from the search line into the list and play what they land on", async () => {
    const { page, complaints } = await openWindow("sounds=60");
    await page.getByRole("textbox", { name: "Search" }).press("ArrowDown");
    await expect
      .poll(() => audioState(page), patient)
      .toEqual({ isPlaying: true, hasMoved: true, loop: false });
    const first = await selected(page).textContent();
    await page.keyboard.press("ArrowDown");
    expect(await selected(page).textContent()).not.toBe(first);
    await page.keyboard.press("ArrowUp");
    expect(await selected(page).textContent()).toBe(first);
    await page.keyboard.press("l");
    await page.keyboard.press(" ");
    await expect.poll(() => audioState(page), patient).toMatchObject({ isPlaying: false, loop: true });
    await page.keyboard.press(" ");
    await page.keyboard.press("Escape");
    await expect.poll(() => audioState(page), patient).toMatchObject({ isPlaying: false });
    expect(await selected(page).count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await selected(page).count()).toBe(0);
    expect(complaints.list()).toEqual([]);
  });

  test("End, Home and a page reach the rows that are not drawn", async () => {
    const { page } = await openWindow("sounds=5000");
    await page.getByRole("textbox", { name: "Search" }).press("ArrowDown");
    await page.keyboard.press("End");
    await expect
      .poll(() => grid(page).locator("[aria-rowindex='5001'][aria-selected=true]").count(), patient)
      .toBe(1);
    await page.keyboard.press("Home");
    await page.keyboard.press("PageDown");
    const index = await grid(page).locator("[aria-selected=true]").getAttribute("aria-rowindex");
    expect(Number(index)).toBeGreaterThan(10);
    expect(await rows(page).count()).toBeLessThan(60);
  });

  test("a long sound is heard from the ten seconds that matched, which are marked", async () => {
    const { page } = await openWindow("sounds=200");
    await search(page, "pad");
    const long = grid(page).locator("[data-sound-id]", { has: page.getByText("long", { exact: true }) });
    await long.first().locator(".sound-name").click();
    await page.getByTitle("Best match").waitFor();
    await expect
      .poll(() => page.locator("earshot-deck").evaluate((deck: Deck) => deck.currentTime), patient)
      .toBeGreaterThan(0.5);
  });

  test("the spectrogram takes the place of the waveform, which comes back without it", async () => {
    const { page } = await openWindow("sounds=12");
    await page.getByRole("textbox", { name: "Search" }).press("ArrowDown");
    const waveform = page.locator(".player-surface [part=canvases] canvas");
    await expect.poll(() => waveform.first().isVisible(), patient).toBe(true);
    await page.keyboard.press("s");
    await page.getByRole("img", { name: "Spectrogram" }).waitFor();
    await expect.poll(() => waveform.filter({ visible: true }).count(), patient).toBe(0);
    expect(await page.locator(".player-surface [part=progress] canvas:visible").count()).toBe(0);
    await page.keyboard.press("s");
    await expect.poll(() => waveform.first().isVisible(), patient).toBe(true);
  });

  test.each([
    [5, "that cannot be read"],
    [9, "that is not played"],
  ])("sound %i, %s, has its playhead at the start, wherever that of the one before was", async (id) => {
    const { page } = await openWindow("sounds=12");
    await grid(page).press("a");
    await grid(page).locator("[data-sound-id='8'] .sound-name").click();
    const cursor = page.locator(".player-surface [part=cursor]");
    const place = (): Promise<number> => cursor.evaluate(({ style }) => Number.parseFloat(style.left));
    const slider = page.getByRole("slider", { name: "Position" });
    await expect
      .poll(async () => {
        await slider.press("ArrowRight");
        return place();
      }, patient)
      .toBeGreaterThan(10);
    await grid(page).locator(`[data-sound-id='${id}'] .sound-name`).click();
    await expect.poll(place, patient).toBe(0);
  });

  test("autoplay off selects without a sound", async () => {
    const { page } = await openWindow("sounds=12");
    await page.getByRole("button", { name: "Autoplay" }).click();
    await rows(page).first().locator(".sound-name").click();
    await expect.poll(() => selected(page).count(), patient).toBe(1);
    expect(await audioState(page)).toMatchObject({ isPlaying: false });
  });

  test("a line of filters alone is browsed, not ranked", async () => {
    const { page } = await openWindow("sounds=60");
    await search(page, "kick wav");
    await page.getByRole("columnheader", { name: "Match" }).waitFor();
    await search(page, "wav");
    await expect.poll(() => page.getByRole("columnheader", { name: "Match" }).count(), patient).toBe(0);
    expect(await page.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe(
      "ascending",
    );
  });

  test("a key that does nothing stays the browser's own", async () => {
    const { page } = await openWindow("sounds=12");
    const isTaken = (): Promise<boolean> =>
      page.evaluate(() => {
        const press = new KeyboardEvent("keydown", {
          key: "c",
          ctrlKey: true,
          bubbles: true,
          cancelable: true,
        });
        return !document.body.dispatchEvent(press);
      });
    const before = await isTaken();
    await rows(page).first().locator(".sound-name").click();
    expect([before, await isTaken()]).toEqual([false, true]);
  });

  test("Tab walks the regions, arrows walk inside them", async () => {
    const { page } = await openWindow("sounds=12");
    await page.getByRole("treeitem").first().waitFor();
    const stops = await page.evaluate(() =>
      [".place", ".folder", ".header-title"].map(
        (selector) =>
          [...document.querySelectorAll<HTMLElement>(selector)].filter(({ tabIndex }) => tabIndex === 0)
            .length,
      ),
    );
    await page.getByRole("button", { name: "All 12" }).focus();
    await page.keyboard.press("ArrowDown");
    const focused = await page.evaluate(() => document.activeElement?.textContent);
    expect([stops, focused?.startsWith("Favourites")]).toEqual([[1, 1, 1], true]);
  });

  test("focus in a panel that a key or the palette closes goes to the list", async () => {
    const { page } = await openWindow("sounds=12");
    await rows(page).first().waitFor();
    const side = page.getByRole("navigation");
    await side.getByRole("button", { name: "All" }).press("ControlOrMeta+b");
    await expect.poll(() => focused(grid(page)), patient).toBe(true);
    expect(await side.count()).toBe(0);
    await page.keyboard.press("ControlOrMeta+b");
    await side.getByRole("button", { name: "All" }).press("ControlOrMeta+k");
    await page.keyboard.type("library panel");
    await page.keyboard.press("Enter");
    await expect.poll(() => side.count(), patient).toBe(0);
    await expect.poll(() => focused(grid(page)), patient).toBe(true);
    await rows(page).first().locator(".sound-name").click();
    const inspector = page.getByRole("complementary", { name: "Inspector" });
    await inspector.getByRole("button", { name: "Edit tags" }).focus();
    // Stops what is heard, then lets go of the sound.
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    await inspector.getByText("Select a sound to see its facts.").waitFor();
    await expect.poll(() => focused(grid(page)), patient).toBe(true);
  });

  test("a reload finds the search line and the selection again", async () => {
    const { page } = await openWindow("sounds=60");
    await search(page, "kick");
    await page.keyboard.press("ArrowDown");
    const before = await selected(page).textContent();
    await page.reload();
    await expect.poll(() => selected(page).textContent(), patient).toBe(before);
    expect(await page.getByRole("textbox", { name: "Search" }).inputValue()).toBe("kick");
    await expect.poll(() => page.locator(".player-name").textContent(), patient).toBe(before);
    expect(await audioState(page)).toMatchObject({ isPlaying: false });
  });

  test("Shift and Ctrl select several, F marks them, Ctrl+Z takes it back and says so", async () => {
    const { page } = await openWindow("sounds=12");
    await grid(page).locator("[data-sound-id='8'] .sound-name").click();
    await page.keyboard.press("Shift+ArrowDown");
    await grid(page)
      .locator("[data-sound-id='6'] .sound-name")
      .click({ modifiers: ["ControlOrMeta"] });
    await page.getByRole("heading", { name: "3 sounds selected" }).waitFor();
    // Of these three, not of the two that were selected before.
    await page.getByText("1 of 3", { exact: false }).first().waitFor();
    const marked = () => grid(page).locator("[aria-selected=true] [aria-pressed=true]").count();
    await page.keyboard.press("f");
    await page.getByText("3 sounds added to favourites").waitFor();
    await expect.poll(marked, patient).toBe(3);
    await page.keyboard.press("ControlOrMeta+z");
    await page.getByText("Undone: 3 sounds added to favourites").waitFor();
    await expect.poll(marked, patient).toBe(0);
  });

  test("what is under the selection stays there while new sounds come in above it", async () => {
    const { page } = await openWindow("sounds=200");
    const row = grid(page).locator("[data-sound-id='8']");
    await row.locator(".sound-name").click();
    const before = await row.boundingBox();
    await page.evaluate(() => {
      window.fake.setSoundCount(400);
      window.fake.emit("libraryChanged", { revision: 2 });
    });
    await expect.poll(() => grid(page).getAttribute("aria-rowcount"), patient).toBe("401");
    expect(await row.boundingBox()).toEqual(before);
    expect(await row.getAttribute("aria-selected")).toBe("true");
  });

  test("a list at its very top with nothing selected stays there while new sounds come in above, pointed at or not", async () => {
    const { page } = await openWindow("sounds=200");
    const first = (): Promise<string | undefined> =>
      rows(page).evaluateAll((all) =>
        all
          .toSorted(
            (a, b) => Number(a.getAttribute("aria-rowindex")) - Number(b.getAttribute("aria-rowindex")),
          )
          .map((row) => row.getAttribute("aria-rowindex") ?? "")
          .at(0),
      );
    await rows(page).nth(5).locator(".sound-name").hover();
    const grow = (count: number): Promise<void> =>
      page.evaluate((soundCount) => {
        window.fake.setSoundCount(soundCount);
        window.fake.emit("libraryChanged", { revision: soundCount });
      }, count);
    for (const count of [400, 800]) {
      await grow(count);
      await expect.poll(() => grid(page).getAttribute("aria-rowcount"), patient).toBe(String(count + 1));
      await expect
        .poll(async () => [await grid(page).evaluate(({ scrollTop }) => scrollTop), await first()], patient)
        .toEqual([0, "2"]);
    }
  });

  test("a row chosen before meaning has answered stays put, the rest comes below, R puts all in order", async () => {
    const { page } = await openWindow("sounds=200&slowMeaning=1500");
    await search(page, "kick");
    const hits = grid(page).locator("[data-sound-id]", { hasText: "kick" });
    await expect.poll(async () => (await rows(page).count()) === (await hits.count()), patient).toBe(true);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("End");
    const row = grid(page).locator("[aria-selected=true]");
    const before = await row.boundingBox();
    await page.getByRole("button", { name: "Put new results in order" }).waitFor();
    expect(await row.boundingBox()).toEqual(before);
    expect(await rows(page).count()).toBeGreaterThan(await hits.count());
    await page.keyboard.press("r");
    await expect
      .poll(() => page.getByRole("button", { name: "Put new results in order" }).count(), patient)
      .toBe(0);
    const scores = await grid(page).locator(".score").allTextContents();
    expect(scores).toEqual(scores.toSorted().toReversed());
  });

  test("a pointer that rests over the list while a line is typed does not hold its answer back", async () => {
    const { page } = await openWindow("sounds=200&slowMeaning=300");
    await rows(page).first().locator(".sound-name").hover();
    await search(page, "kick");
    await expect.poll(() => rows(page).first().textContent(), patient).toContain("kick");
    await page.locator('input[aria-label="Search"][aria-busy="false"]').waitFor();
    expect(await grid(page).evaluate(({ scrollTop }) => scrollTop)).toBe(0);
    expect(await page.getByRole("button", { name: "Put new results in order" }).count()).toBe(0);
  });

  test("a folder is added by keyboard alone, and a wrong path says why", async () => {
    const { page } = await openWindow("sounds=0");
    await page.keyboard.press("ControlOrMeta+o");
    const dialog = page.getByRole("dialog", { name: "Add folder" });
    await expect
      .poll(() => dialog.getByRole("textbox", { name: "Folder", exact: true }).inputValue(), patient)
      .toBe("/home/ada");
    await dialog.getByRole("textbox", { name: "Folder", exact: true }).fill("/nowhere");
    await page.keyboard.press("Enter");
    await dialog.getByRole("alert").getByText("There is no folder at that path.").waitFor();
    await dialog.getByRole("textbox", { name: "Folder", exact: true }).fill("/nowhere/else");
    expect(await dialog.getByRole("alert").count()).toBe(0);
    await page.keyboard.press("Tab");
    for (let down = 0; down < 3; down++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await dialog.getByText("12 sounds directly in it").waitFor();
    await page.keyboard.press("Control+Enter");
    await expect.poll(() => dialog.count(), patient).toBe(0);
    expect(
      await page.evaluate(() => window.fake.calls.findLast(({ name }) => name === "addFolder")?.request),
    ).toEqual({
      path: "/home/ada/Samples",
      excludes: [],
    });
  });

  test("a folder of the list that is clicked once is the one that is added", async () => {
    const { page } = await openWindow("sounds=0");
    await page.keyboard.press("ControlOrMeta+o");
    const dialog = page.getByRole("dialog", { name: "Add folder" });
    await dialog.getByRole("option").first().waitFor();
    expect(await dialog.getByRole("option", { selected: true }).count()).toBe(0);
    await dialog.getByRole("option", { name: "Samples" }).click();
    await expect
      .poll(() => dialog.getByRole("textbox", { name: "Folder", exact: true }).inputValue())
      .toBe("/home/ada/Samples");
    await dialog.getByRole("button", { name: "Add folder" }).click();
    await dialog.waitFor({ state: "hidden" });
    expect(
      await page.evaluate(() => window.fake.calls.findLast(({ name }) => name === "addFolder")?.request),
    ).toEqual({ path: "/home/ada/Samples", excludes: [] });
  });

  test("a copy that the list shows is the one that inspector, player and Copy path name", async () => {
    const { page } = await openWindow("sounds=12");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await search(page, "in:bounces");
    await searchLine(page).press("ArrowDown");
    const inspector = page.getByRole("complementary", { name: "Inspector" });
    await inspector.getByRole("heading", { name: "Final take.wav" }).waitFor();
    await page.getByRole("region", { name: "Player" }).getByText("Final take.wav").waitFor();
    await grid(page).press("ControlOrMeta+Shift+c");
    await page.getByText("1 path copied").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      "/home/ada/Projects/2026 Album/Bounces/Final take.wav",
    );
  });

  test("Down from a line that was just typed goes to the best answer, from one that was not on from where it was", async () => {
    const { page } = await openWindow("sounds=200");
    const positionOf = (): Promise<number> =>
      grid(page)
        .locator("[aria-selected=true]")
        .evaluateAll((selected) => Number(selected[0]?.getAttribute("aria-rowindex")) - 2);
    await search(page, "kick");
    await searchLine(page).press("ArrowDown");
    for (let more = 0; more < 3; more++) await grid(page).press("ArrowDown");
    await expect.poll(positionOf, patient).toBe(3);
    await searchLine(page).press("ArrowDown");
    await expect.poll(positionOf, patient).toBe(4);
    await search(page, "snare");
    await searchLine(page).press("ArrowDown");
    await expect.poll(positionOf, patient).toBe(0);
  });

  test("a part that nothing has is not said to be left out, and its reason stays in sight beside many chips", async () => {
    const { page } = await openWindow("sounds=12");
    await page.setViewportSize({ width: 900, height: 600 });
    await search(page, "kick -snare <2s #one #two #three #four #five #six");
    const reason = page.getByText("There is no tag “one” in the library", { exact: true });
    await reason.waitFor();
    expect((await reason.boundingBox())?.width).toBeGreaterThan(200);
  });

  test("the palette runs a command by its name, and ? shows every key", async () => {
    const { page } = await openWindow("sounds=12");
    await page.keyboard.press("ControlOrMeta+k");
    await page.keyboard.type("inspector");
    await page.keyboard.press("Enter");
    await expect.poll(() => page.getByRole("complementary", { name: "Inspector" }).count(), patient).toBe(0);
    await grid(page).press("?");
    await page.getByRole("dialog", { name: "Keyboard" }).getByText("Play or stop").waitFor();
    await page.keyboard.press("Escape");
    await expect.poll(() => page.getByRole("dialog").count(), patient).toBe(0);
  });

  test("settings survive a reload", async () => {
    const { page } = await openWindow("sounds=12");
    await page.keyboard.press("ControlOrMeta+,");
    await page.getByRole("radio", { name: "Light" }).check();
    await page.reload();
    await expect.poll(() => page.locator("html").getAttribute("data-theme"), patient).toBe("light");
  });

  test("a project tempo out of range is not taken, and its field says which are", async () => {
    const { page } = await openWindow("sounds=12");
    await page.keyboard.press("ControlOrMeta+,");
    const settings = page.getByRole("dialog", { name: "Settings" });
    await settings.getByRole("tab", { name: "Playback" }).click();
    const field = settings.getByRole("spinbutton", { name: "Project tempo" });
    const invalid = (): Promise<string | null> => field.getAttribute("aria-invalid");
    const description = (): Promise<string | null> =>
      field.evaluate((input) => input.ariaDescribedByElements?.[0]?.textContent ?? null);
    const kept = "From 40 to 240 BPM. The tempo stays at 120.";
    await field.fill("300");
    await expect.poll(invalid, patient).toBe("true");
    await expect.poll(description, patient).toBe(kept);
    await field.fill("120");
    await expect.poll(invalid, patient).toBe("false");
    // The beginning of 128, until the field is left.
    await field.fill("12");
    await expect.poll(invalid, patient).toBe("false");
    await settings.getByRole("tab", { name: "Playback" }).focus();
    await expect.poll(description, patient).toBe(kept);
    await page.keyboard.press("Escape");
    await page.keyboard.press("ControlOrMeta+,");
    await settings.getByRole("tab", { name: "Playback" }).click();
    await expect.poll(() => field.inputValue(), patient).toBe("120");
  });

  test("names of any script and length never break the row", async () => {
    const { page } = await openWindow("sounds=12");
    const long = grid(page).getByText(longName);
    const heights = await rows(page).evaluateAll((all) =>
      all.map((row) => row.getBoundingClientRect().height),
    );
    expect([new Set(heights).size, await long.getAttribute("title")]).toEqual([
      1,
      expect.stringContaining(longName),
    ]);
  });

  test("the small window in a large page is laid out as in a small one, and nothing juts out of it", async () => {
    const { page } = await openWindow("sounds=12&phase=listening");
    await rows(page).first().waitFor();
    await grid(page).press("ControlOrMeta+Shift+m");
    const width = (selector: string) =>
      page.locator(selector).evaluate((element) => element.getBoundingClientRect().width);
    await expect.poll(() => width(".window")).toBe(420);
    // Beside it lies the button to play, and nothing else.
    expect(await width(".player-surface")).toBeGreaterThan(280);
    const outside = await page.locator(".window").evaluate((window) => {
      const { left, right } = window.getBoundingClientRect();
      return Array.from(window.querySelectorAll(".icon-button, .button, .toggle"), (element) =>
        element.getBoundingClientRect(),
      ).filter((box) => box.left < left || box.right > right).length;
    });
    expect(outside).toBe(0);
  });

  test("headers sort, and sort the other way round on a second press", async () => {
    const { page } = await openWindow("sounds=12");
    const header = page.getByRole("columnheader", { name: "Length" });
    await header.getByRole("button").click();
    await expect.poll(() => header.getAttribute("aria-sort"), patient).toBe("ascending");
    await header.getByRole("button").click();
    await expect.poll(() => header.getAttribute("aria-sort"), patient).toBe("descending");
  });

  test("a dragged row hands over the file that it shows as a download", async () => {
    const { page } = await openWindow("sounds=12");
    const [download] = await handOver(grid(page).locator("[data-sound-id='8']"));
    expect(download).toMatch(
      /^application\/octet-stream:analog_pad_08\.aiff:http:\/\/127\.0\.0\.1:\d+\/audio\/8\?save$/,
    );
    await search(page, "in:bounces");
    const copy = rows(page).first();
    await copy.getByText("Final take").waitFor();
    const id = await copy.getAttribute("data-sound-id");
    const [copyDownload, copyPath] = await handOver(copy);
    expect(copyDownload?.split("/audio/").at(-1)).toBe(`${id}?save&file=${1000 + Number(id)}`);
    expect(copyDownload).toContain(":Final take.wav:");
    expect(copyPath).toBe("/home/ada/Projects/2026 Album/Bounces/Final take.wav");
  });

  test("Copy file and Show in folder take the copy that the list shows", async () => {
    const { page } = await openWindow("sounds=12&native");
    await search(page, "in:bounces");
    await rows(page).first().getByText("Final take").click();
    const id = Number(await rows(page).first().getAttribute("data-sound-id"));
    await grid(page).press("ControlOrMeta+c");
    await grid(page).press("ControlOrMeta+r");
    const asked = (name: string): Promise<unknown> =>
      page.evaluate((call) => window.fake.calls.find((each) => each.name === call)?.request, name);
    await expect.poll(() => asked("copyFiles"), patient).toEqual({ ids: [id], fileIds: [1000 + id] });
    await expect.poll(() => asked("revealSound"), patient).toEqual({ id, fileId: 1000 + id });
  });
});
