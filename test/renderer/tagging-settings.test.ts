// The section of the settings on tagging, on the fake bridge.
import { describe, expect, test } from "vitest";
import { isChromiumMissing } from "../e2e/chromium.ts";
import { withWindow } from "./open-window.ts";

describe.skipIf(isChromiumMissing())("settings on tagging", () => {
  const openWindow = withWindow();

  test("by keyboard: the ear is switched off, the careful choice is made, counts and the way to the labels are there", async () => {
    const { page, complaints } = await openWindow("sounds=12");
    await page.keyboard.press("ControlOrMeta+,");
    const settings = page.getByRole("dialog", { name: "Settings" });
    for (const name of ["Appearance", "Playback", "Folders", "Models", "Tagging"]) {
      await settings.locator("[role=tab]:focus").getByText(name).waitFor();
      if (name !== "Tagging") await page.keyboard.press("ArrowDown");
    }
    const ear = settings.getByRole("checkbox", { name: "Suggest tags by ear" });
    await ear.waitFor();
    await ear.press("Space");
    await settings.getByRole("radio", { name: /likely right than wrong/ }).press("ArrowDown");
    await expect.poll(() => ear.isChecked()).toBe(false);
    await expect.poll(() => settings.getByRole("radio", { name: /80 % sure/ }).isChecked()).toBe(true);
    const changes = await page.evaluate(() =>
      window.fake.calls.filter(({ name }) => name === "changeSettings").map(({ request }) => request),
    );
    expect(changes).toEqual([{ isTaggingByEar: false }, { tagCaution: "careful" }]);
    await settings.getByText("12 by name, 0 by folder, 6 heard").waitFor();
    await settings.getByText("3 confirmed, 1 rejected").waitFor();
    await settings.getByRole("button", { name: "Edit labels" }).click();
    await page.getByRole("dialog", { name: "Labels" }).waitFor();
    expect(complaints.list()).toEqual([]);
  });
});
