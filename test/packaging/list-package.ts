// Packs for the given targets around a dummy Electron and prints what is large in each, and every native file:
// node test/packaging/list-package.ts [linux|win|mac[-arm64]]... (all six when none is given; build first)
import type { Arch, Files, Package } from "./make-package.ts";
import { makePackage } from "./make-package.ts";
import type { Target } from "./dummy-electron.ts";

const all = ["linux-x64", "linux-arm64", "win-x64", "win-arm64", "mac-arm64"];
const wanted = process.argv.length > 2 ? process.argv.slice(2) : all;

for (const each of wanted) {
  const [target, arch = target === "mac" ? "arm64" : "x64"] = each.split("-") as [Target, Arch?];
  print(await makePackage(target, arch));
}

function print({ target, arch, packed, unpacked, fuses, totalBytes }: Package): void {
  console.log(`\n${target} ${arch}: ${toMegabytes(totalBytes)} without Electron`);
  for (const [folder, bytes] of largest(unpacked))
    console.log(`  ${toMegabytes(bytes).padStart(9)}  ${folder}`);
  console.log(`  ${[...packed.keys()].length} files in the archive, ${unpacked.size} beside it`);
  for (const [file, bytes] of unpacked) {
    if (/\.(node|dll|so(\.[\d.]+)?|dylib)$/.test(file)) console.log(`  native ${toMegabytes(bytes)} ${file}`);
  }
  console.log(
    `  fuses ${Object.entries(fuses)
      .map(([name, isOn]) => `${name}=${isOn ? "on" : "off"}`)
      .join(" ")}`,
  );
}

/** Folders two levels deep, the largest first. */
function largest(files: Files): [string, number][] {
  const sums = new Map<string, number>();
  for (const [file, bytes] of files) {
    const folder = file.split("/").slice(0, 2).join("/");
    sums.set(folder, (sums.get(folder) ?? 0) + bytes);
  }
  return [...sums].sort(([, a], [, b]) => b - a).slice(0, 12);
}

function toMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
