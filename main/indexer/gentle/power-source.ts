// Whether this machine runs on its battery. A machine that does not say so is taken to be plugged in.
import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const runProgram = promisify(execFile);
const programLimitMs = 3000;
const linuxFolder = "/sys/class/power_supply";

/** Linux and macOS; false on Windows, which Node has no cheap way to ask. */
export async function isOnBattery(): Promise<boolean> {
  if (process.platform === "linux") return readLinuxPower(linuxFolder);
  if (process.platform !== "darwin") return false;
  try {
    const { stdout } = await runProgram("/usr/bin/pmset", ["-g", "batt"], { timeout: programLimitMs });
    return parseMacPower(stdout);
  } catch {
    return false;
  }
}

/**
 * Reads Linux's list of power supplies: on battery when one of the machine's own discharges. The batteries of mice and
 * headphones (`scope` is `Device`) do not count.
 */
export function readLinuxPower(folder: string): boolean {
  return listNames(folder).some((name) => {
    const read = (file: string): string => readLine(path.join(folder, name, file));
    return read("type") === "Battery" && read("scope") !== "Device" && read("status") === "Discharging";
  });
}

/** Reads what `pmset -g batt` prints: `Now drawing from 'Battery Power'`. */
export function parseMacPower(text: string): boolean {
  return text.includes("'Battery Power'");
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function readLine(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return "";
  }
}
