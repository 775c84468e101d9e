// AIFF and AIFC: labels go into an ID3 tag in the chunk `ID3 `, which audio tools read.
import { type Chunk, readFourCc, walkChunks } from "../../audio/chunk-walker.ts";
import type { FileReader } from "../../audio/file-reader.ts";
import { addKeywords, readId3Size } from "./id3-tag.ts";
import { leftAlone, type Rewrite } from "./rewrite.ts";

const tagId = "ID3 ";
const maxTagBytes = 64 * 1024 * 1024;
const maxFileBytes = 0xffff_ffff;

/** @throws AppError `left-alone` */
export async function planAiff(file: FileReader, labels: readonly string[]): Promise<Rewrite> {
  const chunks = await listChunks(file);
  const old = chunks.find(({ id }) => id === tagId);
  if (old && old.size > maxTagBytes) throw leftAlone("its ID3 tag is larger than 64 MB");
  const { tag, newLabels } = addKeywords(old && (await readTag(file, old)), labels);
  const chunk = toChunk(tag);
  const body = chunks.map((each) => (each === old ? chunk : toRange(each)));
  if (!old) body.push(chunk);
  const bytes = body.reduce((sum, piece) => sum + ("bytes" in piece ? piece.bytes : piece.length), 4);
  if (bytes + 8 > maxFileBytes) throw leftAlone("it would grow beyond the 4 GB of an AIFF file");
  const header = new Uint8Array(await file.read(0, 12));
  new DataView(header.buffer).setUint32(4, bytes);
  const audio = chunks
    .filter(({ id }) => id === "COMM" || id === "SSND")
    .map(({ offset, size }) => ({ offset, bytes: size }));
  return { pieces: [header, ...body], audio, newLabels };
}

async function readTag(file: FileReader, chunk: Chunk): Promise<Uint8Array> {
  const bytes = await file.read(chunk.offset, chunk.size);
  const size = readId3Size(bytes);
  // A chunk may be padded behind its tag.
  if (size > bytes.length || bytes.subarray(size).some((byte) => byte !== 0)) {
    throw leftAlone("its ID3 tag is damaged");
  }
  return bytes.slice(0, size);
}

/** All chunks, which must fill the file without a gap. */
async function listChunks(file: FileReader): Promise<Chunk[]> {
  const header = await file.read(0, 12);
  const formBytes = new DataView(header.buffer).getUint32(4);
  const chunks: Chunk[] = [];
  let end = 12;
  for await (const chunk of walkChunks(file, "aiff")) {
    chunks.push(chunk);
    end = chunk.offset + chunk.size + (chunk.size % 2);
    if (end > file.size) throw leftAlone(`its chunk “${chunk.id}” reaches beyond the end of the file`);
  }
  if (readFourCc(header, 0) !== "FORM" || end !== file.size || formBytes + 8 !== file.size) {
    throw leftAlone("its header does not agree with its length");
  }
  for (const id of ["COMM", "SSND"]) {
    if (chunks.filter((chunk) => chunk.id === id).length !== 1)
      throw leftAlone(`it has not one “${id}” chunk`);
  }
  if (chunks.filter(({ id }) => id === tagId).length > 1) throw leftAlone("it has several ID3 tags");
  return chunks;
}

function toRange({ offset, size }: Chunk): { offset: number; bytes: number } {
  return { offset: offset - 8, bytes: 8 + size + (size % 2) };
}

function toChunk(body: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(8 + body.length + (body.length % 2));
  chunk.set(Buffer.from(tagId, "latin1"));
  new DataView(chunk.buffer).setUint32(4, body.length);
  chunk.set(body, 8);
  return chunk;
}
