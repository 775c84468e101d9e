// Remembers for this machine which execution provider was measured to be best for which model:
// `providers.json` in Earshot's home, { "version": 1, "choices": { key: report } }.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { findHomeFolder } from "../base/home.ts";
import type { ExecutionProvider, ProviderReport } from "./execution-provider.ts";

const providerSchema = z.enum(["cpu", "cuda", "webgpu", "dml", "coreml"]);
const storeSchema = z.object({
  version: z.literal(1),
  choices: z.record(
    z.string(),
    z.object({
      chosen: providerSchema,
      message: z.string(),
      trials: z.array(
        z.object({
          provider: providerSchema,
          verdict: z.enum(["right", "wrong", "failed"]),
          msPerRun: z.number().nullable(),
          cosine: z.number().nullable(),
          problem: z.string().nullable(),
        }),
      ),
    }),
  ),
});
type Store = z.infer<typeof storeSchema>;

/**
 * The stored measurement, or undefined when there is none for this model and these candidates: a graphics card that
 * came or went is reason to measure anew.
 */
export function findProviderReport(
  embeddingKey: string,
  candidates: readonly ExecutionProvider[],
): ProviderReport | undefined {
  return readStore().choices[toKey(embeddingKey, candidates)];
}

/** A home that may not be written means that it is measured again next time. */
export function storeProviderReport(
  embeddingKey: string,
  candidates: readonly ExecutionProvider[],
  report: ProviderReport,
): void {
  const store = readStore();
  store.choices[toKey(embeddingKey, candidates)] = report;
  const file = findStoreFile();
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const partFile = `${file}.${process.pid}.part`;
    writeFileSync(partFile, `${JSON.stringify(store, undefined, 1)}\n`);
    renameSync(partFile, file);
  } catch {
    // As said above.
  }
}

function toKey(embeddingKey: string, candidates: readonly ExecutionProvider[]): string {
  return `${embeddingKey} on ${process.platform} ${process.arch} with ${candidates.join(", ")}`;
}

function findStoreFile(): string {
  return path.join(findHomeFolder(), "providers.json");
}

function readStore(): Store {
  try {
    return storeSchema.parse(JSON.parse(readFileSync(findStoreFile(), "utf8")));
  } catch {
    // Not there yet, or not ours: measured anew.
    return { version: 1, choices: {} };
  }
}
