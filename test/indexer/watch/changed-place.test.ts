import { expect, test } from "vitest";
import { ChangedPlaces } from "../../../main/indexer/watch/changed-place.ts";

test("a place is given out once, deep if it ever was, and covers what lies below it", () => {
  const places = new ChangedPlaces("/");
  places.add({ path: "/s/a", isDeep: true });
  places.add({ path: "/s/a", isDeep: false });
  places.add({ path: "/s/a/b", isDeep: false });
  places.add({ path: "/s/ab", isDeep: false });
  places.add({ path: "/s", isDeep: false });
  expect(places.take()).toEqual([
    { path: "/s/a", isDeep: true },
    { path: "/s/ab", isDeep: false },
    { path: "/s", isDeep: false },
  ]);
  expect(places.take()).toEqual([]);
});
