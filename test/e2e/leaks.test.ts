// Ten rounds of opening and closing: what is left of listeners, nodes, sockets, files and processes.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import type { BrowserContext, CDPSession } from "playwright-core";
import { describe, expect, test, vi } from "vitest";
import { beforeAllTests } from "./after-this.ts";
import { isChromiumMissing } from "./chromium.ts";
import type { WebApp } from "./launch-earshot.ts";
import { list, playing, rows } from "./sound-list.ts";
import { openWindow, runStart, signIn, tempFolder } from "./web-app.ts";

const rounds = 10;

interface Counts {
  listeners: number;
  nodes: number;
  documents: number;
}

/** After a collection, so that only what is held is counted. */
async function count(session: CDPSession): Promise<Counts> {
  await session.send("HeapProfiler.collectGarbage");
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const of = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? -1;
  return { listeners: of("JSEventListeners"), nodes: of("Nodes"), documents: of("Documents") };
}

/** Open files and sockets of a process and the number of its children, on Linux. */
function look(pid: number): { files: number; sockets: number; children: number } {
  const targets = readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
    } catch {
      return [];
    }
  });
  const sockets = targets.filter((target) => target.startsWith("socket:")).length;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8")
    .split(" ")
    .filter(Boolean).length;
  return { files: targets.length - sockets, sockets, children };
}

describe.skipIf(isChromiumMissing() || process.platform !== "linux")("ten rounds", () => {
  let app: WebApp;
  let context: BrowserContext;

  beforeAllTests(async () => {
    app = await runStart(tempFolder());
    context = await signIn(app);
    await vi.waitUntil(() => app.notes().includes("sounds ready"), { timeout: 170_000, interval: 200 });
  });

  test("of opening and closing the page leave the server as it was", async () => {
    const openOnce = async (): Promise<void> => {
      const { page } = await openWindow(app, context);
      await rows(page).first().locator(".cell-name").click();
      await expect.poll(async () => (await playing(page)).timeSec).toBeGreaterThan(0);
      await page.close();
    };
    await openOnce();
    // The browser keeps a connection for a while after the page is gone.
    await expect.poll(() => look(app.pid).sockets, { timeout: 30_000 }).toBeLessThan(12);
    const before = look(app.pid);
    for (let round = 0; round < rounds; round++) await openOnce();
    await expect
      .poll(
        () => {
          const now = look(app.pid);
          return (
            now.sockets <= before.sockets && now.files <= before.files && now.children === before.children
          );
        },
        { timeout: 60_000 },
      )
      .toBe(true);
    expect(context.pages()).toEqual([]);
  });

  test("of dialogs, sounds, regions, spectrogram and the small window leave the page as it was", async () => {
    const { page, complaints } = await openWindow(app, context);
    const session = await context.newCDPSession(page);
    await session.send("Performance.enable");
    const once = async (): Promise<void> => {
      for (const keys of ["ControlOrMeta+k", "?", "ControlOrMeta+,", "ControlOrMeta+o"]) {
        await list(page).press(keys);
        await page.getByRole("dialog").waitFor();
        await page.keyboard.press("Escape");
        await page.getByRole("dialog").waitFor({ state: "hidden" });
      }
      await list(page).press("s");
      await list(page).press("ArrowDown");
      await expect.poll(async () => (await playing(page)).timeSec).toBeGreaterThan(0);
      await page.waitForTimeout(250);
      await list(page).press("]");
      await list(page).press("Escape");
      await list(page).press("Escape");
      await list(page).press("s");
      await list(page).press("ControlOrMeta+Shift+m");
      await list(page).press("ControlOrMeta+Shift+m");
      await list(page).press("Home");
      await page.waitForTimeout(250);
      await list(page).press("Escape");
    };
    // Caches fill and the first of everything is made.
    await once();
    await once();
    const before = await count(session);
    for (let round = 0; round < rounds; round++) await once();
    const after = await count(session);
    expect(after.documents).toBe(before.documents);
    // One leak a round would be ten; what is on screen differs by a row or two.
    expect(after.listeners - before.listeners).toBeLessThan(rounds);
    expect(after.nodes - before.nodes).toBeLessThan(rounds * 5);
    expect(page.workers()).toEqual([]);
    expect(complaints.list()).toEqual([]);
    await page.close();
  });
});
