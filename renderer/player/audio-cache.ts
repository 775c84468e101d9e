// Audio of the rows next to the selected one, fetched ahead so that the next arrow key is heard at once.
import type { SoundId } from "../../preload/sound.ts";

/** A file above this is streamed when it is played: fetching it ahead would cost more than it saves. */
export const largestPrefetchBytes = 6_000_000;
const cacheBytes = 48_000_000;

interface CachedAudio {
  url: string;
  byteLength: number;
}

const cache = new Map<SoundId, CachedAudio>();
let cachedBytes = 0;
let fetching: AbortController | undefined;

/** A blob URL of the sound's audio, when it was fetched ahead. */
export function findCachedAudio(id: SoundId): string | undefined {
  const entry = cache.get(id);
  if (!entry) return undefined;
  // Played last, thrown out last.
  cache.delete(id);
  cache.set(id, entry);
  return entry.url;
}

function store(id: SoundId, blob: Blob): void {
  cache.set(id, { url: URL.createObjectURL(blob), byteLength: blob.size });
  cachedBytes += blob.size;
  for (const [oldId, old] of cache) {
    if (cachedBytes <= cacheBytes) return;
    URL.revokeObjectURL(old.url);
    cache.delete(oldId);
    cachedBytes -= old.byteLength;
  }
}

/** Fetches sounds one after the other; a later call ends this one. */
export async function prefetchAudio(sounds: readonly { id: SoundId; url: string }[]): Promise<void> {
  fetching?.abort();
  const own = new AbortController();
  fetching = own;
  for (const { id, url } of sounds) {
    if (cache.has(id)) continue;
    try {
      const response = await fetch(url, { signal: own.signal });
      if (response.ok) store(id, await response.blob());
    } catch {
      // Ended by a later call, or not playable: playing it says why.
    }
    if (own.signal.aborted) return;
  }
}

/** Forgets everything: files may have changed on disk. */
export function clearAudioCache(): void {
  for (const { url } of cache.values()) URL.revokeObjectURL(url);
  cache.clear();
  cachedBytes = 0;
}
