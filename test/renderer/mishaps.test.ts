// What the window says and does when there is nothing to show, or something has gone wrong.
import { describe, expect, test } from "vitest";
import { isChromiumMissing } from "../e2e/chromium.ts";
import { withWindow } from "./open-window.ts";
import { focused, grid, patient, rows, search, selected } from "./window-parts.ts";

describe.skipIf(isChromiumMissing())("the window in trouble", () => {
  const openWindow = withWindow();

  test("a sound that cannot be played, and one whose drive is away, say why", async () => {
    const { page, complaints } = await openWindow("sounds=12");
    complaints.expectSome(/415/);
    await grid(page).locator("[data-sound-id='6'] .sound-name").click();
    await page
      .getByRole("alert")
      .getByText("The encoder of this file is not known. Export it as WAV.")
      .waitFor();
    await grid(page).locator("[data-sound-id='7'] .sound-name").click();
    await page
      .getByRole("alert")
      .getByText("The drive that holds this sound is away", { exact: false })
      .waitFor();
    expect(complaints.list()).toEqual([]);
  });

  test("a sound that could not be read says its reason without asking for its audio, as neighbour neither", async () => {
    const { page } = await openWindow("sounds=12");
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await grid(page).locator("[data-sound-id='5'] .sound-name").click();
    await page
      .locator(".player")
      .getByRole("alert")
      .getByText("The file ends in the middle of its audio.")
      .waitFor();
    await page.keyboard.press("ArrowDown");
    await expect
      .poll(() => asked.filter((path) => path.startsWith("/audio/")).length, patient)
      .toBeGreaterThan(1);
    expect(asked).not.toContain("/audio/5");
  });

  test("typing while the errors are on show goes back to the sounds", async () => {
    const { page } = await openWindow("sounds=12&errors=5");
    await search(page, "kick");
    await page.getByRole("button", { name: "5 files could not be read" }).click();
    await page.getByRole("region", { name: "Files that could not be read" }).waitFor();
    expect(await page.getByRole("button", { name: "sounds like kick", exact: false }).count()).toBe(0);
    await search(page, "pad");
    await expect.poll(() => rows(page).count(), patient).toBeGreaterThan(0);
    expect(await page.getByRole("button", { name: "sounds like pad", exact: false }).count()).toBe(1);
  });

  test("a file dropped on the window is refused instead of opened", async () => {
    const { page } = await openWindow("sounds=12");
    const arePrevented = await page.evaluate(() =>
      ["dragover", "drop"].map((type) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["x"], "kick.wav"));
        const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer });
        return !document.body.dispatchEvent(event);
      }),
    );
    expect(arePrevented).toEqual([true, true]);
  });

  test("a selected sound that leaves the library leaves the selection", async () => {
    const { page } = await openWindow("sounds=12");
    await grid(page).locator("[data-sound-id='8'] .sound-name").click();
    await page.evaluate(() => {
      window.fake.setSoundCount(6);
      window.fake.emit("libraryChanged", { revision: 2 });
    });
    await page.getByText("Select a sound to see its facts.").waitFor();
    expect(await selected(page).count()).toBe(0);
  });

  test("an engine that was given up says why, and is started again by a button", async () => {
    const { page } = await openWindow("sounds=12");
    await page.evaluate(() => {
      window.fake.isEngineLost = true;
      const problem = { code: "engine-failed", message: "The engine crashed 6 times.", hint: "See the log." };
      window.fake.emit("engineLost", problem);
    });
    await page.getByRole("alert").getByText("The engine crashed 6 times. See the log.").waitFor();
    await page.getByRole("button", { name: "Start the engine again" }).click();
    await page.evaluate(() => {
      window.fake.isEngineLost = false;
    });
    await expect
      .poll(() => page.getByRole("button", { name: "Start the engine again" }).count(), patient)
      .toBe(0);
    expect(await rows(page).count()).toBe(12);
  });

  test("an empty library says the next step, and the demo is one press away", async () => {
    const { page } = await openWindow("sounds=0");
    await page.getByRole("heading", { name: "No sounds yet" }).waitFor();
    await page.getByRole("button", { name: "Try the demo sounds" }).click();
    await expect
      .poll(() => page.evaluate(() => window.fake.calls.find(({ name }) => name === "addFolder")), patient)
      .toEqual({
        name: "addFolder",
        request: { path: "/opt/earshot/demo", excludes: [] },
      });
    await expect.poll(() => rows(page).count(), patient).toBeGreaterThan(10);
  });

  test("a search without a result says what to do", async () => {
    const { page } = await openWindow("sounds=12");
    await search(page, "zzz");
    await page.getByRole("heading", { name: "No sound matches" }).waitFor();
    await page.getByRole("button", { name: "Clear the search line" }).last().click();
    await expect.poll(() => rows(page).count(), patient).toBe(12);
  });

  test("a part of the library without a sound takes the focus from the list, visibly, and gives it back", async () => {
    const { page } = await openWindow("sounds=12");
    await rows(page).first().waitFor();
    await grid(page).focus();
    await page.keyboard.press("4");
    const notice = page.getByRole("region", { name: "Nothing used yet" });
    await expect.poll(() => focused(notice), patient).toBe(true);
    expect(await notice.evaluate((found) => found.matches(":focus-visible"))).toBe(true);
    await page.keyboard.press("1");
    await expect.poll(() => focused(grid(page)), patient).toBe(true);
  });

  test("a search that fails says why and can be tried again", async () => {
    const { page } = await openWindow("sounds=12&fail=search");
    await search(page, "qqq");
    await page.getByRole("alert").getByText("The index could not be read.").waitFor();
    expect(await page.getByRole("button", { name: "Try again" }).count()).toBe(1);
  });

  test("rows become a skeleton when an answer takes long", async () => {
    const { page } = await openWindow("sounds=12&slow=3000");
    await page.getByRole("status", { name: "Searching" }).waitFor();
    await expect.poll(() => rows(page).count(), patient).toBe(12);
  });

  test("files that could not be read are listed with their reasons", async () => {
    const { page } = await openWindow("sounds=12&errors=5");
    await page.getByRole("button", { name: "5 files could not be read" }).click();
    await expect.poll(() => page.getByRole("listitem").filter({ hasText: "take_" }).count(), patient).toBe(5);
    await page.getByRole("button", { name: "Try again" }).click();
    expect(await page.evaluate(() => window.fake.calls.some(({ name }) => name === "retryErrors"))).toBe(
      true,
    );
  });
});
