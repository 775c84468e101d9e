// Whether a part of the build is up to date: each build leaves a hash of what it was made from beside its output.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

export type BuildPart = "main" | "preload" | "renderer";

const sourcesOfPart: Record<BuildPart, readonly string[]> = {
  main: ["main", "preload", "package-lock.json", "electron.vite.config.ts"],
  preload: ["preload", "package-lock.json", "electron.vite.config.ts"],
  renderer: [
    "renderer",
    "preload",
    "package-lock.json",
    "vite.renderer.config.ts",
    "main/shell/page-policy.ts",
  ],
};

/** False when the part was never built or its sources have changed since. Reads every source: some ten milliseconds. */
export function isBuildFresh(root: string, part: BuildPart): boolean {
  const stamp = stampPath(root, part);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === hashSources(root, part);
}

/** True in a checkout; a packaged application has its build and no sources. */
export function hasSources(root: string): boolean {
  return (
    existsSync(path.join(root, "renderer", "index.html")) &&
    existsSync(path.join(root, "vite.renderer.config.ts"))
  );
}

interface StampPlugin {
  name: string;
  apply: "build";
  buildStart: () => void;
  writeBundle: () => void;
}

/** Vite plugin that leaves the stamp when a part has been built. */
export function stampBuild(root: string, part: BuildPart): StampPlugin {
  let hash = "";
  return {
    name: "earshot:stamp-build",
    apply: "build",
    // Taken before the sources are read: an edit made meanwhile must not pass for built.
    buildStart: () => {
      hash = hashSources(root, part);
    },
    writeBundle: () => writeFileSync(stampPath(root, part), hash),
  };
}

function stampPath(root: string, part: BuildPart): string {
  // In the output's own folder, so that the stamp is emptied away with it when a build begins.
  return path.join(root, "out", part, ".build-stamp");
}

function hashSources(root: string, part: BuildPart): string {
  const hash = createHash("sha256");
  for (const source of sourcesOfPart[part]) {
    for (const file of listFiles(path.join(root, source))) {
      hash
        .update(`${path.relative(root, file)}\0`)
        .update(readFileSync(file))
        .update("\0");
    }
  }
  return hash.digest("hex");
}

function listFiles(file: string): string[] {
  if (!existsSync(file)) return [];
  if (!statSync(file).isDirectory()) return [file];
  return readdirSync(file, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
