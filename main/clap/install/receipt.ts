// Remembers which files of a model had the right checksum, so that only files that changed since are hashed again.
// `verified.json` in the model's folder: { "version": 1, "files": { name: { sizeBytes, modifiedMs, sha256 } } }.
import { readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import type { ModelFile } from "../model-definition.ts";

const receiptName = "verified.json";

const receiptSchema = z.object({
  version: z.literal(1),
  files: z.record(
    z.string(),
    z.object({ sizeBytes: z.number(), modifiedMs: z.number(), sha256: z.string() }),
  ),
});
type Receipt = z.infer<typeof receiptSchema>;

/** The files whose checksum is not known to be right: new, changed since, or never checked. */
export async function findUnverifiedFiles(folder: string, files: readonly ModelFile[]): Promise<ModelFile[]> {
  const receipt = await readReceipt(folder);
  const unverified: ModelFile[] = [];
  for (const file of files) {
    const known = receipt.files[file.name];
    const found = await stat(path.join(folder, file.name));
    const isKnown =
      known?.sha256 === file.sha256 && known.sizeBytes === found.size && known.modifiedMs === found.mtimeMs;
    if (!isKnown) unverified.push(file);
  }
  return unverified;
}

/**
 * False when other files of the folder are known to have been installed, and none of these ever was: they belong to
 * a variant that is not on this machine. True without a receipt.
 */
export async function wasInstalled(folder: string, files: readonly ModelFile[]): Promise<boolean> {
  const receipt = await readReceipt(folder);
  const known = Object.keys(receipt.files);
  return known.length === 0 || files.some((file) => known.includes(file.name));
}

/** Adds files whose checksum was just found right. A folder that may not be written keeps no receipt. */
export async function rememberVerified(folder: string, files: readonly ModelFile[]): Promise<void> {
  const receipt = await readReceipt(folder);
  for (const { name, sha256 } of files) {
    const { size, mtimeMs } = await stat(path.join(folder, name));
    receipt.files[name] = { sizeBytes: size, modifiedMs: mtimeMs, sha256 };
  }
  await writeFile(path.join(folder, receiptName), `${JSON.stringify(receipt, undefined, 1)}\n`).catch(
    () => undefined,
  );
}

async function readReceipt(folder: string): Promise<Receipt> {
  try {
    return receiptSchema.parse(JSON.parse(await readFile(path.join(folder, receiptName), "utf8")));
  } catch {
    return { version: 1, files: {} };
  }
}
