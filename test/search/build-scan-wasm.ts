// Compiles main/search/scan.as.ts. Run it after a change: node test/search/build-scan-wasm.ts
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as asc from "assemblyscript/asc";

const searchFolder = path.join(import.meta.dirname, "..", "..", "main", "search");

/** The kernel's WebAssembly, as assemblyscript of package-lock.json makes it. */
export async function buildScanWasm(): Promise<Uint8Array> {
  const source = readFileSync(path.join(searchFolder, "scan.as.ts"), "utf8");
  let wasm: Uint8Array | null = null;
  const options = "--outFile scan.wasm -O3 --noAssert --runtime stub --importMemory --enable simd";
  const { error } = await asc.main(["scan.as.ts", ...options.split(" ")], {
    readFile: (name) => (name === "scan.as.ts" ? source : null),
    writeFile: (name, contents) => {
      if (name === "scan.wasm") wasm = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error || wasm === null) throw new Error("scan.as.ts does not compile", { cause: error });
  return wasm;
}

if (import.meta.main) {
  const base64 = Buffer.from(await buildScanWasm()).toString("base64");
  const lines = base64.match(/.{1,96}/g) ?? [];
  writeFileSync(
    path.join(searchFolder, "scan-wasm.ts"),
    `// Compiled from scan.as.ts by test/search/build-scan-wasm.ts: not written by hand.

/** The module, imports \`env.memory\`, exports \`scan\`. */
export const scanWasmBase64 = [
${lines.map((line) => `  "${line}",`).join("\n")}
].join("");
`,
  );
}
