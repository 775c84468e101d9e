// FLAC: labels go into Vorbis comments, one `KEYWORDS=` for each. All other blocks and all frames are copied.
import { readFourCc } from "../../audio/chunk-walker.ts";
import type { FileReader } from "../../audio/file-reader.ts";
import {
  type ByteRange,
  concatBytes,
  keywordsField,
  leftAlone,
  listMissing,
  type Rewrite,
} from "./rewrite.ts";

const streamInfoType = 0;
const commentsType = 4;
const maxBlockCount = 1000;
const maxBlockBytes = 2 ** 24 - 1;

interface Block {
  type: number;
  /** Body, without its header of four bytes. */
  body: ByteRange | Uint8Array;
}

/** @throws AppError `left-alone` */
export async function planFlac(file: FileReader, labels: readonly string[]): Promise<Rewrite> {
  if (readFourCc(await file.read(0, 4), 0) !== "fLaC")
    throw leftAlone("its FLAC stream lies in another container");
  const { blocks, framesOffset } = await listBlocks(file);
  const [info, ...others] = blocks;
  if (info?.type !== streamInfoType) throw leftAlone("it does not begin with its format header");
  const old = blocks.filter(({ type }) => type === commentsType);
  if (old.length > 1) throw leftAlone("it has several blocks of comments");
  const { vendor, comments } = old[0]
    ? parseComments(await readBody(file, old[0]))
    : { vendor: "Earshot", comments: [] };
  const present = comments.flatMap((comment) => {
    const [name = "", ...value] = comment.split("=");
    return name.toUpperCase() === keywordsField ? [value.join("=")] : [];
  });
  const newLabels = listMissing(present, labels);
  const body = toComments(vendor, [...comments, ...newLabels.map((label) => `${keywordsField}=${label}`)]);
  if (body.length > maxBlockBytes) throw leftAlone("its comments would grow beyond 16 MB");
  const own: Block = { type: commentsType, body };
  const all = old[0] ? blocks.map((block) => (block === old[0] ? own : block)) : [info, own, ...others];
  const pieces = all.flatMap((block, i) => [toHeader(block, i === all.length - 1), block.body]);
  const frames = { offset: framesOffset, bytes: file.size - framesOffset };
  const audio = [info.body as ByteRange, frames];
  return { pieces: [Buffer.from("fLaC", "latin1"), ...pieces, frames], audio, newLabels };
}

async function listBlocks(file: FileReader): Promise<{ blocks: Block[]; framesOffset: number }> {
  const blocks: Block[] = [];
  let offset = 4;
  for (let isLast = false; !isLast;) {
    const header = await file.read(offset, 4);
    if (header.length < 4 || blocks.length > maxBlockCount) throw leftAlone("its header is damaged");
    const [first, a, b, c] = header as unknown as [number, number, number, number];
    const bytes = (a << 16) | (b << 8) | c;
    blocks.push({ type: first & 0x7f, body: { offset: offset + 4, bytes } });
    offset += 4 + bytes;
    isLast = (first & 0x80) !== 0;
  }
  const [sync = 0, next = 0] = await file.read(offset, 2);
  if (sync !== 0xff || (next & 0xfc) !== 0xf8) throw leftAlone("no frame follows its header");
  return { blocks, framesOffset: offset };
}

async function readBody(file: FileReader, { body }: Block): Promise<Uint8Array> {
  return body instanceof Uint8Array ? body : file.read(body.offset, body.bytes);
}

/** Vorbis comment: the vendor, then a count and `NAME=value` texts, each behind its length (little endian). */
function parseComments(bytes: Uint8Array): { vendor: string; comments: string[] } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let offset = 0;
  const readNumber = (): number => {
    offset += 4;
    return view.getUint32(offset - 4, true);
  };
  const readText = (): string => {
    const length = readNumber();
    if (offset + length > bytes.length) throw new RangeError("beyond the end");
    offset += length;
    return decoder.decode(bytes.subarray(offset - length, offset));
  };
  try {
    const vendor = readText();
    const comments: string[] = [];
    for (let count = readNumber(); count > 0; count--) comments.push(readText());
    if (offset !== bytes.length) throw new RangeError("bytes are left");
    return { vendor, comments };
  } catch {
    throw leftAlone("its comments are damaged, or not UTF-8");
  }
}

function toComments(vendor: string, comments: readonly string[]): Uint8Array {
  return concatBytes([toText(vendor), toNumber(comments.length), ...comments.map(toText)]);
}

function toText(text: string): Uint8Array {
  const bytes = Buffer.from(text, "utf8");
  return concatBytes([toNumber(bytes.length), bytes]);
}

function toNumber(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

function toHeader({ type, body }: Block, isLast: boolean): Uint8Array {
  const bytes = body instanceof Uint8Array ? body.length : body.bytes;
  return Uint8Array.of(type | (isLast ? 0x80 : 0), bytes >>> 16, (bytes >>> 8) & 0xff, bytes & 0xff);
}
