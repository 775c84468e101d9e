// What the Electron shell does with the system, on the stand-in: clipboard, menu, small window, window state, hand-over.
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Page } from "playwright-core";
import { describe, expect, test, vi } from "vitest";
import { prepareBuild } from "../../main/cli/prepare-build.ts";
import { beforeAllTests } from "../e2e/after-this.ts";
import { isChromiumMissing } from "../e2e/chromium.ts";
import { list, rowNames, rows, searchLine, statedCount } from "../e2e/sound-list.ts";
import { demoFolder, folderOfSounds, listDemoSounds, tempFolder } from "../e2e/web-app.ts";
import { type ElectronApp, startElectronApp } from "./electron-app.ts";

const markup = `<img src=x onerror="document.title='owned'">`;

describe.skipIf(isChromiumMissing() || process.platform === "win32")(
  "the Electron shell and the system",
  () => {
    let app: ElectronApp;
    const home = { path: "" };

    beforeAllTests(async () => {
      await prepareBuild(["main", "preload", "renderer"], () => {});
      home.path = tempFolder();
      writeFileSync(path.join(home.path, "settings.json"), JSON.stringify({ usesX11: true }));
      mkdirSync(path.join(home.path, "window"), { recursive: true });
      const bounds = { x: 40, y: 30, width: 1400, height: 900 };
      writeFileSync(
        path.join(home.path, "window", "window.json"),
        JSON.stringify({ bounds, isMaximized: false }),
      );
      app = await startElectronApp(home.path, { WAYLAND_DISPLAY: "wayland-0", DISPLAY: ":0" });
      await vi.waitUntil(async () => (await statedCount(app.page)) === listDemoSounds().length, {
        timeout: 60_000,
        interval: 200,
      });
      // Nothing may notice what becomes of a file before a test asks for it.
      await stopWatching(app.page);
    });

    test.runIf(process.platform === "linux")(
      "a Wayland session that asked for X11 gets it before ready",
      () => {
        expect(app.reports).toContainEqual({ type: "switch", name: "ozone-platform", value: "x11" });
      },
    );

    test("the window stands where it stood", async () => {
      expect(await sizeOf(app.page)).toEqual({ width: 1400, height: 900 });
    });

    test("the menu holds the page's commands with their keys, and choosing one runs it", async () => {
      const menus = app.reports.filter((report) => report.type === "menu");
      const commands = menus.at(-1)?.commands ?? [];
      expect(commands).toContainEqual({ id: "addFolder", label: "Add folder", accelerator: "CmdOrCtrl+O" });
      expect(commands).toContainEqual({ id: "gainUp", label: "Louder", accelerator: "Plus" });
      expect(commands.length).toBeGreaterThan(30);
      app.tell({ type: "choose-menu", commandId: "shortcuts" });
      await app.page.getByRole("dialog", { name: "Keyboard" }).waitFor();
      await app.page.keyboard.press("Escape");
    });

    test.runIf(process.platform === "linux")(
      "files go onto the clipboard as the file manager puts them there",
      async () => {
        await findByName(app.page, "Kick Punchy");
        await rows(app.page).first().locator(".cell-name").click();
        const name = "Kick Punchy.wav";
        await app.page.keyboard.press("ControlOrMeta+c");
        const { formats } = await app.take("clipboard-items");
        const file = path.join(demoFolder, "Drums", name);
        const url = pathToFileURL(file).href;
        expect(formats).toEqual({
          "text/plain": file,
          'electron application/osclipboard;format="text/uri-list"': `${url}\r\n`,
          'electron application/osclipboard;format="x-special/gnome-copied-files"': `copy\n${url}`,
        });
      },
    );

    test("the small window is 420 x 640 above all others, at the right edge of where the large one was", async () => {
      await list(app.page).focus();
      await app.page.keyboard.press("ControlOrMeta+Shift+m");
      expect(await app.take("bounds")).toMatchObject({
        bounds: { x: 40 + 1400 - 420, y: 30, width: 420, height: 640 },
        isOnTop: true,
      });
      await expect.poll(() => sizeOf(app.page)).toEqual({ width: 420, height: 640 });
      for (const part of [
        searchLine(app.page),
        list(app.page),
        app.page.getByRole("slider", { name: "Position" }),
      ])
        expect(await part.isVisible()).toBe(true);
      // The page is laid out anew a frame after it was made small.
      await expect.poll(() => app.page.evaluate(() => document.documentElement.scrollWidth)).toBe(420);
      await app.page.keyboard.press("ControlOrMeta+Shift+m");
      expect(await app.take("bounds")).toMatchObject({
        bounds: { width: 1400, height: 900 },
        isOnTop: false,
      });
    });

    test("a maximised window becomes small too, and is maximised again", async () => {
      app.tell({ type: "maximize" });
      await list(app.page).focus();
      await app.page.keyboard.press("ControlOrMeta+Shift+m");
      expect(await app.take("bounds")).toMatchObject({ isOnTop: true });
      await expect.poll(() => sizeOf(app.page)).toEqual({ width: 420, height: 640 });
      await app.page.keyboard.press("ControlOrMeta+Shift+m");
      expect(await app.take("bounds")).toMatchObject({
        bounds: { x: 40, y: 30, width: 1400, height: 900 },
        isMaximized: true,
        isOnTop: false,
      });
    });

    test("another start hands its folder to the window that is there", async () => {
      const folder = folderOfSounds(/Bass/);
      app.tell({
        type: "second-instance",
        argv: ["/opt/earshot", "--some-switch", path.basename(folder), "/not/there"],
        workingFolder: path.dirname(folder),
      });
      const added = app.page.getByRole("tree", { name: "Folders" }).getByText(path.basename(folder));
      await expect.poll(() => added.count()).toBe(1);
    });

    test("names full of markup are shown as they are, in the list, the menu and the log", async () => {
      const folder = folderOfSounds(/Drums.Kick Deep/);
      writeAltered("Kick Deep.wav", path.join(folder, `${markup}.wav`), 2);
      app.tell({ type: "second-instance", argv: ["/opt/earshot", folder], workingFolder: "/" });
      await searchLine(app.page).fill("onerror");
      // Long names give way in the middle.
      await expect.poll(async () => (await rowNames(app.page))[0]).toMatch(/^<img src=x/);
      await rows(app.page).first().locator(".cell-name").click();
      await app.page.waitForTimeout(300);
      expect(await app.page.locator("img").count()).toBe(0);
      expect(await app.page.title()).not.toBe("owned");
    });

    /** A sound in a folder of its own. */
    async function addOwnSound(name: string, byteFromEnd: number): Promise<{ file: string; id: number }> {
      const file = path.join(tempFolder("own"), `${name}.wav`);
      writeAltered("Tom Low.wav", file, byteFromEnd);
      app.tell({
        type: "second-instance",
        argv: ["/opt/earshot", path.dirname(file)],
        workingFolder: "/",
      });
      await expect
        .poll(async () => {
          await searchLine(app.page).fill("");
          await searchLine(app.page).fill(name);
          return (await rowNames(app.page))[0];
        })
        .toMatch(new RegExp(`^${name}`));
      return { file, id: Number(await rows(app.page).first().getAttribute("data-sound-id")) };
    }

    test("a link out of the library is neither played nor dragged nor copied", async () => {
      const { file, id } = await addOwnSound("Tom of its own", 2);
      const secret = path.join(tempFolder("secret"), "secret.wav");
      writeFileSync(secret, "a secret");
      rmSync(file);
      symlinkSync(secret, file);
      app.complaints.expectSome(/\b403\b/);
      expect(await tryToTake(app.page, id)).toEqual({
        played: 403,
        copied: "outside-library",
        dragged: "outside-library",
      });
      const log = readFileSync(path.join(home.path, "logs", "electron.log"), "utf8");
      for (const call of ["audio", "copyFiles", "startDrag"]) {
        expect(log).toContain(`"call":"${call}","code":"outside-library","msg":"a call was refused"`);
      }
    });

    test("a file that is gone is neither dragged nor copied, and the clipboard keeps what it has", async () => {
      const { file, id } = await addOwnSound("Tom that goes", 4);
      rmSync(file);
      const before = app.reports.length;
      app.complaints.expectSome(/\b404\b/);
      expect(await tryToTake(app.page, id)).toEqual({
        played: 404,
        copied: "file-offline",
        dragged: "file-offline",
      });
      const removed = 1_000_000;
      expect(await tryToTake(app.page, removed)).toEqual({
        played: 404,
        copied: "nothing-to-copy",
        dragged: "nothing-to-drag",
      });
      expect(app.reports.slice(before).filter(({ type }) => type === "clipboard-items")).toEqual([]);
    });

    test("what was refused stands in the log", async () => {
      const forged = [
        { url: "https://evil.example/", isMainFrame: true },
        { url: "app://earshot/", isMainFrame: false },
      ];
      for (const sender of forged)
        await app.ask({ type: "forge-call", channel: "earshot:call:getStatus", request: {}, ...sender });
      const own = { url: "app://earshot/", isMainFrame: true };
      await app.ask({
        type: "forge-call",
        channel: "earshot:call:startDrag",
        request: { ids: ["/etc/passwd"] },
        ...own,
      });
      await app.ask({ type: "ask-permission", permission: "media" });
      await app.ask({ type: "ask-network", url: "https://example.com/" });
      await app.ask({ type: "ask-download", url: "app://earshot/audio/1" });
      await app.page.evaluate(async () => {
        for (const address of [
          "/audio/..%2f..%2fetc%2fpasswd",
          "/audio/0",
          "/audio/999999",
          "/../../etc/passwd",
        ])
          await fetch(address);
        window.location.href = "https://evil.example/";
      });
      await app.take("navigation-refused");
      await app.page.evaluate(() => void window.open("https://evil.example/"));
      await app.take("new-window-refused");
      const log = readFileSync(path.join(home.path, "logs", "electron.log"), "utf8");
      for (const line of [
        '"call":"getStatus","url":"https://evil.example/","msg":"a call from a foreign page"',
        '"call":"getStatus","url":"app://earshot/","msg":"a call from a foreign page"',
        '"call":"startDrag","code":"invalid-request","msg":"a call was refused"',
        '"permission":"media","msg":"a permission was refused"',
        '"url":"https://example.com/","msg":"a request to the network was refused"',
        '"msg":"a download was refused"',
        '"id":"..%2f..%2fetc%2fpasswd","msg":"a sound was refused"',
        '"id":"0","msg":"a sound was refused"',
        '"call":"audio","code":"no-such-sound","msg":"a call was refused"',
        '"url":"app://earshot/etc/passwd","method":"GET","reason":"not found","msg":"refused"',
        '"url":"https://evil.example/","msg":"navigation was refused"',
        '"msg":"a new window was refused"',
      ]) {
        expect(log).toContain(line);
      }
      app.complaints.expectSome(/status 404|404 \(Not Found\)|evil\.example|status 403/);
    });

    test("ten reloads leave nothing behind, and quitting ends every process", async () => {
      const openFiles = (): number => (process.platform === "linux" ? countOpenFiles(app.pid) : 0);
      await app.page.reload();
      await list(app.page).waitFor();
      await app.page.waitForTimeout(500);
      const before = openFiles();
      for (let round = 0; round < 10; round++) {
        await app.page.reload();
        await list(app.page).waitFor();
        await rows(app.page).first().locator(".cell-name").click();
      }
      await app.page.reload();
      await list(app.page).waitFor();
      await expect.poll(openFiles, { timeout: 20_000 }).toBeLessThanOrEqual(before);
      expect(app.reports.filter((report) => report.type === "unknown-call")).toEqual([]);
      app.complaints.expectSome(/willReadFrequently/);
      expect(app.complaints.list()).toEqual([]);
      const pids = app.reports.flatMap((report) => (report.type === "process" ? [report.pid] : []));
      expect(await app.quit()).toBe(0);
      await expect.poll(() => pids.filter((pid) => isAlive(pid)), { timeout: 20_000 }).toEqual([]);
    });
  },
);

interface Bridge {
  engine: { changeSettings(request: object): Promise<unknown> };
  shell: {
    copyFiles(request: object): Promise<unknown>;
    startDrag(request: object): Promise<void>;
  };
}

/** A drum of the demo with content of its own, so that no copy answers for it: one bit of a late byte is another. */
function writeAltered(demoDrum: string, file: string, byteFromEnd: number): void {
  const sound = readFileSync(path.join(demoFolder, "Drums", demoDrum));
  sound[sound.length - byteFromEnd] = (sound[sound.length - byteFromEnd] as number) ^ 1;
  writeFileSync(file, sound);
}

async function stopWatching(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { earshot } = globalThis as unknown as { earshot: Bridge };
    await earshot.engine.changeSettings({ isWatchOn: false });
  });
}

/** What the window answers to a page that plays, copies and drags a sound: an HTTP status, and "done" or codes. */
function tryToTake(page: Page, id: number): Promise<{ played: number; copied: string; dragged: string }> {
  return page.evaluate(async (sound) => {
    const { earshot } = globalThis as unknown as { earshot: Bridge };
    // Runs in the page, which knows nothing outside.
    // oxlint-disable-next-line unicorn/consistent-function-scoping
    const codeOf = (call: Promise<unknown>): Promise<string> =>
      call.then(
        () => "done",
        (error: { code: string }) => error.code,
      );
    return {
      played: (await fetch(`/audio/${sound}?save`)).status,
      copied: await codeOf(earshot.shell.copyFiles({ ids: [sound] })),
      dragged: await codeOf(earshot.shell.startDrag({ ids: [sound], region: null, image: null })),
    };
  }, id);
}

/** Names answer at once, whether or not the model has woken up. */
async function findByName(page: Page, name: string): Promise<void> {
  await searchLine(page).fill(name);
  await expect.poll(async () => (await rowNames(page))[0]).toContain(name);
}

function sizeOf(page: Page): Promise<{ width: number; height: number }> {
  return page.evaluate(() => ({ width: window.innerWidth, height: window.innerHeight }));
}

function countOpenFiles(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
