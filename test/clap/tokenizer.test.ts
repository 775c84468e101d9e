// Ids by the Rust tokenizers 0.23.3 (test/reference/make_clap_reference.py).
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { type TokenizerDescription, TextTokenizer } from "../../main/clap/tokenizer.ts";

const root = path.join(import.meta.dirname, "..", "..");
const referenceFolder = path.join(root, "test", "reference", "clap");
const pocketFolder = path.join(root, "assets", "models", "pocket");
/** The published files, where they lie beside the checkout: they are too large to be part of it. */
const hubFolder = path.join(root, "..", "shared", "hub", "clap-htsat-fused");
const hasHub = existsSync(path.join(hubFolder, "tokenizer.json"));

const reference = JSON.parse(readFileSync(path.join(referenceFolder, "tokens.json"), "utf8")) as {
  texts: string[];
  ids: Record<"bert" | "byteLevelBpe" | "roberta", number[][]>;
};

function byteLevelBpe(maxTokens: number): TextTokenizer {
  const file = path.join(referenceFolder, "byte-level-bpe.json");
  return new TextTokenizer(JSON.parse(readFileSync(file, "utf8")) as TokenizerDescription, maxTokens);
}

test("WordPiece of the bundled model gives the ids of the reference", async () => {
  const tokenizer = await TextTokenizer.open(pocketFolder, 512);
  expect(reference.texts.map((text) => tokenizer.encode(text))).toEqual(reference.ids.bert);
});

test("a small byte-level BPE of RoBERTa's kind gives the ids of the reference", () => {
  const tokenizer = byteLevelBpe(512);
  expect(reference.texts.map((text) => tokenizer.encode(text))).toEqual(reference.ids.byteLevelBpe);
});

test.skipIf(!hasHub)(
  `RoBERTa of clap-htsat-fused gives the golden ids${hasHub ? "" : ` (skipped: no tokenizer.json in ${hubFolder})`}`,
  async () => {
    const tokenizer = await TextTokenizer.open(hubFolder, 512);
    expect(reference.texts.map((text) => tokenizer.encode(text))).toEqual(reference.ids.roberta);
    expect(tokenizer.encode("This is a sound of dog barking.")).toEqual([
      0, 713, 16, 10, 2369, 9, 2335, 35828, 4, 2,
    ]);
    expect(tokenizer.encode(" café Ünïcode 🎧")).toEqual([
      0, 26059, 31153, 282, 29667, 20414, 8103, 12736, 6248, 2,
    ]);
    const tooLong = tokenizer.encode("kick drum ".repeat(600));
    expect([tooLong.length, tooLong[0], tooLong[1], tooLong.at(-1)]).toEqual([512, 0, 13643, 2]);
  },
);

test("a text beyond the model's length is cut and still ends with the end token", () => {
  const whole = byteLevelBpe(512).encode("dusty vinyl kick");
  const cut = byteLevelBpe(4).encode("dusty vinyl kick");
  expect(whole.length).toBe(5);
  expect(cut).toEqual([...whole.slice(0, 3), 2]);
});

test("a batch is padded on the right and the padding is masked", () => {
  const { ids, mask, shape } = byteLevelBpe(512).encodeBatch(["kick drum", ""]);
  const tokenCount = shape[1];
  expect(shape[0]).toBe(2);
  expect([...ids.subarray(tokenCount)]).toEqual([0n, 2n, ...Array<bigint>(tokenCount - 2).fill(1n)]);
  expect([...mask]).toEqual([
    ...Array<bigint>(tokenCount).fill(1n),
    1n,
    1n,
    ...Array<bigint>(tokenCount - 2).fill(0n),
  ]);
});

test("a pasted book and half a surrogate pair are no trouble", () => {
  const tokenizer = byteLevelBpe(16);
  expect(tokenizer.encode("x".repeat(5_000_000)).length).toBe(16);
  expect(tokenizer.encode("\ud83c").at(-1)).toBe(2);
});
