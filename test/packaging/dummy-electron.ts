// An Electron that is none: the files that electron-builder moves, renames and marks, with a fuse wire to set.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

export type Target = "linux" | "win" | "mac";

/** What marks the place of the fuses in a real binary (@electron/fuses, constants.js). */
export const fuseSentinel = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
export const fuseNames = [
  "runAsNode",
  "enableCookieEncryption",
  "enableNodeOptionsEnvironmentVariable",
  "enableNodeCliInspectArguments",
  "enableEmbeddedAsarIntegrityValidation",
  "onlyLoadAppFromAsar",
  "loadBrowserProcessSpecificV8Snapshot",
  "grantFileProtocolExtraPrivileges",
];

/** As a released Electron has them: version 1, the number of fuses, and each on or off. */
function fakeBinary(): Buffer {
  return Buffer.concat([
    Buffer.from("a binary "),
    Buffer.from(fuseSentinel),
    Buffer.from([1, fuseNames.length]),
    Buffer.from("10110001"),
    Buffer.from(" that is none"),
  ]);
}

/** On or off by the fuse's name. */
export function readFuses(binary: Buffer): Record<string, boolean> {
  const wire = binary.indexOf(fuseSentinel) + fuseSentinel.length + 2;
  return Object.fromEntries(fuseNames.map((name, index) => [name, binary[wire + index] === 0x31]));
}

/** Writes it into `folder`. */
export function writeDummyElectron(folder: string, target: Target): void {
  const write = (name: string, content: string | Buffer): void => {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content, { mode: 0o755 });
  };
  write("LICENSE", "Electron's licence\n");
  write("LICENSES.chromium.html", "Chromium's licences\n");
  if (target === "mac") {
    writeMacApp(write);
    return;
  }
  write(target === "win" ? "electron.exe" : "electron", fakeBinary());
  write("locales/en-US.pak", "words");
  write("resources.pak", "pictures");
}

const helpers = [
  "Electron Helper",
  "Electron Helper (GPU)",
  "Electron Helper (Plugin)",
  "Electron Helper (Renderer)",
];

function writeMacApp(write: (name: string, content: string | Buffer) => void): void {
  write("Electron.app/Contents/Info.plist", propertyList("Electron"));
  write("Electron.app/Contents/MacOS/Electron", "starts the framework");
  write("Electron.app/Contents/Resources/electron.icns", "icon");
  write("Electron.app/Contents/Resources/en.lproj/locale.pak", "words");
  const frameworks = "Electron.app/Contents/Frameworks";
  write(`${frameworks}/Electron Framework.framework/Electron Framework`, fakeBinary());
  for (const helper of helpers) {
    write(`${frameworks}/${helper}.app/Contents/Info.plist`, propertyList(helper));
    write(`${frameworks}/${helper}.app/Contents/MacOS/${helper}`, "helps");
  }
}

function propertyList(name: string): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?><plist version="1.0"><dict>` +
    `<key>CFBundleName</key><string>${name}</string><key>CFBundleExecutable</key><string>${name}</string>` +
    `<key>CFBundleIdentifier</key><string>com.github.Electron</string></dict></plist>`
  );
}
