// Packets of the first logical stream of an Ogg file (RFC 3533), read page by page.
import { readFourCc } from "./chunk-walker.ts";
import type { FileReader } from "./file-reader.ts";
import type { StreamRange } from "./stream-source.ts";

const pageHeaderBytes = 27;
/** Junk between pages is skipped up to this many bytes. */
const maxSkipBytes = 64 * 1024;
const maxPacketBytes = 16 * 1024 * 1024;

/** Whole packets in order. A packet that the file cuts short is left out. */
export async function* readOggPackets(file: FileReader, range: StreamRange): AsyncGenerator<Uint8Array> {
  const end = Math.min(range.offset + range.bytes, file.size);
  let offset = range.offset;
  let serial: number | undefined;
  let pending: Uint8Array[] = [];
  let pendingBytes = 0;
  while (offset + pageHeaderBytes <= end) {
    const header = await file.read(offset, pageHeaderBytes + 255);
    if (header.length < pageHeaderBytes || readFourCc(header, 0) !== "OggS") {
      const next = await findPage(file, offset + 1, end);
      if (next === undefined) return;
      offset = next;
      continue;
    }
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
    const segments = header.subarray(pageHeaderBytes, pageHeaderBytes + (header[26] as number));
    const bodyBytes = segments.reduce((sum, size) => sum + size, 0);
    const bodyOffset = offset + pageHeaderBytes + (header[26] as number);
    offset = bodyOffset + bodyBytes;
    const pageSerial = view.getUint32(14, true);
    serial ??= pageSerial;
    if (pageSerial !== serial) continue;
    const body = await file.read(bodyOffset, bodyBytes);
    let at = 0;
    for (const size of segments) {
      pending.push(body.subarray(at, at + size));
      pendingBytes += size;
      at += size;
      if (at > body.length || pendingBytes > maxPacketBytes) return;
      // A segment of 255 bytes goes on in the next one.
      if (size === 255) continue;
      yield join(pending, pendingBytes);
      pending = [];
      pendingBytes = 0;
    }
  }
}

async function findPage(file: FileReader, start: number, end: number): Promise<number | undefined> {
  const bytes = await file.read(start, Math.min(maxSkipBytes, end - start));
  for (let i = 0; i + 4 <= bytes.length; i++) {
    if (bytes[i] === 0x4f && readFourCc(bytes, i) === "OggS") return start + i;
  }
  return undefined;
}

function join(parts: Uint8Array[], length: number): Uint8Array {
  const joined = new Uint8Array(length);
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
