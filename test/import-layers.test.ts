// Holds the imports to the table of ARCHITECTURE.md and names the file that breaks it.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.join(import.meta.dirname, "..");

/** Layer of a folder -> layers whose files it may import. Every layer may import itself. */
const allowed: Record<string, string[]> = {
  preload: [],
  renderer: ["preload"],
  "main/base": ["preload"],
  "main/audio": ["main/base", "preload"],
  "main/clap": ["main/base", "main/audio", "preload"],
  "main/db": ["main/base", "preload"],
  "main/search": ["main/base", "main/clap", "main/db", "preload"],
  "main/exchange": ["main/base", "main/audio", "main/db", "preload"],
  "main/indexer": ["main/base", "main/audio", "main/clap", "main/db", "main/exchange", "preload"],
  "main/engine": [
    "main/base",
    "main/audio",
    "main/clap",
    "main/db",
    "main/search",
    "main/exchange",
    "main/indexer",
    "preload",
  ],
  "main/shell": ["main/base", "main/engine", "preload"],
  "main/electron": ["main/base", "main/engine", "main/shell", "preload"],
  "main/web": ["main/base", "main/engine", "main/shell", "preload"],
  "main/cli": ["main/base", "main/engine", "main/shell", "main/web", "preload"],
};

/** Packages that one layer alone may name, so that the border round them stays a border. */
const ownedPackages: Record<string, RegExp> = {
  "better-sqlite3": /^main\/db\//,
  "onnxruntime-node": /^main\/clap\/session\.ts$/,
  electron: /^(main\/electron|preload)\//,
  react: /^renderer\//,
};

function listSourceFiles(folder: string): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.posix.join(folder, name.split(path.sep).join("/")));
}

function findImports(file: string): string[] {
  const source = readFileSync(path.join(root, file), "utf8");
  const pattern = /(?:\bfrom\s*|\bimport\s*\(\s*|\bimport\s+)["']([^"']+)["']/g;
  return [...source.matchAll(pattern)].map((match) => match[1] as string);
}

function findLayer(file: string): string | undefined {
  return Object.keys(allowed).find((layer) => file.startsWith(`${layer}/`));
}

test("every import follows the layer table", () => {
  const files = ["preload", "renderer", "main"].flatMap(listSourceFiles);
  const offences: string[] = [];
  for (const file of files) {
    const layer = findLayer(file);
    if (layer === undefined) {
      offences.push(`${file} lies in no layer of the table`);
      continue;
    }
    for (const specifier of findImports(file)) {
      if (specifier.startsWith(".")) {
        const target = path.posix.join(path.posix.dirname(file), specifier.split("?")[0] as string);
        const targetLayer = findLayer(target);
        if (target.startsWith("assets/") || targetLayer === layer) continue;
        if (targetLayer === undefined || !(allowed[layer] as string[]).includes(targetLayer)) {
          offences.push(
            `${file} imports ${target}: ${layer} may import ${(allowed[layer] as string[]).join(", ") || "nothing"}`,
          );
        }
      } else {
        const owner = ownedPackages[specifier];
        if (owner && !owner.test(file))
          offences.push(`${file} imports ${specifier}, which only ${owner.source} may`);
      }
    }
  }
  expect(files.length).toBeGreaterThan(5);
  expect(offences).toEqual([]);
});
