// The journeys in the web shell.
import { readFileSync } from "node:fs";
import { describe } from "vitest";
import { beforeAllTests } from "./after-this.ts";
import { isChromiumMissing } from "./chromium.ts";
import { type Sitting, walkJourneys } from "./journeys.ts";
import { startJourneyHub } from "./offered-model.ts";
import { openWindow, runStart, signIn, tempFolder } from "./web-app.ts";

describe.skipIf(isChromiumMissing() || process.platform !== "linux")("journeys in a browser", () => {
  let sitting: Sitting;

  beforeAllTests(async () => {
    const home = tempFolder();
    const hub = await startJourneyHub(home);
    const app = await runStart(home, { EARSHOT_HUB_URL: hub.url });
    const { page, complaints } = await openWindow(app, await signIn(app));
    // Chromium's own remark about canvases that a test looks into.
    complaints.expectSome(/willReadFrequently/);
    sitting = {
      page,
      complaints,
      home,
      hub,
      addFolder: async (folder) => {
        await page.getByRole("button", { name: "Add folder" }).first().click();
        const dialog = page.getByRole("dialog", { name: "Add folder" });
        await dialog.getByRole("listbox").waitFor();
        await dialog.getByRole("textbox", { name: "Folder" }).fill(folder);
        await dialog.getByRole("button", { name: "Add folder" }).click();
        await dialog.waitFor({ state: "hidden" });
      },
      // Chromium fetches the address of `DownloadURL` where the drop lands.
      dragOut: async (selector) => {
        const base64 = await page.locator(selector).evaluate(async (element) => {
          const dataTransfer = new DataTransfer();
          element.dispatchEvent(
            new DragEvent("dragstart", { bubbles: true, cancelable: true, dataTransfer }),
          );
          const [, url = ""] =
            /^application\/octet-stream:[^:]*:(.*)$/.exec(dataTransfer.getData("DownloadURL")) ?? [];
          const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
          let binary = "";
          for (const byte of bytes) binary += String.fromCharCode(byte);
          return btoa(binary);
        });
        return Buffer.from(base64, "base64");
      },
      killEngine: async () => {
        const children = readFileSync(`/proc/${app.pid}/task/${app.pid}/children`, "utf8");
        process.kill(Number(children.split(" ")[0]), "SIGKILL");
        await page.waitForTimeout(200);
      },
    };
  });

  walkJourneys(() => sitting);
});
