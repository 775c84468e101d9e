import { expect, test } from "vitest";
import { markLost, markOpen, markRefused, useConnection } from "../../../renderer/bridge/connection.ts";

test("a window that was refused says so until it is let in again", () => {
  const states = [markOpen, markLost, markRefused, markLost, markOpen, markLost].map((mark) => {
    mark();
    return useConnection.getState().state;
  });
  expect(states).toEqual(["open", "lost", "refused", "refused", "open", "lost"]);
});
