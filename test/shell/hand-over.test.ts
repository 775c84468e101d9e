import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { silentLog } from "../../main/base/log.ts";
import { handOver, listenForPaths } from "../../main/shell/hand-over.ts";
import { tempHome } from "./home.ts";

afterEach(() => {
  vi.unstubAllEnvs();
});

async function listen(): Promise<string[]> {
  const received: string[] = [];
  const stop = await listenForPaths((paths) => received.push(...paths), silentLog);
  onTestFinished(stop);
  return received;
}

test("paths reach the one that listens; without one, nobody takes them", async () => {
  tempHome();
  expect(await handOver(["/a b/c.wav"])).toBe(false);
  const received = await listen();
  expect(await handOver(["/a b/c.wav", "/d"])).toBe(true);
  expect(received).toEqual(["/a b/c.wav", "/d"]);
});

test.skipIf(process.platform === "win32")("what a crashed one left behind is in nobody's way", async () => {
  writeFileSync(path.join(tempHome(), "open.sock"), "");
  const received = await listen();
  expect(await handOver(["/x"])).toBe(true);
  expect(received).toEqual(["/x"]);
});

test.skipIf(process.platform === "win32")("only this person can hand something over", async () => {
  const home = tempHome();
  await listen();
  expect(statSync(path.join(home, "open.sock")).mode & 0o777).toBe(0o600);
});

/** A home whose path is too long for a socket, and a folder for temporary files of its own. */
function longHome(): string {
  const temporary = path.join(tempHome(), "tmp");
  mkdirSync(temporary);
  vi.stubEnv("TMPDIR", temporary);
  vi.stubEnv("EARSHOT_HOME", path.join(temporary, "é".repeat(60)));
  return path.join(temporary, `earshot-${os.userInfo().uid}`);
}

test.skipIf(process.platform === "win32")(
  "a home with a long path: the socket lies in a folder for this person only",
  async () => {
    const folder = longHome();
    const received = await listen();
    expect(await handOver(["/x"])).toBe(true);
    expect(received).toEqual(["/x"]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  },
);

test.skipIf(process.platform === "win32")(
  "a folder of that name that others may write to is not trusted",
  async () => {
    const folder = longHome();
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    const received = await listen();
    expect([await handOver(["/x"]), received, readdirSync(folder)]).toEqual([false, [], []]);
  },
);

test("relative paths, other types and noise are dropped", async () => {
  const home = tempHome();
  const received = await listen();
  expect(await handOver(["relative/x.wav"])).toBe(false);
  await new Promise<void>((resolve) => {
    const socket = connect(path.join(home, "open.sock"), () => socket.end("[1, 2"));
    socket.on("close", () => resolve());
    socket.resume();
  });
  expect(received).toEqual([]);
});
