// MP3: labels go into the ID3v2 tag in front. What follows it (frames, ID3v1, APE) is copied byte by byte.
import { readFourCc } from "../../audio/chunk-walker.ts";
import type { FileReader } from "../../audio/file-reader.ts";
import { addKeywords, id3HeaderBytes, readId3Size } from "./id3-tag.ts";
import { leftAlone, type Rewrite } from "./rewrite.ts";

const maxTagBytes = 64 * 1024 * 1024;

/** @throws AppError `left-alone` */
export async function planMp3(file: FileReader, labels: readonly string[]): Promise<Rewrite> {
  const header = await file.read(0, id3HeaderBytes);
  const hasTag = readFourCc(header, 0).startsWith("ID3");
  const tagBytes = hasTag ? readId3Size(header) : 0;
  if (tagBytes > maxTagBytes) throw leftAlone("its ID3 tag is larger than 64 MB");
  const [first = 0, second = 0] = await file.read(tagBytes, 2);
  // Eleven set bits begin a frame.
  if (first !== 0xff || (second & 0xe0) !== 0xe0) throw leftAlone("no MP3 frame follows its ID3 tag");
  const { tag, newLabels } = addKeywords(hasTag ? await file.read(0, tagBytes) : undefined, labels);
  const audio = { offset: tagBytes, bytes: file.size - tagBytes };
  return { pieces: [tag, audio], audio: [audio], newLabels };
}
