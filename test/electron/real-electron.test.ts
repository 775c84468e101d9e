// The journeys in Electron itself, where its binary and a display can be had. Playwright speaks to its main process.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { _electron, type ElectronApplication } from "playwright-core";
import { describe } from "vitest";
import { prepareBuild } from "../../main/cli/prepare-build.ts";
import { findElectron } from "../../main/cli/run-electron.ts";
import { afterThis, beforeAllTests } from "../e2e/after-this.ts";
import { watchComplaints } from "../e2e/complaints.ts";
import { type Sitting, walkJourneys } from "../e2e/journeys.ts";
import { startJourneyHub } from "../e2e/offered-model.ts";
import { quietArguments } from "../e2e/chromium.ts";

const root = path.join(import.meta.dirname, "..", "..");
// Never downloads: what is not there is not run.
const electron = process.env["CI"] === undefined ? await findElectron(root, () => {}, false) : undefined;

/** Drags that the application has started, as `startDrag` was told. */
async function recordDrags(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ BrowserWindow }) => {
    const drags: string[][] = [];
    (globalThis as unknown as { drags: string[][] }).drags = drags;
    const [window] = BrowserWindow.getAllWindows();
    if (window) window.webContents.startDrag = (item) => void drags.push(item.files ?? [item.file]);
  });
}

describe.skipIf(electron?.isThere !== true)("journeys in Electron", () => {
  let sitting: Sitting;

  beforeAllTests(async () => {
    await prepareBuild(["main", "preload", "renderer"], () => {});
    const home = mkdtempSync(path.join(os.tmpdir(), "earshot-home-"));
    afterThis(() => rmSync(home, { recursive: true, force: true }));
    const hub = await startJourneyHub(home);
    const app = await _electron.launch({
      executablePath: electron?.isThere === true ? electron.binaryPath : "",
      args: [...quietArguments, root],
      env: { ...process.env, EARSHOT_HOME: home, EARSHOT_HUB_URL: hub.url },
    });
    afterThis(() => app.close());
    const page = await app.firstWindow();
    const complaints = watchComplaints(page);
    await recordDrags(app);
    sitting = {
      page,
      complaints,
      home,
      hub,
      addFolder: async (folder) => {
        await app.evaluate(({ dialog }, chosen) => {
          dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
        }, folder);
        await page.getByRole("button", { name: "Add folder" }).first().click();
      },
      dragOut: async (selector) => {
        await page.locator(selector).dispatchEvent("dragstart", {
          dataTransfer: await page.evaluateHandle(() => new DataTransfer()),
        });
        await page.waitForTimeout(2000);
        const drags = await app.evaluate(() => (globalThis as unknown as { drags: string[][] }).drags);
        return readFileSync(drags.at(-1)?.[0] ?? "");
      },
      killEngine: async () => {
        const pids = await app.evaluate(({ app: main }) =>
          main.getAppMetrics().flatMap(({ name, pid }) => (name === "Earshot engine" ? [pid] : [])),
        );
        for (const pid of pids) process.kill(pid, "SIGKILL");
        await page.waitForTimeout(200);
      },
    };
  });

  walkJourneys(() => sitting);
});
