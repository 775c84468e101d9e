// When listening is gentle, and what that means for the work.
import type { CpuInfo } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { GentleMode } from "../../preload/indexing.ts";
import { Gentleness } from "../../main/indexer/gentle/gentleness.ts";
import { MachineLoad, toCpuReading } from "../../main/indexer/gentle/machine-load.ts";
import { parseMacPower, readLinuxPower } from "../../main/indexer/gentle/power-source.ts";
import { tempFolder, writeFiles } from "./temp-folder.ts";

function cpu(times: Partial<CpuInfo["times"]>): CpuInfo {
  return { model: "", speed: 0, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0, ...times } };
}

test("a reading adds up the cores and leaves niced time out of the busy part", () => {
  const cpus = [cpu({ user: 10, nice: 100, sys: 5, idle: 50 }), cpu({ user: 20, idle: 80, irq: 1 })];
  expect(toCpuReading(cpus, 7)).toEqual({ totalMs: 266, busyMs: 36, ownMs: 7 });
});

/** One second of two cores after another: what others and Earshot took of it. */
function loadAfter(seconds: { otherMs: number; ownMs: number }[]): boolean {
  const load = new MachineLoad();
  let [totalMs, busyMs, ownMs] = [0, 0, 0];
  load.add({ totalMs, busyMs, ownMs });
  for (const second of seconds) {
    totalMs += 2000;
    busyMs += second.otherMs + second.ownMs;
    ownMs += second.ownMs;
    load.add({ totalMs, busyMs, ownMs });
  }
  return load.isBusy;
}

const calm = { otherMs: 100, ownMs: 1800 };
const busy = { otherMs: 1600, ownMs: 400 };
const between = { otherMs: 800, ownMs: 400 };

test.for([
  { name: "Earshot's own work is no load", seconds: [calm, calm, calm, calm], isBusy: false },
  { name: "one busy second is a burst", seconds: [calm, calm, busy], isBusy: false },
  { name: "several are load", seconds: [calm, busy, busy, busy], isBusy: true },
  { name: "load that falls a little stays", seconds: [busy, busy, busy, between, between], isBusy: true },
  { name: "load that goes is gone", seconds: [busy, busy, busy, calm, calm, calm], isBusy: false },
])("$name", ({ seconds, isBusy }) => {
  expect(loadAfter(seconds)).toBe(isBusy);
});

test("Linux: the machine's own battery counts while it discharges, a mouse's never", () => {
  const folder = tempFolder();
  writeFiles(folder, {
    "AC/type": "Mains\n",
    "AC/online": "0\n",
    "BAT0/type": "Battery\n",
    "BAT0/status": "Discharging\n",
    "hid-mouse/type": "Battery\n",
    "hid-mouse/scope": "Device\n",
    "hid-mouse/status": "Discharging\n",
  });
  expect(readLinuxPower(folder)).toBe(true);
  writeFiles(folder, { "BAT0/status": "Charging\n" });
  expect(readLinuxPower(folder)).toBe(false);
  expect(readLinuxPower(path.join(folder, "not there"))).toBe(false);
});

test("macOS: what pmset says", () => {
  expect(
    parseMacPower("Now drawing from 'Battery Power'\n -InternalBattery-0 (id=1)\t82%; discharging"),
  ).toBe(true);
  expect(parseMacPower("Now drawing from 'AC Power'\n -InternalBattery-0 (id=1)\t82%; charging")).toBe(false);
});

test.for([
  { mode: "off", onBattery: true, reason: null },
  { mode: "auto", onBattery: false, reason: null },
  { mode: "auto", onBattery: true, reason: "battery" },
  { mode: "always", onBattery: false, reason: "setting" },
] as const)("$mode, on battery: $onBattery", async ({ mode, onBattery, reason }) => {
  let told = 0;
  const gentleness = new Gentleness({
    getMode: (): GentleMode => mode,
    // All that is computed is Earshot's own, whatever else this machine does while it is tested.
    getOwnCpuMs: () => Promise.resolve(performance.now() * 1000),
    onChange: () => told++,
    isOnBattery: () => Promise.resolve(onBattery),
  });
  onTestFinished(() => gentleness.stop());
  await gentleness.start();
  expect({ reason: gentleness.reason, told }).toEqual({ reason, told: reason === null ? 0 : 1 });
});

test("a rest lasts as long as the work before it, and ends at once when the run is stopped", async () => {
  const gentleness = new Gentleness({
    getMode: () => "always",
    getOwnCpuMs: () => Promise.resolve(0),
    onChange: () => {},
  });
  onTestFinished(() => gentleness.stop());
  await gentleness.start();
  const stop = new AbortController();
  let isRested = false;
  const resting = gentleness.rest(60_000, stop.signal).then(() => {
    isRested = true;
    return isRested;
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(isRested).toBe(false);
  stop.abort();
  expect(await resting).toBe(true);
});
