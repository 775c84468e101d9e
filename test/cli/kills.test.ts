// A small `bench kills`: killed at random moments of indexing, marking and editing, the library is whole every time and
// ends as an undisturbed run's. The large one is `npm run -s bench -- kills --rounds 100`.
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const bench = path.join(import.meta.dirname, "..", "..", "bench", "bench.ts");

test("killed at four random moments", { timeout: 300_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    bench,
    "kills",
    "--rounds",
    "4",
    "--files",
    "20",
    "--json",
  ]);
  const result = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Record<string, number>;
  expect(result).toMatchObject({ rounds: 4 });
  // Three for each file: itself, its embedding, its tag.
  expect(result["rows"]).toBeGreaterThan(60);
});
