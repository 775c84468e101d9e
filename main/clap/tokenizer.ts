// Words to token ids: the tokenizer.json of the model's authors, run by @huggingface/tokenizers.
// Compared with the Rust tokenizers (test/reference/make_clap_reference.py): byte-level BPE of RoBERTa and
// WordPiece of BERT give the same ids but for a capital sigma at the end of a word.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { Tokenizer } from "@huggingface/tokenizers";
import { AppError } from "../base/app-error.ts";

/** Token ids of several texts, padded to the longest. */
export interface TokenBatch {
  /** Row-major (texts, tokens). */
  ids: BigInt64Array;
  /** 1 for tokens, 0 for padding. */
  mask: BigInt64Array;
  shape: [textCount: number, tokenCount: number];
}

/** The parts of a tokenizer.json that are read here. */
export interface TokenizerDescription {
  padding?: { pad_id?: number } | null;
  added_tokens?: { id: number; content: string }[];
}

/** Characters looked at: far more than any model's tokens hold, and bounded work for a pasted book. */
const maxCharacters = 8192;

export class TextTokenizer {
  #tokenizer: Tokenizer;
  #maxTokens: number;
  #padId: number;

  /**
   * @param folder holds tokenizer.json
   * @param maxTokens longest input of the model, start and end token included; the rest of a longer text is
   * left out (transformers would fail beyond 512)
   * @throws AppError `model-damaged` naming the file that is no tokenizer
   */
  static async open(folder: string, maxTokens: number): Promise<TextTokenizer> {
    const description = await readJson(path.join(folder, "tokenizer.json"));
    return new TextTokenizer(description, maxTokens);
  }

  /** @param description content of tokenizer.json */
  constructor(description: TokenizerDescription, maxTokens: number) {
    // tokenizer_config.json holds nothing that is needed for encoding.
    this.#tokenizer = new Tokenizer(description, {});
    this.#maxTokens = maxTokens;
    this.#padId = findPadId(description);
  }

  /** Ids of one text with start and end token, at most `maxTokens`. */
  encode(text: string): number[] {
    const { ids } = this.#tokenizer.encode(text.slice(0, maxCharacters));
    if (ids.length <= this.#maxTokens) return ids;
    // The end token stays the end.
    return [...ids.slice(0, this.#maxTokens - 1), ids.at(-1) as number];
  }

  encodeBatch(texts: readonly string[]): TokenBatch {
    const rows = texts.map((text) => this.encode(text));
    const tokenCount = Math.max(...rows.map((row) => row.length));
    const ids = new BigInt64Array(rows.length * tokenCount).fill(BigInt(this.#padId));
    const mask = new BigInt64Array(rows.length * tokenCount);
    rows.forEach((row, r) => {
      row.forEach((id, i) => {
        ids[r * tokenCount + i] = BigInt(id);
        mask[r * tokenCount + i] = 1n;
      });
    });
    return { ids, mask, shape: [rows.length, tokenCount] };
  }
}

function findPadId({ padding, added_tokens }: TokenizerDescription): number {
  const padToken = added_tokens?.find(({ content }) => content === "<pad>" || content === "[PAD]");
  return padding?.pad_id ?? padToken?.id ?? 0;
}

async function readJson(file: string): Promise<TokenizerDescription> {
  const text = await readFile(file, "utf8");
  try {
    return JSON.parse(text) as TokenizerDescription;
  } catch (error) {
    throw new AppError(
      "model-damaged",
      `${file} is no JSON file: ${(error as Error).message}.`,
      "Check the model: `earshot models verify`.",
    );
  }
}
