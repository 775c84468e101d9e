// Whether the engine reads the library before anybody searches.
import { expect, onTestFinished, test, vi } from "vitest";
import { Catalogue } from "../../main/search/catalogue.ts";
import { forkEmbedder } from "../../main/engine/embedder-spawner.ts";
import { openEngine, tempLibraryPath } from "./engine-setup.ts";

function watchReading() {
  const reading = vi.spyOn(Catalogue.prototype, "reload");
  onTestFinished(() => reading.mockRestore());
  return reading;
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

test("the engine of a window reads the library by itself, and the first query finds it read", async () => {
  const reading = watchReading();
  const engine = openEngine(tempLibraryPath(), "write", forkEmbedder, { isFollowing: true });
  engine.start();
  await nextTurn();
  expect(reading).toHaveBeenCalledTimes(1);
  await engine.handlers.parseQuery({ query: "kick" });
  expect(reading).toHaveBeenCalledTimes(1);
});

test("the engine of a command reads the library only when it is asked something", async () => {
  const reading = watchReading();
  const engine = openEngine(tempLibraryPath(), "write");
  engine.start();
  await nextTurn();
  expect(reading).not.toHaveBeenCalled();
  await engine.handlers.parseQuery({ query: "kick" });
  expect(reading).toHaveBeenCalledTimes(1);
});

test("closed before it came to reading, the engine reads nothing", async () => {
  const reading = watchReading();
  const engine = openEngine(tempLibraryPath(), "write", forkEmbedder, { isFollowing: true });
  engine.start();
  await engine.close();
  await nextTurn();
  expect(reading).not.toHaveBeenCalled();
});
