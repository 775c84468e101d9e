// The tagger's rules, on embeddings that are made by hand: three directions stand for kick, rain and voice.
import { expect, test } from "vitest";
import { LabelNames } from "../../main/search/label-names.ts";
import { type Example, type HeardLabel, Tagger, type TaggedSound } from "../../main/search/tagger.ts";

/** Unit vector with these first numbers. */
function vector(...first: number[]): Float32Array {
  const embedding = new Float32Array(512);
  embedding.set(first);
  const length = Math.hypot(...embedding);
  return embedding.map((value) => value / length);
}

const kick: HeardLabel = {
  labelId: 1,
  names: ["kick", "kick drum", "bd"],
  embedding: vector(1),
  mean: 0.1,
  deviation: 0.1,
  threshold: 0.6,
  isGuess: false,
};
const rain: HeardLabel = { ...kick, labelId: 2, names: ["rain"], embedding: vector(0, 1), threshold: null };
const dark: HeardLabel = {
  ...kick,
  labelId: 3,
  names: ["dark"],
  embedding: null,
  mean: null,
  deviation: null,
  threshold: null,
};

function tagger(
  labels: HeardLabel[] = [kick, rain, dark],
  examples: Example[] = [],
  leastConfidence = 0.5,
): Tagger {
  return new Tagger({
    labels,
    examples,
    center: new Float32Array(512),
    exampleThresholds: [{ wordCount: 10, threshold: 0.9 }],
    leastConfidence,
  });
}

function sound(differences: Partial<TaggedSound>): TaggedSound {
  return { fileNames: ["x.wav"], folderNames: [], embedding: null, ...differences };
}

/** `1 audio`, for every suggestion. */
function tagsOf(made: Tagger, differences: Partial<TaggedSound>): string[] {
  return made.suggest(sound(differences)).map(({ labelId, source }) => `${labelId} ${source}`);
}

function confidenceOf(made: Tagger, differences: Partial<TaggedSound>): number {
  return made.suggest(sound(differences))[0]?.confidence ?? 0;
}

test("by ear a label is suggested from its threshold on, and not below it", () => {
  expect(tagsOf(tagger(), { embedding: vector(0.61, 0, Math.sqrt(1 - 0.61 ** 2)) })).toEqual(["1 audio"]);
  expect(tagsOf(tagger(), { embedding: vector(0.59, 0, Math.sqrt(1 - 0.59 ** 2)) })).toEqual([]);
});

test("a label without a threshold is never suggested by ear alone, however near", () => {
  expect(tagsOf(tagger(), { embedding: vector(0, 1) })).toEqual([]);
});

test("names count for more than folders, and either tags a sound that was not heard yet", () => {
  expect(tagsOf(tagger(), { fileNames: ["Dark_Kick01.wav"] })).toEqual(["1 name", "3 name"]);
  expect(tagsOf(tagger(), { folderNames: ["Rain"] })).toEqual(["2 folder"]);
  const byName = confidenceOf(tagger(), { fileNames: ["kick.wav"] });
  expect(confidenceOf(tagger(), { folderNames: ["Kick"] })).toBeLessThan(byName);
});

test("a name that the ear confirms is surer, one that it contradicts less so", () => {
  const fileNames = ["kick.wav"];
  const alone = confidenceOf(tagger(), { fileNames });
  const confirmed = confidenceOf(tagger(), { fileNames, embedding: vector(1) });
  const contradicted = confidenceOf(tagger(), { fileNames, embedding: vector(-1) });
  expect([contradicted < alone, alone < confirmed]).toEqual([true, true]);
});

test("a confirmed example tags its neighbours, a rejected one takes the tag off them", () => {
  const near = vector(0, 0.6, 0.8, 0.1);
  const confirmed = { labelId: 2, isConfirmed: true, embedding: vector(0, 0.6, 0.8) };
  expect(tagsOf(tagger(), { embedding: near })).toEqual([]);
  expect(tagsOf(tagger([kick, rain], [confirmed]), { embedding: near })).toEqual(["2 audio"]);
  expect(tagsOf(tagger([kick, rain], [confirmed]), { embedding: vector(0, 0.6, -0.8) })).toEqual([]);
  const wrong = vector(0.8, 0, 0, 0.6);
  const rejected = { labelId: 1, isConfirmed: false, embedding: vector(0.8, 0, 0.1, 0.6) };
  expect(tagsOf(tagger(), { embedding: wrong })).toEqual(["1 audio"]);
  expect(tagsOf(tagger([kick, rain], [rejected]), { embedding: wrong })).toEqual([]);
});

test("examples are compared by what differs from the mean of all sounds", () => {
  // All sounds share most of one direction: uncentered, any two of them would be neighbours.
  const center = vector(0, 0, 1).map((value) => value * 0.9);
  const made = new Tagger({
    labels: [rain],
    examples: [{ labelId: 2, isConfirmed: true, embedding: vector(0, 0.4, 0.9) }],
    center,
    exampleThresholds: [{ wordCount: 10, threshold: 0.9 }],
    leastConfidence: 0.5,
  });
  expect(tagsOf(made, { embedding: vector(0, 0.4, 0.9, 0.02) })).toEqual(["2 audio"]);
  expect(tagsOf(made, { embedding: vector(0, -0.4, 0.9) })).toEqual([]);
});

test("a threshold that was not measured asks the label to lead all others", () => {
  const guess = { ...kick, isGuess: true, mean: null, deviation: null };
  const other = { ...guess, labelId: 4, names: ["tom"], embedding: vector(1, 0.1) };
  const embedding = vector(1, 0.05);
  expect(tagsOf(tagger([guess]), { embedding })).toEqual(["1 audio"]);
  expect(tagsOf(tagger([guess, other]), { embedding })).toEqual([]);
});

test("what is less sure than is asked for is not suggested: a folder alone, a name that the ear doubts", () => {
  const careful = tagger([kick, rain, dark], [], 0.8);
  const doubted = { fileNames: ["Kick 01.wav"], embedding: vector(0, 0, 1) };
  expect(tagsOf(careful, { folderNames: ["Rain"] })).toEqual([]);
  expect(tagsOf(tagger(), { folderNames: ["Rain"] })).toEqual(["2 folder"]);
  expect(tagsOf(careful, doubted)).toEqual([]);
  expect(tagsOf(tagger(), doubted)).toEqual(["1 name"]);
  expect(tagsOf(careful, { fileNames: ["Kick 01.wav"] })).toEqual(["1 name"]);
  expect(tagsOf(careful, { embedding: vector(0.7, 0, 0.7) })).toEqual(["1 audio"]);
});

test("phrases are read longest first, and no word speaks twice", () => {
  const names = new LabelNames([
    { labelId: 1, names: ["hi-hat", "hat"] },
    { labelId: 2, names: ["closed hi-hat", "closed hat", "ch"] },
    { labelId: 3, names: ["drum loop", "loop"] },
    { labelId: 4, names: ["kick"] },
  ]);
  const find = (name: string) => [...names.findInFileName(name)];
  expect(find("Closed Hat 01.wav")).toEqual([2]);
  expect(find("ClosedHiHat-12.wav")).toEqual([2]);
  expect(find("hat.open.wav")).toEqual([1]);
  expect(find("CH 808.aif")).toEqual([2]);
  expect(find("Kickin' it.wav")).toEqual([]);
  expect(find("kick_loop.wav")).toEqual([4, 3]);
  expect([...names.findInFolderName("CH")]).toEqual([]);
});
