// Compiles main/audio/spectrum.as.ts. Run it after a change: node test/audio/build-spectrum-wasm.ts
import path from "node:path";
import { compileWasm, writeWasmFile } from "../compile-wasm.ts";

const audioFolder = path.join(import.meta.dirname, "..", "..", "main", "audio");
const sourcePath = path.join(audioFolder, "spectrum.as.ts");

/** The kernel's WebAssembly, made anew. */
export function buildSpectrumWasm(): Promise<Uint8Array> {
  return compileWasm(sourcePath);
}

if (import.meta.main) {
  await writeWasmFile(
    sourcePath,
    path.join(audioFolder, "spectrum-wasm.ts"),
    "spectrumWasmBase64",
    "`powers` and `sums`",
  );
}
