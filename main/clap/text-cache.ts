// Embeddings of recent texts, so that a query typed again needs no text tower.

/** A list of the last used entries; the longest unused one gives way. */
export class TextCache {
  #capacity: number;
  /** Oldest first: a Map keeps the order of insertion. */
  #entries = new Map<string, Float32Array>();

  /** @param capacity entries kept; one is 2 KB */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  find(modelId: string, text: string): Float32Array | undefined {
    const key = toKey(modelId, text);
    const embedding = this.#entries.get(key);
    if (!embedding) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, embedding);
    return embedding;
  }

  keep(modelId: string, text: string, embedding: Float32Array): void {
    const key = toKey(modelId, text);
    this.#entries.delete(key);
    this.#entries.set(key, embedding);
    if (this.#entries.size <= this.#capacity) return;
    const oldest = this.#entries.keys().next();
    if (!oldest.done) this.#entries.delete(oldest.value);
  }
}

function toKey(modelId: string, text: string): string {
  return `${modelId}\n${text}`;
}
