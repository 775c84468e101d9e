// The way out and back in a real browser: the library is downloaded, undone here, and imported again.
import path from "node:path";
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { isChromiumMissing } from "./chromium.ts";
import { rows, search, statedCount } from "./sound-list.ts";
import { folderOfSounds, openWindow, runServe, signIn, tempFolder } from "./web-app.ts";
import { runCli } from "../cli/run-cli.ts";
import type { Page } from "playwright-core";

async function runCommand(page: Page, name: string): Promise<void> {
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("Type a command").fill(name);
  await page.keyboard.press("Enter");
}

describe.skipIf(isChromiumMissing())("export and import in a browser", () => {
  test("a favourite goes out as a download and comes back by an import", async () => {
    const home = tempFolder();
    const library = path.join(home, "library.db");
    await runCli("index", folderOfSounds(/Drums/), "--library", library);
    const app = await runServe(home, ["--library", library]);
    const { page, complaints } = await openWindow(app, await signIn(app, { acceptDownloads: true }));
    await expect.poll(() => statedCount(page)).toBeGreaterThan(0);
    await rows(page).first().click();
    await page.keyboard.press("f");
    const favourites = page.getByRole("button", { name: "Remove from favourites" });
    await favourites.first().waitFor();

    await runCommand(page, "export library");
    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe("earshot-library.json");
    const file = path.join(home, "downloaded.json");
    await download.saveAs(file);
    const { sounds } = JSON.parse(readFileSync(file, "utf8")) as { sounds: { favouriteMs: number | null }[] };
    expect(sounds.filter(({ favouriteMs }) => favouriteMs !== null)).toHaveLength(1);

    await search(page, "#nonesuch");
    await runCommand(page, "export library");
    await page.getByRole("checkbox", { name: "Only what the list shows" }).check();
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByRole("alert").getByText("nonesuch").waitFor();
    await page.keyboard.press("Escape");
    await search(page, "");

    await rows(page).first().click();
    await page.keyboard.press("f");
    await favourites.first().waitFor({ state: "detached" });
    await runCommand(page, "import from");
    await page.getByRole("textbox", { name: "Path of the export" }).fill(file);
    await page.getByRole("button", { name: "Check" }).click();
    await page.getByText("1 favourite", { exact: false }).waitFor();
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await favourites.first().waitFor();
    // The refused export above answers 422, which a browser notes.
    expect(complaints.list().filter((line) => !line.includes("422"))).toEqual([]);
  });
});
