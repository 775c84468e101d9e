// Finds what `like:` names in the library.
import path from "node:path";
import type { SoundId } from "../../preload/sound.ts";
import type { CatalogueSound } from "../db/catalogue.ts";

/**
 * A sound by its number, its path, or its file name (with or without extension, case alike); of several the
 * oldest.
 */
export function findLikeSound(
  sounds: ReadonlyMap<SoundId, CatalogueSound>,
  reference: string,
): SoundId | undefined {
  if (/^\d+$/.test(reference) && sounds.has(Number(reference))) return Number(reference);
  const wanted = path.isAbsolute(reference) ? path.normalize(reference) : reference;
  const isPath = path.isAbsolute(reference);
  const lower = wanted.toLowerCase();
  let best: SoundId | undefined;
  for (const sound of sounds.values()) {
    if (best !== undefined && sound.id > best) continue;
    const isIt = sound.files.some((file) => {
      if (isPath) return file.path === wanted;
      const name = file.name.toLowerCase();
      return name === lower || name.slice(0, -path.extname(name).length || undefined) === lower;
    });
    if (isIt) best = sound.id;
  }
  return best;
}
