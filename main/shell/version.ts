// Earshot's version, from the one place that states it.
import { readFileSync } from "node:fs";
import path from "node:path";
import { findAppRoot } from "../base/entry.ts";

export function readVersion(): string {
  const manifest = readFileSync(path.join(findAppRoot(), "package.json"), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}
