// A home folder of Earshot for one test.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished, vi } from "vitest";

export function tempHome(): string {
  const home = mkdtempSync(path.join(tmpdir(), "earshot-home-"));
  vi.stubEnv("EARSHOT_HOME", home);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(home, { recursive: true, force: true });
  });
  return home;
}
