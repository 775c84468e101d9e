import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { findElectron, runElectron } from "../../main/cli/run-electron.ts";

/** A checkout whose electron package has this installer. */
function checkout(installer: string | undefined): string {
  const root = mkdtempSync(path.join(tmpdir(), "earshot-electron-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(path.join(root, "node_modules", "electron"), { recursive: true });
  if (installer !== undefined)
    writeFileSync(path.join(root, "node_modules", "electron", "install.js"), installer);
  return root;
}

/** A program in place of Electron's binary. */
function binary(script: string): string {
  const file = path.join(checkout(undefined), "electron");
  writeFileSync(file, `#!/bin/sh\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}

const installs = `
  const fs = require("fs");
  fs.mkdirSync(__dirname + "/dist");
  fs.writeFileSync(__dirname + "/dist/electron", "");
  fs.writeFileSync(__dirname + "/path.txt", "electron");
`;

describe.runIf(process.platform === "linux")("finding Electron", () => {
  beforeEach(() => {
    vi.stubEnv("DISPLAY", ":99");
    vi.stubEnv("WAYLAND_DISPLAY", "");
    vi.stubEnv("ELECTRON_OVERRIDE_DIST_PATH", undefined);
    // As a person's own account.
    vi.spyOn(process, "getuid").mockReturnValue(1000);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  test("without a display nothing is fetched", async () => {
    vi.stubEnv("DISPLAY", "");
    const onDownload = vi.fn<() => void>();
    expect(await findElectron(checkout(installs), onDownload)).toEqual({
      isThere: false,
      reason: "there is no display",
    });
    expect(onDownload).not.toHaveBeenCalled();
  });

  test("as root its sandbox would have to be switched off", async () => {
    vi.spyOn(process, "getuid").mockReturnValue(0);
    expect(await findElectron(checkout(installs), () => {})).toEqual({
      isThere: false,
      reason: "its sandbox does not run as root",
    });
  });

  test("a missing binary is fetched once", async () => {
    const root = checkout(installs);
    const onDownload = vi.fn<() => void>();
    const found = {
      isThere: true,
      binaryPath: path.join(root, "node_modules", "electron", "dist", "electron"),
    };
    expect(await findElectron(root, onDownload)).toEqual(found);
    expect(await findElectron(root, onDownload)).toEqual(found);
    expect(onDownload).toHaveBeenCalledTimes(1);
  });

  test.each([
    ["the network is away", "throw new TypeError('fetch failed')", "its server cannot be reached"],
    ["the installer fails", "console.error('disk is full'); process.exit(1)", "disk is full"],
    ["the installer does nothing", "", "no binary came"],
  ])("when %s, the reason is half a sentence", async (_name, installer, reason) => {
    expect(await findElectron(checkout(installer), () => {})).toEqual({
      isThere: false,
      reason: `its binary could not be downloaded (${reason})`,
    });
  });

  test("without the package nothing is tried", async () => {
    expect(await findElectron(checkout(undefined), () => {})).toEqual({
      isThere: false,
      reason: "the npm package electron is not installed",
    });
  });
});

describe.skipIf(process.platform === "win32")("running Electron", () => {
  afterEach(() => {
    process.exitCode = undefined;
  });

  test("a window that was closed leaves nothing to say", async () => {
    expect(await runElectron(binary("exit 0"), "/")).toBeUndefined();
  });

  test("one that ends badly at once gives the last thing that it said", async () => {
    const failing = binary("echo first >&2; echo 'Missing X server or $DISPLAY' >&2; exit 3");
    expect(await runElectron(failing, "/")).toBe("it ended with code 3 (Missing X server or $DISPLAY)");
  });

  test("one that cannot be run at all says so", async () => {
    expect(await runElectron("/nowhere/electron", "/")).toContain("ENOENT");
  });
});
