import { expect, test } from "vitest";
import { readRefusal } from "../../../renderer/player/refusal.ts";

test("the reason of a failed answer is read from JSON and from plain text", () => {
  const gone = { code: "file-missing", message: "The file is gone.", hint: "Rescan its folder." };
  expect([
    readRefusal(JSON.stringify(gone)),
    readRefusal(JSON.stringify({ ...gone, hint: "" })),
    readRefusal("The drive is away.\n"),
  ]).toEqual(["The file is gone. Rescan its folder.", "The file is gone.", "The drive is away."]);
});

test("a body that is no reason says nothing", () => {
  const bodies = ["", " \n", "<!doctype html><p>no", '{"message":7}', '{"message":', "x".repeat(1000)];
  expect(bodies.map(readRefusal)).toEqual(bodies.map(() => null));
});
