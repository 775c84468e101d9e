// Finding, fetching and running Electron's binary, which does not come from the npm registry and may be out of reach.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

export type ElectronBinary = { isThere: true; binaryPath: string } | { isThere: false; reason: string };

/** A download that is not done by then is given up: the browser is there at once. */
const downloadLimitMs = 60_000;
/** A window that ends badly within this time never opened. */
const startLimitMs = 10_000;

/**
 * Electron's binary, fetched once if it is not there.
 * @param onDownload called before an attempt to fetch it
 * @param mayDownload false only looks
 */
export async function findElectron(
  root: string,
  onDownload: () => void,
  mayDownload = true,
): Promise<ElectronBinary> {
  const obstacle = findObstacle();
  if (obstacle !== undefined) return { isThere: false, reason: obstacle };
  const module = path.join(root, "node_modules", "electron");
  if (!existsSync(path.join(module, "install.js"))) {
    return { isThere: false, reason: "the npm package electron is not installed" };
  }
  const present = readBinaryPath(module);
  if (present !== undefined) return { isThere: true, binaryPath: present };
  if (!mayDownload) return { isThere: false, reason: "its binary is not there" };
  onDownload();
  const failure = await download(module);
  const fetched = readBinaryPath(module);
  return failure === undefined && fetched !== undefined
    ? { isThere: true, binaryPath: fetched }
    : { isThere: false, reason: `its binary could not be downloaded (${failure ?? "no binary came"})` };
}

/**
 * Runs the built application until its window is closed.
 * @returns why it did not open, or undefined when it did; its exit code becomes this process's
 */
export function runElectron(binaryPath: string, root: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const startedMs = Date.now();
    const child = spawn(binaryPath, [root], { stdio: ["ignore", "inherit", "pipe"] });
    let printed = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      printed = (printed + text).slice(-2000);
    });
    const passOn = (name: NodeJS.Signals): void => void child.kill(name);
    process.on("SIGINT", passOn);
    process.on("SIGTERM", passOn);
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => {
      process.off("SIGINT", passOn);
      process.off("SIGTERM", passOn);
      const isEarly = Date.now() - startedMs < startLimitMs;
      if (isEarly && (signal !== null || code !== 0)) {
        resolve(`it ended with ${signal ?? `code ${code}`} (${lastLine(printed)})`);
        return;
      }
      process.exitCode = code ?? 1;
      resolve(undefined);
    });
  });
}

/** What keeps any Electron from opening a window here, as half a sentence. */
function findObstacle(): string | undefined {
  if (process.platform !== "linux") return undefined;
  const { DISPLAY: x11, WAYLAND_DISPLAY: wayland } = process.env;
  if ((x11 ?? "") === "" && (wayland ?? "") === "") return "there is no display";
  // Electron would run only with its sandbox switched off.
  if (process.getuid?.() === 0) return "its sandbox does not run as root";
  return undefined;
}

/** As the package's own index.js finds it, without its attempt to download. */
function readBinaryPath(module: string): string | undefined {
  const override = process.env["ELECTRON_OVERRIDE_DIST_PATH"];
  const pathFile = path.join(module, "path.txt");
  if (override === undefined && !existsSync(pathFile)) return undefined;
  const name = existsSync(pathFile) ? readFileSync(pathFile, "utf8") : "electron";
  const binaryPath = path.join(override ?? path.join(module, "dist"), name);
  return existsSync(binaryPath) ? binaryPath : undefined;
}

/** @returns why it failed, or undefined */
function download(module: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(module, "install.js")], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let printed = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      printed += text;
    });
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      resolve(`nothing after ${downloadLimitMs / 1000} s`);
    }, downloadLimitMs);
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? undefined : findCause(printed));
    });
  });
}

/** What happened, from a stack of the package's installer. */
function findCause(printed: string): string {
  if (printed.includes("fetch failed")) return "its server cannot be reached";
  return (printed.split("\n")[0] ?? "").trim().slice(0, 200) || "no reason was given";
}

function lastLine(printed: string): string {
  return printed.trim().split("\n").at(-1)?.trim().slice(0, 200) || "no reason was given";
}
