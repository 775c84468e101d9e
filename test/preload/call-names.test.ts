import { expect, test } from "vitest";
import { engineCallNames, eventNames, shellCallNames, shellEventNames } from "../../preload/call-names.ts";

test("engine and shell share no name: in Electron each is one channel", () => {
  const calls = [...engineCallNames, ...shellCallNames];
  expect(calls.filter((name, index) => calls.indexOf(name) !== index)).toEqual([]);
  const events = [...eventNames, ...shellEventNames];
  expect(events.filter((name, index) => (events as string[]).indexOf(name) !== index)).toEqual([]);
});
