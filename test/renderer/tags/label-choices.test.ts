import { expect, test } from "vitest";
import type { TagLabel } from "../../../preload/tags.ts";
import { toLabelChoices } from "../../../renderer/tags/label-choices.ts";

function label(name: string, synonyms: string[] = []): TagLabel {
  return {
    label: name,
    family: "drums",
    synonyms,
    prompts: [],
    isOwn: false,
    isEnabled: true,
    threshold: 0.3,
  };
}

const labels = [label("kick"), label("hi-hat", ["hh"]), label("open hi-hat"), label("sidekick")];
const names = (typed: string): string[] => toLabelChoices(labels, typed).map((each) => each.label);

test("a typed word offers labels that begin so before those that hold it, and itself as a new one last", () => {
  expect([names("kic"), names("hihat"), names("hh"), names("gate"), names("  ")]).toEqual([
    ["kick", "sidekick", "kic"],
    ["hi-hat", "open hi-hat"],
    ["hi-hat", "hh"],
    ["gate"],
    [],
  ]);
});

test("only what is no label yet is new", () => {
  expect(toLabelChoices(labels, "Kick").map(({ isNew }) => isNew)).toEqual([false, false]);
});
