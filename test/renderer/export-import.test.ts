// Export and import as dialogs, on the fake bridge.
import { describe, expect, test } from "vitest";
import { isChromiumMissing } from "../e2e/chromium.ts";
import { withWindow } from "./open-window.ts";
import { patient, search } from "./window-parts.ts";

describe.skipIf(isChromiumMissing())("export and import", () => {
  const openWindow = withWindow();

  test("the palette opens the export; what the list shows is asked for by its line", async () => {
    const { page, complaints } = await openWindow("sounds=12");
    await search(page, "kick");
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Type a command").fill("export library");
    await page.keyboard.press("Enter");
    await page.getByRole("radio", { name: "CSV", exact: false }).check();
    await page.getByRole("checkbox", { name: "Only what the list shows" }).check();
    await page.getByRole("button", { name: "Export", exact: true }).click();
    const asked = () =>
      page.evaluate(() => window.fake.calls.find(({ name }) => name === "exportLibrary")?.request);
    await expect
      .poll(asked, patient)
      .toMatchObject({ format: "csv", query: "kick", scope: { kind: "all" }, limit: 0 });
    await page.getByText("12 sounds written to /home/ada/export.csv").waitFor();
    expect(complaints.list()).toEqual([]);
  });

  test("an import tells what it would do before it does it, and why it cannot", async () => {
    const { page, complaints } = await openWindow("sounds=12");
    await page.keyboard.press("Control+k");
    await page.getByPlaceholder("Type a command").fill("import from");
    await page.keyboard.press("Enter");
    await page.getByRole("textbox", { name: "Path of the export" }).fill("/home/ada/nowhere.json");
    await page.getByRole("button", { name: "Check" }).click();
    await page.getByRole("alert").getByText("is not there").waitFor();
    await page.getByRole("textbox", { name: "Path of the export" }).fill("/home/ada/export.json");
    await page.getByRole("button", { name: "Check" }).click();
    await page.getByText("3 sounds: 2 found, 1 not here.", { exact: false }).waitFor();
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await page.getByText("Imported: 4 tags", { exact: false }).waitFor();
    const requests = await page.evaluate(() =>
      window.fake.calls.filter(({ name }) => name === "importLibrary").map(({ request }) => request),
    );
    expect(requests.map((request) => (request as { isDryRun: boolean }).isDryRun)).toEqual([
      true,
      true,
      false,
    ]);
    expect(complaints.list()).toEqual([]);
  });
});
