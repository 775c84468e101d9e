// WAV: labels go into the field IKEY (keywords) of the INFO list, which audio tools and file managers read.
// Chunks that are there (bext, iXML, cue, smpl, acid, ...) are copied byte by byte.
import { type Chunk, readFourCc, walkChunks } from "../../audio/chunk-walker.ts";
import type { FileReader } from "../../audio/file-reader.ts";
import { concatBytes, joinKeywords, leftAlone, listMissing, type Rewrite, splitKeywords } from "./rewrite.ts";

const keywordsId = "IKEY";
/** An INFO list beyond this is no list of texts. */
const maxListBytes = 1024 * 1024;
const maxFileBytes = 0xffff_ffff;

/** @throws AppError `left-alone` */
export async function planWave(file: FileReader, labels: readonly string[]): Promise<Rewrite> {
  const magic = await file.read(0, 12);
  if (readFourCc(magic, 0) !== "RIFF" || readFourCc(magic, 8) !== "WAVE") {
    throw leftAlone("it is a WAV of the 64-bit kind (RF64, BW64, W64)");
  }
  const chunks = await listChunks(file);
  const info = await findInfo(file, chunks);
  const entries = info ? parseEntries(await file.read(info.offset, info.size)) : [];
  const before = decodeText(entries.find(({ id }) => id === keywordsId)?.body ?? new Uint8Array());
  const newLabels = listMissing(splitKeywords(before), labels);
  const list = toInfoList(entries, joinKeywords(before, newLabels));
  const body = chunks.map((chunk) => (chunk === info ? list : toRange(chunk)));
  if (!info) body.push(list);
  const bytes = body.reduce((sum, piece) => sum + ("bytes" in piece ? piece.bytes : piece.length), 4);
  if (bytes + 8 > maxFileBytes) throw leftAlone("it would grow beyond the 4 GB of a WAV file");
  const header = new Uint8Array(12);
  header.set(magic);
  new DataView(header.buffer).setUint32(4, bytes, true);
  return { pieces: [header, ...body], audio: listAudio(chunks), newLabels };
}

/** All chunks, which must fill the file without a gap. */
async function listChunks(file: FileReader): Promise<Chunk[]> {
  const riffBytes = new DataView((await file.read(4, 4)).buffer).getUint32(0, true);
  const chunks: Chunk[] = [];
  let end = 12;
  for await (const chunk of walkChunks(file, "riff")) {
    chunks.push(chunk);
    end = chunk.offset + chunk.size + (chunk.size % 2);
    if (end > file.size) throw leftAlone(`its chunk “${chunk.id}” reaches beyond the end of the file`);
  }
  if (end !== file.size || riffBytes + 8 !== file.size) {
    throw leftAlone("its header does not agree with its length");
  }
  for (const id of ["fmt ", "data"]) {
    if (chunks.filter((chunk) => chunk.id === id).length !== 1)
      throw leftAlone(`it has not one “${id}” chunk`);
  }
  return chunks;
}

function listAudio(chunks: readonly Chunk[]): Rewrite["audio"] {
  return ["fmt ", "data"].map((id) => {
    const { offset, size } = chunks.find((chunk) => chunk.id === id) as Chunk;
    return { offset, bytes: size };
  });
}

function toRange({ offset, size }: Chunk): { offset: number; bytes: number } {
  return { offset: offset - 8, bytes: 8 + size + (size % 2) };
}

async function findInfo(file: FileReader, chunks: readonly Chunk[]): Promise<Chunk | undefined> {
  const found: Chunk[] = [];
  for (const chunk of chunks) {
    if (chunk.id === "LIST" && readFourCc(await file.read(chunk.offset, 4), 0) === "INFO") found.push(chunk);
  }
  if (found.length > 1) throw leftAlone("it has several INFO lists");
  const [info] = found;
  if (info && info.size > maxListBytes) throw leftAlone("its INFO list is larger than 1 MB");
  return info;
}

interface Entry {
  id: string;
  body: Uint8Array;
}

/** @param bytes `INFO`, then entries of id, size, text */
function parseEntries(bytes: Uint8Array): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Entry[] = [];
  let offset = 4;
  while (offset + 8 <= bytes.length) {
    const size = view.getUint32(offset + 4, true);
    if (offset + 8 + size > bytes.length) throw leftAlone("its INFO list is damaged");
    entries.push({ id: readFourCc(bytes, offset), body: bytes.slice(offset + 8, offset + 8 + size) });
    offset += 8 + size + (size % 2);
  }
  if (offset < bytes.length) throw leftAlone("its INFO list is damaged");
  if (entries.filter(({ id }) => id === keywordsId).length > 1)
    throw leftAlone("it has several lists of keywords");
  return entries;
}

function toInfoList(entries: readonly Entry[], keywords: string): Uint8Array {
  const own: Entry = {
    id: keywordsId,
    body: concatBytes([Buffer.from(keywords, "utf8"), new Uint8Array(1)]),
  };
  const isThere = entries.some(({ id }) => id === keywordsId);
  const all = isThere ? entries.map((entry) => (entry.id === keywordsId ? own : entry)) : [...entries, own];
  const body = concatBytes([
    Buffer.from("INFO", "latin1"),
    ...all.map(({ id, body: text }) => toChunk(id, text)),
  ]);
  return toChunk("LIST", body);
}

function toChunk(id: string, body: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(8 + body.length + (body.length % 2));
  chunk.set(Buffer.from(id, "latin1"));
  new DataView(chunk.buffer).setUint32(4, body.length, true);
  chunk.set(body, 8);
  return chunk;
}

/** Texts end with zero. The standard names no encoding: UTF-8 where it is valid, else Latin-1 as older tools write. */
function decodeText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  const text = end === -1 ? bytes : bytes.subarray(0, end);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(text);
  } catch {
    return Buffer.from(text).toString("latin1");
  }
}
