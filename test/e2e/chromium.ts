// The real Chromium that journeys run in.
import { existsSync } from "node:fs";
import path from "node:path";

const commandNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const wellKnownPaths = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** For a browser that nobody watches: no GPU, no traffic of its own. */
export const quietArguments = [
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--mute-audio",
  // Chromium's sandbox does not run as root, as in containers.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** Path of an installed Chromium: `EARSHOT_CHROMIUM`, one on the PATH, one in its usual place. */
export function findChromium(): string | undefined {
  const given = process.env["EARSHOT_CHROMIUM"];
  if (given !== undefined && given !== "") return given;
  const onPath = (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .flatMap((folder) => commandNames.map((name) => path.join(folder, name)));
  return [...onPath, ...wellKnownPaths].find((candidate) => existsSync(candidate));
}

/**
 * True when journeys cannot run here, which is said once. On a build server (`CI`) they fail instead:
 * a journey that was never run must not look like one that passed.
 */
export function isChromiumMissing(): boolean {
  if (findChromium() !== undefined || process.env["CI"] !== undefined) return false;
  console.warn(
    "No Chromium found: browser journeys are skipped. Install one, or set EARSHOT_CHROMIUM to its path.",
  );
  return true;
}
