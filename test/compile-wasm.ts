// AssemblyScript to WebAssembly, and to the TypeScript file that carries it.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as asc from "assemblyscript/asc";

/** The WebAssembly of one source file, as assemblyscript of package-lock.json makes it. */
export async function compileWasm(sourcePath: string): Promise<Uint8Array> {
  const source = readFileSync(sourcePath, "utf8");
  const name = path.basename(sourcePath);
  let wasm: Uint8Array | null = null;
  const options = "--outFile out.wasm -O3 --noAssert --runtime stub --importMemory --enable simd";
  const { error } = await asc.main([name, ...options.split(" ")], {
    readFile: (file) => (file === name ? source : null),
    writeFile: (file, contents) => {
      if (file === "out.wasm") wasm = contents as Uint8Array;
    },
    listFiles: () => [],
  });
  if (error || wasm === null) throw new Error(`${name} does not compile`, { cause: error });
  return wasm;
}

/**
 * Writes the module as base64.
 * @param exported what it exports, for the comment
 */
export async function writeWasmFile(
  sourcePath: string,
  targetPath: string,
  constant: string,
  exported: string,
): Promise<void> {
  const base64 = Buffer.from(await compileWasm(sourcePath)).toString("base64");
  const lines = base64.match(/.{1,96}/g) ?? [];
  const builder = `build-${path.basename(targetPath)}`;
  writeFileSync(
    targetPath,
    `// Compiled from ${path.basename(sourcePath)} by ${builder}: not written by hand.

/** The module, imports \`env.memory\`, exports ${exported}. */
export const ${constant} = [
${lines.map((line) => `  "${line}",`).join("\n")}
].join("");
`,
  );
}
