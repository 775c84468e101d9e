// What a measurement was made on.
import { readFileSync } from "node:fs";
import { cpus, loadavg, platform, release, totalmem } from "node:os";
import path from "node:path";

export function describeMachine(): Record<string, string> {
  const processors = cpus();
  return {
    cpu: `${processors.length} x ${processors[0]?.model ?? "unknown"}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${platform()} ${release()}`,
    node: process.version,
    onnxruntime: readVersion("onnxruntime-node"),
    sqlite: readVersion("better-sqlite3"),
    // Other work on the machine: above the number of cores, times are upper bounds.
    load: loadavg()
      .map((load) => load.toFixed(1))
      .join(" "),
  };
}

function readVersion(packageName: string): string {
  const file = path.join(import.meta.dirname, "..", "node_modules", packageName, "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
