// The memory that decoded sounds may take.
import { expect, test } from "vitest";
import { ByteCache } from "../../../renderer/player/byte-cache.ts";

test("what was used longest ago goes first, and the bytes never pass the bound", () => {
  const cache = new ByteCache<number, string>(100);
  cache.store(1, "a", "one", 40);
  cache.store(2, "a", "two", 40);
  cache.find(1, "a");
  cache.store(3, "a", "three", 50);
  expect([cache.find(1, "a"), cache.find(2, "a"), cache.find(3, "a"), cache.byteLength]).toEqual([
    "one",
    undefined,
    "three",
    90,
  ]);
});

test("a value made of a file as it was is thrown out when the file is another", () => {
  const cache = new ByteCache<number, string>(100);
  cache.store(1, "44 bytes, Monday", "old", 40);
  expect([cache.find(1, "48 bytes, Tuesday"), cache.find(1, "44 bytes, Monday"), cache.byteLength]).toEqual([
    undefined,
    undefined,
    0,
  ]);
});

test("the same key again takes the place of what was there", () => {
  const cache = new ByteCache<number, string>(100);
  cache.store(1, "a", "first", 60);
  cache.store(1, "a", "second", 30);
  expect([cache.find(1, "a"), cache.byteLength]).toEqual(["second", 30]);
});

test("what is larger than the whole cache is not kept, and costs nothing else its place", () => {
  const cache = new ByteCache<number, string>(100);
  cache.store(1, "a", "small", 60);
  cache.store(2, "a", "large", 101);
  expect([cache.find(1, "a"), cache.find(2, "a"), cache.byteLength]).toEqual(["small", undefined, 60]);
});
