// Text embeddings of recent queries: typing on, or going back, does not run the text tower again.

const maxTexts = 256;

export class TextCache {
  readonly #embed: (text: string) => Promise<Float32Array>;
  readonly #embeddings = new Map<string, Promise<Float32Array>>();

  constructor(embed: (text: string) => Promise<Float32Array>) {
    this.#embed = embed;
  }

  /** The text's embedding; asked for once even when two queries want it at the same time. */
  async embed(text: string): Promise<Float32Array> {
    const key = text.normalize("NFC").toLowerCase();
    const known = this.#embeddings.get(key);
    const pending = known ?? this.#embed(text);
    // The latest goes to the end: the first is the one that nobody asked for longest.
    this.#embeddings.delete(key);
    this.#embeddings.set(key, pending);
    if (this.#embeddings.size > maxTexts) {
      const oldest = this.#embeddings.keys().next();
      if (oldest.done !== true) this.#embeddings.delete(oldest.value);
    }
    try {
      return await pending;
    } catch (error) {
      // A failure is not kept: the embedder may be back the next time.
      if (this.#embeddings.get(key) === pending) this.#embeddings.delete(key);
      throw error;
    }
  }
}
