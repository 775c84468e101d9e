// Processor time and memory of this process and all that it started. Linux: from /proc; elsewhere of this process alone.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** Kernel ticks of /proc/PID/stat a second: 100 on every Linux that Node supports. */
const ticksPerSec = 100;

/** @returns a function that tells the processor seconds since this call */
export function startCpuClock(): () => number {
  const start = readCpuSec();
  return () => readCpuSec() - start;
}

/** Memory of one process. */
export interface ProcessMemory {
  id: number;
  /** File of the script, or of the program. */
  name: string;
  /** Every page that is in memory: one that two processes share counts for both. */
  residentBytes: number;
  /** The same, but a page that several processes share counts for each by its part of it (Linux: PSS). */
  proportionalBytes: number;
  /** Pages that belong to no file: what cannot be dropped and read again. */
  anonymousBytes: number;
}

/** Resident memory of the processes together; pages that they share count for each. */
export function readResidentBytes(): number {
  return readMemory().reduce((sum, { residentBytes }) => sum + residentBytes, 0);
}

/** This process and all that it started. Off Linux: this process alone, and nothing is known to be shared. */
export function readMemory(): ProcessMemory[] {
  if (!existsSync("/proc/self/smaps_rollup")) {
    const residentBytes = process.memoryUsage.rss();
    const name = path.basename(process.argv[1] ?? "");
    return [
      {
        id: process.pid,
        name,
        residentBytes,
        proportionalBytes: residentBytes,
        anonymousBytes: residentBytes,
      },
    ];
  }
  return listTree().flatMap((id) => readProcessMemory(id) ?? []);
}

function readCpuSec(): number {
  if (!existsSync("/proc/self/stat")) {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  }
  return listTree().reduce((sum, id) => sum + readTicks(id), 0) / ticksPerSec;
}

/** Ids of this process and its living descendants. */
function listTree(): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const fields = /^\d+$/.test(name) ? readStat(Number(name)) : undefined;
    if (fields) parents.set(Number(name), Number(fields[1]));
  }
  const tree = [process.pid];
  for (const id of tree) {
    for (const [child, parent] of parents) if (parent === id) tree.push(child);
  }
  return tree;
}

/** Fields behind the name, which may hold spaces: state, parent, ... */
function readStat(id: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined;
  }
}

function readTicks(id: number): number {
  const fields = readStat(id);
  return Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0);
}

/** @returns undefined when the process has ended */
function readProcessMemory(id: number): ProcessMemory | undefined {
  try {
    const rollup = readFileSync(`/proc/${id}/smaps_rollup`, "utf8");
    const read = (field: string): number =>
      Number(new RegExp(`^${field}:\\s+(\\d+) kB`, "m").exec(rollup)?.[1] ?? 0) * 1024;
    const words = readFileSync(`/proc/${id}/cmdline`, "utf8").split("\0");
    const script = words.find((word) => /\.[cm]?[jt]s$/.test(word));
    return {
      id,
      name: path.basename(script ?? words[0] ?? ""),
      residentBytes: read("Rss"),
      proportionalBytes: read("Pss"),
      anonymousBytes: read("Anonymous"),
    };
  } catch {
    return undefined;
  }
}
