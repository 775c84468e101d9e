// Reads and checks the header of a .safetensors file. Knows nothing of models.
// Format (huggingface/safetensors, README "Format"): u64 little-endian N, N bytes of JSON, then the tensors' bytes,
// little-endian, C order, without holes; `data_offsets` count from the end of the header.
import { open, type FileHandle } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { AppError } from "../base/app-error.ts";

/** One tensor of the file. */
export interface TensorEntry {
  name: string;
  dtype: string;
  shape: number[];
  /** Bytes from the start of the file. */
  offsetBytes: number;
  byteLength: number;
}

export interface SafetensorsHeader {
  tensors: ReadonlyMap<string, TensorEntry>;
  fileBytes: number;
}

/** The limit of the reference implementation (safetensors 0.8, `MAX_HEADER_SIZE`). */
const maxHeaderBytes = 100_000_000;

const bytesOfDtype: Record<string, number> = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  F8_E4M3: 1,
  F8_E5M2: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
};

const offset = z.number().int().nonnegative();
const entrySchema = z.strictObject({
  dtype: z.string(),
  shape: z.array(offset),
  data_offsets: z.tuple([offset, offset]),
});
const headerSchema = z.record(z.string(), z.unknown());

/**
 * Reads the header and checks that the tensors fill the rest of the file exactly.
 * @throws AppError `model-damaged`, naming the file and, where it is one, the tensor
 */
export async function readSafetensorsHeader(filePath: string): Promise<SafetensorsHeader> {
  const file = await open(filePath);
  try {
    const { size: fileBytes } = await file.stat();
    const headerBytes = await readHeaderLength(file, fileBytes, filePath);
    const text = (await readExactly(file, 8, headerBytes)).toString("utf8");
    const entries = parseEntries(text, 8 + headerBytes, filePath);
    checkLayout(entries, 8 + headerBytes, fileBytes, filePath);
    return { tensors: new Map(entries.map((entry) => [entry.name, entry])), fileBytes };
  } finally {
    await file.close();
  }
}

/**
 * The value of a float32 tensor with one element.
 * @throws AppError `model-damaged` when there is no such tensor or it has another shape
 */
export async function readFloat32Scalar(
  filePath: string,
  header: SafetensorsHeader,
  name: string,
): Promise<number> {
  const entry = header.tensors.get(name);
  if (entry?.dtype !== "F32" || entry.byteLength !== 4) {
    const found = entry ? `${entry.dtype} [${entry.shape.join(", ")}]` : "nothing";
    throw damaged(filePath, `the tensor ${name} should be one F32 number, and ${found} was found`);
  }
  const file = await open(filePath);
  try {
    return (await readExactly(file, entry.offsetBytes, 4)).readFloatLE();
  } finally {
    await file.close();
  }
}

async function readHeaderLength(file: FileHandle, fileBytes: number, filePath: string): Promise<number> {
  if (fileBytes < 10) throw damaged(filePath, `it has ${fileBytes} bytes, too few for a header`);
  const headerBytes = Number((await readExactly(file, 0, 8)).readBigUInt64LE());
  if (headerBytes > maxHeaderBytes || headerBytes > fileBytes - 8) {
    throw damaged(
      filePath,
      `its header should have ${headerBytes} bytes, and the file has ${fileBytes}: it is cut short or no safetensors file`,
    );
  }
  return headerBytes;
}

function parseEntries(text: string, dataStart: number, filePath: string): TensorEntry[] {
  const header = headerSchema.safeParse(parseJson(text));
  if (!header.success) throw damaged(filePath, "its header is not a JSON object");
  const entries: TensorEntry[] = [];
  for (const [name, value] of Object.entries(header.data)) {
    if (name === "__metadata__") continue;
    const entry = entrySchema.safeParse(value);
    if (!entry.success) throw damaged(filePath, `the header's entry for the tensor ${name} is malformed`);
    const { dtype, shape, data_offsets: offsets } = entry.data;
    const [begin, end] = offsets;
    const elementBytes = bytesOfDtype[dtype];
    if (elementBytes === undefined)
      throw damaged(filePath, `the tensor ${name} has the unknown type ${dtype}`);
    const expected = shape.reduce((product, size) => product * size, elementBytes);
    if (end - begin !== expected) {
      throw damaged(
        filePath,
        `the tensor ${name} (${dtype} [${shape.join(", ")}]) needs ${expected} bytes, and its range has ${end - begin}`,
      );
    }
    entries.push({ name, dtype, shape, offsetBytes: dataStart + begin, byteLength: expected });
  }
  return entries;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Tensors lie one after the other: no byte belongs to two, none to no one, none is missing at the end. */
function checkLayout(entries: TensorEntry[], dataStart: number, fileBytes: number, filePath: string): void {
  let nextByte = dataStart;
  // An empty tensor comes before the one that begins at the same byte.
  const inOrder = entries.toSorted((a, b) => a.offsetBytes - b.offsetBytes || a.byteLength - b.byteLength);
  for (const entry of inOrder) {
    if (entry.offsetBytes !== nextByte) {
      const fault = entry.offsetBytes < nextByte ? "overlaps the one before it" : "follows a gap";
      throw damaged(
        filePath,
        `the tensor ${entry.name} ${fault} (at byte ${entry.offsetBytes}, not ${nextByte})`,
      );
    }
    nextByte += entry.byteLength;
    if (nextByte > fileBytes) {
      throw damaged(
        filePath,
        `the tensor ${entry.name} ends at byte ${nextByte}, and the file has ${fileBytes}: it is cut short`,
      );
    }
  }
  if (nextByte !== fileBytes) {
    throw damaged(filePath, `its tensors end at byte ${nextByte}, and the file has ${fileBytes}`);
  }
}

async function readExactly(file: FileHandle, position: number, byteLength: number): Promise<Buffer> {
  const buffer = Buffer.alloc(byteLength);
  const { bytesRead } = await file.read(buffer, 0, byteLength, position);
  if (bytesRead !== byteLength) throw new Error(`read ${bytesRead} of ${byteLength} bytes at ${position}`);
  return buffer;
}

function damaged(filePath: string, what: string): AppError {
  return new AppError(
    "model-damaged",
    `${path.basename(filePath)} is damaged: ${what}.`,
    "Install the model again: `earshot models install`.",
  );
}
