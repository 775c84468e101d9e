import { expect, test } from "vitest";
import { decodeMessage, encodeMessage, type WireMessage } from "../../preload/wire.ts";

function roundTrip(value: unknown): unknown {
  const message = decodeMessage(encodeMessage({ type: "result", id: 7, value }));
  return message.type === "result" ? message.value : undefined;
}

test("typed arrays arrive as the types they were, element for element", () => {
  const value = {
    soundIds: new Uint32Array([1, 0xffff_ffff, 3]),
    scores: new Float32Array([0.25, Number.NaN, -Infinity]),
    data: new Uint8Array([0, 128, 255]),
    empty: new Float32Array(0),
  };
  expect(roundTrip(value)).toEqual(value);
});

test("an array that is a view of a larger buffer sends only its own elements", () => {
  const whole = new Uint32Array([1, 2, 3, 4]);
  expect(roundTrip(whole.subarray(1, 3))).toEqual(new Uint32Array([2, 3]));
});

test("arrays decode at any byte offset of the frame", () => {
  const arrays = ["", "a", "ab", "abc"].map((name) => ({ name, scores: new Float32Array([0.5, 1]) }));
  expect(roundTrip(arrays)).toEqual(arrays);
});

test("numbers keep their value: NaN, large integers, fractions", () => {
  const numbers = [Number.NaN, 2 ** 40, 1_700_000_000_000, -1, 0.1, Number.MAX_SAFE_INTEGER];
  expect(roundTrip(numbers)).toEqual(numbers);
});

test("a call, a failure and an event come back whole", () => {
  const messages: WireMessage[] = [
    { type: "call", id: 1, target: "engine", name: "search", request: { query: "kick Ω 日本" } },
    { type: "failure", id: 1, error: { code: "no-such-folder", message: "No.", hint: "" } },
    { type: "event", name: "libraryChanged", payload: { revision: 2 } },
  ];
  expect(messages.map((message) => decodeMessage(encodeMessage(message)))).toEqual(messages);
});

test("an answer of nothing arrives as null", () => {
  expect(roundTrip(undefined)).toBeUndefined();
  expect(roundTrip(null)).toBeNull();
});

const wholeCall = encodeMessage({ type: "call", id: 1, target: "engine", name: "search", request: {} });

test.each([
  ["no bytes", new Uint8Array(0), /./],
  ["half a message", wholeCall.subarray(0, 9), /./],
  ["two messages in one frame", new Uint8Array([...wholeCall, ...wholeCall]), /Extra/],
  ["a number", new Uint8Array([7]), "no message of Earshot"],
  ["nil", new Uint8Array([0xc0]), "no message of Earshot"],
  ["a map of no known type", new Uint8Array([0x81, 0xa1, 0x61, 0x01]), "no message of Earshot"],
])("refuses %s", (_name, bytes, reason) => {
  expect(() => decodeMessage(bytes)).toThrow(reason);
});
