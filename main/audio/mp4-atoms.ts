// The atoms of an MP4 file: just enough to check its index and to move it.
import { damagedFile } from "./audio-source.ts";
import { readFourCc } from "./chunk-walker.ts";
import type { FileReader } from "./file-reader.ts";

export interface Atom {
  id: string;
  /** First byte of the atom's header. */
  offset: number;
  /** Bytes with the header, never beyond the end of what it lies in. */
  size: number;
}

/** An index larger than this belongs to no sound. */
const maxIndexBytes = 64 * 1024 * 1024;
const maxAtomCount = 4096;
/** Atoms that hold atoms, on the way to the sample tables. */
const containers = new Set(["trak", "mdia", "minf", "stbl"]);

/** Atoms side by side in `bytes`, from `start` to `end`. */
export function listAtoms(bytes: Uint8Array, start: number, end: number): Atom[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const atoms: Atom[] = [];
  for (let offset = start; offset + 8 <= end && atoms.length < maxAtomCount;) {
    let size = view.getUint32(offset);
    if (size === 1 && offset + 16 <= end) size = Number(view.getBigUint64(offset + 8));
    if (size === 0) size = end - offset;
    if (size < 8) break;
    atoms.push({ id: readFourCc(bytes, offset + 4), offset, size: Math.min(size, end - offset) });
    offset += size;
  }
  return atoms;
}

/** All atoms inside the sample tables of a `moov` atom, its own header included in `moov`. */
export function listSampleTables(moov: Uint8Array): Atom[] {
  const visit = ({ id, offset, size }: Atom): Atom[] =>
    containers.has(id) ? listAtoms(moov, offset + 8, offset + size).flatMap(visit) : [{ id, offset, size }];
  return listAtoms(moov, 8, moov.length).flatMap(visit);
}

/**
 * Holds the counts in the index to the size of the file: a sample takes a byte at least. A demuxer that believes
 * a count of four billion is busy for minutes.
 * @throws AppError `damaged-file`
 */
export async function checkIndex(file: FileReader): Promise<void> {
  const moov = await readIndex(file);
  const view = new DataView(moov.buffer, moov.byteOffset, moov.byteLength);
  for (const { id, offset, size } of listSampleTables(moov)) {
    const count = countClaimedPackets(view, id, offset, size);
    if (count > file.size) {
      throw damagedFile(`its index tells of ${count} packets in ${file.size} bytes`);
    }
  }
}

/** Packets that one table of the index claims; 0 for tables that claim none. */
function countClaimedPackets(view: DataView, id: string, offset: number, size: number): number {
  // Version and flags, then for `stsz` one size for all packets, then their count.
  if (id === "stsz") return size >= 20 ? view.getUint32(offset + 16) : 0;
  // Entries of (packets, value), and of (first chunk, packets a chunk, description).
  const [entryBytes, countAt] = id === "stsc" ? [12, 4] : [8, 0];
  if (!["stts", "ctts", "stsc"].includes(id) || size < 16) return 0;
  const entryCount = Math.min(view.getUint32(offset + 12), Math.floor((size - 16) / entryBytes));
  let count = 0;
  for (let i = 0; i < entryCount; i++) count += view.getUint32(offset + 16 + entryBytes * i + countAt);
  return count;
}

/** The `moov` atom, header included; empty when there is none (the demuxer then says so). */
async function readIndex(file: FileReader): Promise<Uint8Array> {
  let offset = 0;
  for (let count = 0; count < maxAtomCount && offset + 8 <= file.size; count++) {
    const header = await file.read(offset, 16);
    if (header.length < 8) break;
    const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
    let size = view.getUint32(0);
    if (size === 1 && header.length === 16) size = Number(view.getBigUint64(8));
    if (size === 0) size = file.size - offset;
    if (size < 8) break;
    if (readFourCc(header, 4) === "moov") {
      if (size > maxIndexBytes) throw damagedFile(`its index claims ${size} bytes`);
      return file.read(offset, size);
    }
    offset += size;
  }
  return new Uint8Array(0);
}
