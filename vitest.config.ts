import { tmpdir } from "node:os";
import path from "node:path";
import { defineConfig } from "vitest/config";

// Tests start many processes; each need not compile the program anew.
const env = { NODE_COMPILE_CACHE: path.join(tmpdir(), "earshot-test-compiled") };
const shared = { env, pool: "forks", testTimeout: 30_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: "unit",
          include: ["test/**/*.test.ts", "test/**/*.test.tsx"],
          exclude: ["test/e2e/**", "test/electron/**", "**/node_modules/**"],
          // Not 0: on two cores that group would come last.
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Journeys in real Chromium: after the unit tests and one at a time, since each starts the whole program.
        test: {
          ...shared,
          name: "e2e",
          include: ["test/e2e/**/*.test.ts", "test/electron/**/*.test.ts"],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
          // A machine that is busy with other things is slow, not wrong.
          expect: { poll: { timeout: 30_000 } },
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
