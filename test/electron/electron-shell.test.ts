// The built Electron application on a stand-in for the electron module, with its window in a real Chromium.
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { prepareBuild } from "../../main/cli/prepare-build.ts";
import { beforeAllTests } from "../e2e/after-this.ts";
import { isChromiumMissing } from "../e2e/chromium.ts";
import {
  drawnWaveforms,
  list,
  playing,
  rowNames,
  rows,
  search,
  searchLine,
  statedCount,
} from "../e2e/sound-list.ts";
import { demoFolder, folderOfSounds, listDemoSounds, tempFolder } from "../e2e/web-app.ts";
import { type ElectronApp, startElectronApp } from "./electron-app.ts";

const demoCount = listDemoSounds().length;

describe.skipIf(isChromiumMissing())("Electron shell", () => {
  let app: ElectronApp;

  beforeAllTests(async () => {
    await prepareBuild(["main", "preload", "renderer"], () => {});
    app = await startElectronApp(tempFolder());
  });

  test("the window is sandboxed, isolated, without Node, and shows the page of the app's own scheme", async () => {
    const window = app.reports.find((report) => report.type === "window");
    expect(window).toMatchObject({
      url: "app://earshot/",
      webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
    });
    const world = await app.page.evaluate(() => ({
      names: Object.keys((globalThis as unknown as { earshot: object }).earshot).sort(),
      require: typeof (globalThis as Record<string, unknown>)["require"],
      process: typeof (globalThis as Record<string, unknown>)["process"],
      ipc: typeof (globalThis as Record<string, unknown>)["ipcRenderer"],
    }));
    expect(world).toEqual({
      names: ["engine", "on", "pathOfFile", "shell"],
      require: "undefined",
      process: "undefined",
      ipc: "undefined",
    });
  });

  test("engine and embedder run in processes of their own, and the demo sounds are listened to", async () => {
    await expect.poll(() => statedCount(app.page), { timeout: 30_000 }).toBe(demoCount);
    await expect.poll(() => readyCount(app), { timeout: 120_000 }).toBe(demoCount);
    const names = app.reports.flatMap((report) => (report.type === "process" ? [report.serviceName] : []));
    expect(names).toEqual(["Earshot engine", "Earshot embedder"]);
    await expect
      .poll(async () => (await drawnWaveforms(app.page)) === (await rows(app.page).count()))
      .toBe(true);
  });

  test("describing a sound finds it, and selecting it plays it", async () => {
    await search(app.page, "kick drum");
    expect((await rowNames(app.page))[0]).toMatch(/kick/i);
    await searchLine(app.page).press("ArrowDown");
    await expect.poll(async () => (await playing(app.page)).timeSec).toBeGreaterThan(0);
  });

  test("dragging rows hands the system their files and a picture that is not empty", async () => {
    await search(app.page, "kick");
    const names = (await rowNames(app.page)).slice(0, 2);
    await rows(app.page).nth(0).click();
    await rows(app.page)
      .nth(1)
      .click({ modifiers: ["Shift"] });
    await rows(app.page)
      .nth(0)
      .dispatchEvent("dragstart", {
        dataTransfer: await app.page.evaluateHandle(() => new DataTransfer()),
      });
    const drag = await app.take("drag");
    expect(drag.isPlainIcon).toBe(false);
    expect(drag.files.map((file) => path.basename(file)).sort()).toEqual([...names].sort());
    expect(drag.files.every((file) => file.startsWith(demoFolder))).toBe(true);
    expect(drag.iconSize.width).toBeGreaterThan(0);
  });

  test("the folder dialog adds what the person chose", async () => {
    const folder = folderOfSounds(/Drums/);
    app.tell({ type: "answer-dialog", filePath: folder });
    await app.page.getByRole("button", { name: "Add folder" }).first().click();
    expect(await app.take("dialog")).toMatchObject({ properties: ["openDirectory"] });
    const folders = app.page.getByRole("tree", { name: "Folders" });
    await folders.getByText(path.basename(folder)).waitFor();
  });

  test("the library is exported where the system's dialog says", async () => {
    const file = path.join(tempFolder(), "out.json");
    app.tell({ type: "answer-dialog", filePath: file });
    await app.page.keyboard.press("Control+k");
    await app.page.getByPlaceholder("Type a command").fill("export library");
    await app.page.keyboard.press("Enter");
    await app.page.getByRole("button", { name: "Export", exact: true }).click();
    expect(await app.take("dialog")).toMatchObject({ title: "Export the library" });
    await app.page.getByText(`written to ${file}`).waitFor();
    const { sounds } = JSON.parse(readFileSync(file, "utf8")) as { sounds: unknown[] };
    expect(sounds.length).toBeGreaterThanOrEqual(demoCount);
  });

  test("a call from another page, or from a frame inside the page, is refused", async () => {
    const forged = [
      { url: "https://evil.example/", isMainFrame: true },
      { url: "app://evil/", isMainFrame: true },
      { url: "app://earshot/", isMainFrame: false },
    ];
    for (const sender of forged) {
      const channel = "earshot:call:getStatus";
      const answer = await app.ask({ type: "forge-call", channel, request: {}, ...sender });
      expect(answer).toMatchObject({ isOk: false, error: { code: "wrong-sender" } });
    }
  });

  test("the shell's own calls of the engine have no channel", async () => {
    const forged = app.ask({
      type: "forge-call",
      channel: "earshot:call:confinePath",
      request: { path: "/etc/passwd" },
      url: "app://earshot/",
      isMainFrame: true,
    });
    await expect(forged).rejects.toThrow("No handler");
  });

  test("permissions and the network are refused", async () => {
    const permissions = ["media", "geolocation", "notifications", "clipboard-read", "openExternal"];
    for (const permission of permissions) {
      expect(await app.ask({ type: "ask-permission", permission })).toEqual({
        isGranted: false,
        isChecked: false,
      });
    }
    expect(await app.ask({ type: "ask-network", url: "https://example.com/" })).toEqual({ cancel: true });
  });

  test("the page cannot be led elsewhere, and opens no second window", async () => {
    const before = app.page.url();
    await app.page.evaluate(() => {
      window.location.href = "http://127.0.0.1:9/elsewhere";
    });
    expect(await app.take("navigation-refused")).toMatchObject({ url: "http://127.0.0.1:9/elsewhere" });
    await app.page.evaluate(() => void window.open("about:blank"));
    expect(await app.take("new-window-refused")).toMatchObject({ url: "about:blank" });
    await app.page.evaluate(() => {
      window.location.href = "/theme.js?not-the-page";
    });
    expect(await app.take("navigation-refused")).toMatchObject({
      url: "app://earshot/theme.js?not-the-page",
    });
    expect(app.page.url()).toBe(before);
    await list(app.page).waitFor();
  });

  test("no frame inside the page leads anywhere, and nothing is downloaded", async () => {
    const url = "app://earshot/";
    expect(await app.ask({ type: "ask-frame-navigation", url, isMainFrame: false })).toEqual({
      isPrevented: true,
    });
    expect(await app.ask({ type: "ask-frame-navigation", url, isMainFrame: true })).toEqual({
      isPrevented: false,
    });
    expect(await app.ask({ type: "ask-download", url: "app://earshot/audio/1" })).toEqual({
      isPrevented: true,
    });
  });

  test("a window whose process ends is loaded once more; soon after, the person is told", async () => {
    await app.ask({ type: "crash-window", reason: "clean-exit" });
    await app.ask({ type: "crash-window", reason: "oom" });
    await app.take("reloaded");
    await app.ask({ type: "crash-window", reason: "crashed" });
    expect(await app.take("error-box")).toMatchObject({ title: "Earshot's window ended" });
    expect(app.reports.filter((report) => report.type === "reloaded")).toHaveLength(1);
  });

  test("nothing that the stand-in does not know was asked for, and the console stayed empty", () => {
    app.complaints.expectSome(/127\.0\.0\.1:9|not-the-page/);
    // These tests look into the canvases again and again while they fill.
    app.complaints.expectSome(/willReadFrequently/);
    expect(app.reports.filter((report) => report.type === "unknown-call")).toEqual([]);
    expect(app.complaints.list()).toEqual([]);
  });

  test("quitting lets the engine close the library", async () => {
    expect(await app.quit()).toBe(0);
    expect(() => readFileSync(path.join(app.home, "library.db-wal"))).toThrow("ENOENT");
  });
});

interface Bridge {
  engine: { getStatus(request: object): Promise<{ readyCount: number }> };
}

function readyCount(app: ElectronApp): Promise<number> {
  return app.page.evaluate(async () => {
    const { earshot } = globalThis as unknown as { earshot: Bridge };
    return (await earshot.engine.getStatus({})).readyCount;
  });
}
