// The bundled sounds that a first start can be tried on.
import { existsSync } from "node:fs";
import path from "node:path";
import type { FullEngineApi } from "../../preload/contract.ts";
import { findAppRoot } from "../base/entry.ts";

/** Absolute path of the demo sounds, or null where they are not there. */
export function findDemoFolder(): string | null {
  const folder = path.join(findAppRoot(), "assets", "demo");
  return existsSync(folder) ? folder : null;
}

/**
 * Adds the demo sounds to a library that no folder was ever added to. Nobody asked for it, so undo passes it over.
 * @returns true when they were added
 */
export async function addDemoFolder(
  engine: Pick<FullEngineApi, "listFolders" | "addBundledFolder">,
): Promise<boolean> {
  const folder = findDemoFolder();
  if (folder === null || (await engine.listFolders({})).length > 0) return false;
  await engine.addBundledFolder({ path: folder });
  return true;
}
