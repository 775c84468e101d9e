// Keeps the embeddings of prompts that come again and again, such as a tagger's, so that a text tower of half a
// gigabyte is opened once for a model and its labels: `prompts/MODEL.json` in Earshot's home,
// { "version": 1, "embeddingKey": key, "prompts": { text: 512 little-endian float32 in base64 } }.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { findHomeFolder } from "../base/home.ts";

/** Kept on disk, the latest ones: several vocabularies. One takes 2.7 KB. */
const maxPrompts = 4096;
const embeddingBytes = 512 * 4;

const storeSchema = z.object({
  version: z.literal(1),
  embeddingKey: z.string(),
  prompts: z.record(z.string(), z.base64()),
});

/** The prompts of one model. */
export class PromptStore {
  readonly #embeddingKey: string;
  readonly #file: string;
  /** Read at the first question. */
  #embeddings: Map<string, Float32Array> | undefined;

  /** @param embeddingKey of the model: another one's embeddings are never taken for its own */
  constructor(embeddingKey: string) {
    this.#embeddingKey = embeddingKey;
    this.#file = path.join(findHomeFolder(), "prompts", `${embeddingKey.replaceAll(/[^\w.@-]/g, "-")}.json`);
  }

  find(text: string): Float32Array | undefined {
    return this.#load().get(text);
  }

  /** Adds embeddings and writes the file. A home that may not be written means that they are computed again next time. */
  keep(added: ReadonlyMap<string, Float32Array>): void {
    const embeddings = this.#load();
    for (const [text, embedding] of added) embeddings.set(text, embedding);
    const latest = [...embeddings].slice(-maxPrompts);
    const prompts = Object.fromEntries(latest.map(([text, embedding]) => [text, toBase64(embedding)]));
    const store: z.infer<typeof storeSchema> = { version: 1, embeddingKey: this.#embeddingKey, prompts };
    try {
      mkdirSync(path.dirname(this.#file), { recursive: true });
      const partFile = `${this.#file}.${process.pid}.part`;
      writeFileSync(partFile, `${JSON.stringify(store)}\n`);
      renameSync(partFile, this.#file);
    } catch {
      // As said above.
    }
  }

  #load(): Map<string, Float32Array> {
    this.#embeddings ??= readEmbeddings(this.#file, this.#embeddingKey);
    return this.#embeddings;
  }
}

function readEmbeddings(file: string, embeddingKey: string): Map<string, Float32Array> {
  const embeddings = new Map<string, Float32Array>();
  try {
    const store = storeSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    if (store.embeddingKey !== embeddingKey) return embeddings;
    for (const [text, code] of Object.entries(store.prompts)) {
      const bytes = Buffer.from(code, "base64");
      if (bytes.length === embeddingBytes) embeddings.set(text, toEmbedding(bytes));
    }
  } catch {
    // Not there yet, or not ours: computed anew.
  }
  return embeddings;
}

function toBase64({ buffer, byteOffset, byteLength }: Float32Array): string {
  return Buffer.from(buffer, byteOffset, byteLength).toString("base64");
}

function toEmbedding(bytes: Buffer): Float32Array {
  // A copy: the bytes of a Buffer need not lie where float32 may.
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
