// Processor time and memory of this process and all that it started. Linux: from /proc; elsewhere of this process alone.
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** Kernel ticks of /proc/PID/stat a second: 100 on every Linux that Node supports. */
const ticksPerSec = 100;

/** @returns a function that tells the processor seconds since this call */
export function startCpuClock(): () => number {
  const start = readCpuSec();
  return () => readCpuSec() - start;
}

/** Resident memory of the processes together; pages that they share count for each. */
export function readResidentBytes(): number {
  if (!existsSync("/proc/self/status")) return process.memoryUsage.rss();
  return listTree().reduce((sum, id) => sum + readResident(id), 0);
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

function readResident(id: number): number {
  try {
    const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, "utf8"));
    return Number(line?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
