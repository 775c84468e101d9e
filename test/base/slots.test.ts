import { expect, test } from "vitest";
import { Slots } from "../../main/base/slots.ts";

test("no more hold a slot than there are, and they come in order of asking", async () => {
  const slots = new Slots(2);
  const order: string[] = [];
  const [first, second] = [await slots.take(), await slots.take()];
  const third = slots.take().then((giveBack) => (order.push("third"), giveBack));
  const fourth = slots.take().then((giveBack) => (order.push("fourth"), giveBack));
  second();
  await third;
  expect(order).toEqual(["third"]);
  first();
  await fourth;
  expect(order).toEqual(["third", "fourth"]);
});

test("a job that fails gives its slot back", async () => {
  const slots = new Slots(1);
  await expect(slots.use(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await slots.use(() => Promise.resolve("yes"))).toBe("yes");
});
