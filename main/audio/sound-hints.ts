// What a file says of its own tempo, key and loop: WAV and AIFF chunks by our own walker, tags of the other
// formats through music-metadata. Hints only: nothing here ever fails a file.
import { type Chunk, readFourCc, walkChunks } from "./chunk-walker.ts";
import { FileReader } from "./file-reader.ts";
import { nameKey, parseKey } from "./key.ts";
import { findTempo, maxTempoBpm, minTempoBpm } from "./name-hints.ts";

/** See `AnalysisHints` in analysis.ts. */
export interface FileHints {
  chunkTempoBpm?: number;
  chunkBeatCount?: number;
  chunkKey?: string;
  hasLoop?: boolean;
}

/** Texts and tags longer than this are not read. */
const maxChunkBytes = 64 * 1024;

/** @returns an empty object when the file tells nothing, cannot be read or makes no sense */
export async function readHints(path: string): Promise<FileHints> {
  try {
    const file = await FileReader.open(path);
    try {
      const head = await file.read(0, 12);
      const magic = head.length === 12 ? readFourCc(head, 0) : "";
      if (magic === "RIFF" || magic === "RF64" || magic === "BW64") return await readWaveHints(file);
      if (magic === "FORM") return await readAiffHints(file);
    } finally {
      await file.close();
    }
    return await readTags(path);
  } catch {
    // The decoder says what is wrong with the file, if anything is.
    return {};
  }
}

const waveChunks = ["fmt ", "data", "acid", "smpl", "LIST", "bext"];

async function readWaveHints(file: FileReader): Promise<FileHints> {
  const hints: FileHints = {};
  let frameBytes = 0;
  let dataBytes = 0;
  let sampler: DataView | undefined;
  for await (const chunk of walkChunks(file, "riff")) {
    if (!waveChunks.includes(chunk.id)) continue;
    if (chunk.id === "data") {
      dataBytes = chunk.size;
      continue;
    }
    const bytes = await file.read(chunk.offset, Math.min(chunk.size, maxChunkBytes));
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (chunk.id === "fmt " && bytes.length >= 14) frameBytes = view.getUint16(12, true);
    else if (chunk.id === "smpl" && bytes.length >= 52) sampler = view;
    else if (chunk.id === "acid" && bytes.length >= 24) readAcidChunk(view, hints);
    else if (chunk.id === "LIST" || chunk.id === "bext") {
      const tempo = findTempo(new TextDecoder("latin1").decode(bytes));
      if (tempo !== null) hints.chunkTempoBpm ??= tempo;
    }
  }
  const frameCount = frameBytes > 0 ? dataBytes / frameBytes : 0;
  if (sampler && hints.hasLoop === undefined && loopsWhole(sampler, frameCount)) hints.hasLoop = true;
  return hints;
}

/**
 * Whether the first loop of a `smpl` chunk is the whole sound, which makes it a loop. A shorter one is the
 * sustain of an instrument's note.
 */
function loopsWhole(sampler: DataView, frameCount: number): boolean {
  if (sampler.getUint32(28, true) === 0) return false;
  const start = sampler.getUint32(44, true);
  const end = sampler.getUint32(48, true);
  return frameCount > 0 && start <= 0.01 * frameCount && end >= 0.99 * frameCount && end <= frameCount;
}

/** The `acid` chunk of Acid and its many followers: flags, root note, beats, meter, tempo. */
function readAcidChunk(view: DataView, hints: FileHints): void {
  const isOneShot = (view.getUint32(0, true) & 1) !== 0;
  const beatCount = view.getUint32(12, true);
  const tempoBpm = view.getFloat32(20, true);
  hints.hasLoop = !isOneShot;
  if (isOneShot) return;
  if (tempoBpm >= minTempoBpm && tempoBpm <= maxTempoBpm)
    hints.chunkTempoBpm = Math.round(tempoBpm * 100) / 100;
  else if (beatCount > 0 && beatCount <= 4096) hints.chunkBeatCount = beatCount;
}

async function readAiffHints(file: FileReader): Promise<FileHints> {
  const hints: FileHints = {};
  for await (const chunk of walkChunks(file, "aiff")) {
    if (chunk.id === "basc") await readAppleLoopChunk(file, chunk, hints);
  }
  return hints;
}

/** The `basc` chunk of Apple Loops: version, beats, root note, scale, meter, loop or one-shot (as in libsndfile). */
async function readAppleLoopChunk(file: FileReader, chunk: Chunk, hints: FileHints): Promise<void> {
  const bytes = await file.read(chunk.offset, 18);
  if (bytes.length < 18) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const beatCount = view.getUint32(4);
  const rootNote = view.getUint16(8);
  const scale = view.getUint16(10);
  hints.hasLoop = view.getUint16(16) === 0;
  if (hints.hasLoop && beatCount > 0 && beatCount <= 4096) hints.chunkBeatCount = beatCount;
  if (rootNote > 0 && rootNote < 128 && (scale === 1 || scale === 2)) {
    hints.chunkKey = nameKey(rootNote, scale === 1 ? "minor" : "major");
  }
}

async function readTags(path: string): Promise<FileHints> {
  const { parseFile } = await import("music-metadata");
  const { common } = await parseFile(path, { skipCovers: true, duration: false });
  const hints: FileHints = {};
  if (common.bpm !== undefined && common.bpm >= minTempoBpm && common.bpm <= maxTempoBpm) {
    hints.chunkTempoBpm = common.bpm;
  }
  const key = common.key === undefined ? null : parseKey(common.key);
  if (key !== null) hints.chunkKey = key;
  return hints;
}
