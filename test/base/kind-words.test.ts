import { expect, test } from "vitest";
import { findNamedKind } from "../../main/base/kind-words.ts";

test.for([
  ["Drum Loop 3.wav", "loop"],
  ["loops_01.wav", "loop"],
  ["Looper.wav", null],
  ["Kick One-Shot.wav", "one-shot"],
  ["oneshots 1.wav", "one-shot"],
  ["one shot.wav", "one-shot"],
  ["shot.wav", null],
  ["Kick.wav", null],
] as const)("the name %s claims %s", ([name, kind]) => {
  expect(findNamedKind(name)).toBe(kind);
});
