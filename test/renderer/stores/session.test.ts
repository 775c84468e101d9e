import { expect, test } from "vitest";
import { readSession } from "../../../renderer/stores/session.ts";

test("a stored session is read part by part", () => {
  const session = { line: "kick", scope: { kind: "folder", path: "/a" }, ids: [3, 4], cursor: 4 };
  expect(readSession(JSON.stringify(session))).toEqual(session);
});

test("parts that are not as they should be are left out", () => {
  const stored = { line: 7, scope: { kind: "folder" }, ids: [3, "4"], cursor: 4 };
  expect([JSON.stringify(stored), "{", "null", null].map(readSession)).toEqual([{ cursor: 4 }, {}, {}, {}]);
});
