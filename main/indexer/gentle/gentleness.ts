// How much of the machine listening may take: all that is free, or one sound at a time with rests between.
import os from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { GentleMode, SlowReason } from "../../../preload/indexing.ts";
import { MachineLoad, toCpuReading } from "./machine-load.ts";
import { isOnBattery } from "./power-source.ts";

export interface GentlenessOptions {
  /** Asked at each reading, so that a change of the setting holds at once. */
  getMode: () => GentleMode;
  /** Processor time of Earshot as `toCpuReading` wants it, in milliseconds. */
  getOwnCpuMs: () => Promise<number>;
  /** Called when `reason` has changed. */
  onChange: () => void;
  /** In place of the system's answers, for tests. */
  isOnBattery?: () => Promise<boolean>;
  readEveryMs?: number;
}

const readEveryMs = 2000;
/** Asking for the power source is no work, but no news either. */
const readingsPerPowerCheck = 5;
/** After a long sound nobody waits for minutes. */
const longestRestMs = 2000;

export class Gentleness {
  #options: GentlenessOptions;
  #load = new MachineLoad();
  #isOnBattery = false;
  #readingCount = 0;
  #timer: NodeJS.Timeout | undefined;
  #reason: SlowReason | null = null;

  constructor(options: GentlenessOptions) {
    this.#options = options;
  }

  /** Why listening is gentle now, or null when it is not. */
  get reason(): SlowReason | null {
    return this.#reason;
  }

  /** Readings are taken only while there is work. Resolves after the first. */
  async start(): Promise<void> {
    if (this.#timer) return;
    this.#readingCount = 0;
    this.#timer = setInterval(() => void this.#read(), this.#options.readEveryMs ?? readEveryMs).unref();
    await this.#read();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** The setting has changed. */
  update(): void {
    this.#decide();
  }

  /**
   * Rests for as long as the work before took, when listening is gentle: half of one core at most.
   * @param workedMs time since the last rest
   */
  async rest(workedMs: number, signal: AbortSignal): Promise<void> {
    if (this.#reason === null) return;
    // An aborted rest has simply ended.
    await sleep(Math.min(longestRestMs, workedMs), undefined, { signal, ref: false }).catch(() => {});
  }

  async #read(): Promise<void> {
    if (this.#options.getMode() === "auto") {
      this.#load.add(toCpuReading(os.cpus(), await this.#options.getOwnCpuMs()));
      if (this.#readingCount++ % readingsPerPowerCheck === 0) {
        this.#isOnBattery = await (this.#options.isOnBattery ?? isOnBattery)();
      }
    }
    // Stopped meanwhile: the library that holds the setting may be closed.
    if (this.#timer) this.#decide();
  }

  #decide(): void {
    const reason = this.#findReason();
    if (reason === this.#reason) return;
    this.#reason = reason;
    this.#options.onChange();
  }

  #findReason(): SlowReason | null {
    const mode = this.#options.getMode();
    if (mode === "always") return "setting";
    if (mode === "off") return null;
    if (this.#isOnBattery) return "battery";
    return this.#load.isBusy ? "load" : null;
  }
}
