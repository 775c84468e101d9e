// The journeys in the Electron application, on the stand-in.
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe } from "vitest";
import { prepareBuild } from "../../main/cli/prepare-build.ts";
import { beforeAllTests } from "../e2e/after-this.ts";
import { isChromiumMissing } from "../e2e/chromium.ts";
import { type Sitting, walkJourneys } from "../e2e/journeys.ts";
import { startJourneyHub } from "../e2e/offered-model.ts";
import { tempFolder } from "../e2e/web-app.ts";
import { startElectronApp } from "./electron-app.ts";

describe.skipIf(isChromiumMissing())("journeys in Electron's stand-in", () => {
  let sitting: Sitting;

  beforeAllTests(async () => {
    await prepareBuild(["main", "preload", "renderer"], () => {});
    const home = tempFolder();
    const hub = await startJourneyHub(home);
    const app = await startElectronApp(home, { EARSHOT_HUB_URL: hub.url });
    app.complaints.expectSome(/willReadFrequently/);
    sitting = {
      page: app.page,
      complaints: app.complaints,
      home,
      hub,
      addFolder: async (folder) => {
        app.tell({ type: "answer-dialog", filePath: folder });
        await app.page.getByRole("button", { name: "Add folder" }).first().click();
        await app.take("dialog");
      },
      dragOut: async (selector) => {
        await app.page.locator(selector).dispatchEvent("dragstart", {
          dataTransfer: await app.page.evaluateHandle(() => new DataTransfer()),
        });
        const { files } = await app.take("drag");
        const [file = ""] = files;
        // Never in the folder for temporary files: a DAW may go on using it where it is.
        if (path.dirname(file) !== path.join(app.home, "Music", "Earshot"))
          throw new Error(`It lies in ${file}`);
        return readFileSync(file);
      },
      killEngine: async () => {
        const engines = app.reports.filter(
          (report) => report.type === "process" && report.serviceName === "Earshot engine",
        );
        const last = engines.at(-1);
        if (last?.type === "process") process.kill(last.pid, "SIGKILL");
        await app.page.waitForTimeout(200);
      },
    };
  });

  walkJourneys(() => sitting);
});
