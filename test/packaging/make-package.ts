// Packs the built application around a dummy Electron, offline: what lies in the package is what a real one holds.
import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { readFuses, type Target, writeDummyElectron } from "./dummy-electron.ts";

const root = path.join(import.meta.dirname, "..", "..");
const require = createRequire(import.meta.url);

/** Paths below the package's resources, with `/`, and their bytes. */
export type Files = Map<string, number>;

export interface Package {
  target: Target;
  arch: Arch;
  /** Inside the archive, unpacked ones among them. */
  packed: Files;
  /** Beside the archive. */
  unpacked: Files;
  fuses: Record<string, boolean>;
  totalBytes: number;
}

export type Arch = "x64" | "arm64";

interface Builder {
  build: (options: object) => Promise<string[]>;
  Platform: Record<string, { createTarget(name: string, arch: number): unknown }>;
  Arch: Record<string, number>;
}

interface Asar {
  listPackage(archive: string, options: object): string[];
  statFile(archive: string, file: string): { size?: number; unpacked?: boolean };
}

const platformNames: Record<Target, string> = { linux: "LINUX", win: "WINDOWS", mac: "MAC" };

/**
 * Makes an unpacked package (`--dir`) and looks into it.
 * @throws what electron-builder throws
 */
export async function makePackage(target: Target, arch: Arch): Promise<Package> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "earshot-package-"));
  try {
    const dist = path.join(folder, "electron");
    writeDummyElectron(dist, target);
    const { build, Platform, Arch } = require("electron-builder") as Builder;
    const output = path.join(folder, "dist");
    await build({
      projectDir: root,
      targets: Platform[platformNames[target]]?.createTarget("dir", Arch[arch] ?? 0),
      publish: "never",
      config: {
        extends: path.join(root, "electron-builder.yml"),
        electronDist: dist,
        directories: { output },
        // A dummy is no program: it can be neither edited nor signed.
        ...(target === "win" && { disableAsarIntegrity: true, win: { signAndEditExecutable: false } }),
        ...(target === "mac" && { mac: { identity: null } }),
      },
    });
    return look(output, target, arch);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function look(output: string, target: Target, arch: Arch): Package {
  const [name = ""] = readdirSync(output).filter((each) => lstatSync(path.join(output, each)).isDirectory());
  const app = path.join(output, name);
  const bundle = path.join(app, "Earshot.app", "Contents");
  const resources = target === "mac" ? path.join(bundle, "Resources") : path.join(app, "resources");
  const binary = {
    linux: path.join(app, "earshot"),
    win: path.join(app, "Earshot.exe"),
    mac: path.join(bundle, "Frameworks", "Electron Framework.framework", "Electron Framework"),
  }[target];
  const archive = path.join(resources, "app.asar");
  const asar = require("@electron/asar") as Asar;
  const packed: Files = new Map();
  for (const listed of asar.listPackage(archive, {})) {
    const file = listed.replace(/^[\\/]/, "");
    const { size } = asar.statFile(archive, file);
    if (size !== undefined) packed.set(file.replaceAll("\\", "/"), size);
  }
  const unpacked = listFiles(path.join(resources, "app.asar.unpacked"));
  const sum = (files: Files): number => [...files.values()].reduce((total, bytes) => total + bytes, 0);
  return {
    target,
    arch,
    packed,
    unpacked,
    fuses: readFuses(readFileSync(binary)),
    totalBytes: sum(unpacked) + lstatSync(archive).size,
  };
}

function listFiles(folder: string): Files {
  const files: Files = new Map();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    files.set(path.relative(folder, file).split(path.sep).join("/"), lstatSync(file).size);
  }
  return files;
}
