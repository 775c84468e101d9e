// Rows and row peaks of the sounds on screen.
import { useCallback, useSyncExternalStore } from "react";
import type { Peaks, SoundId, SoundRow } from "../../preload/sound.ts";
import { getBridge } from "../bridge/bridge.ts";
import { IdCache } from "./id-cache.ts";

export const soundRows = new IdCache<SoundRow>({
  fetch: (ids) => getBridge().engine.getSounds({ ids }),
  idOf: ({ id }) => id,
  capacity: 20_000,
  batchSize: 200,
});

// At most 512 bytes each: 20,000 rows are 10 MB.
export const rowPeaks = new IdCache<Peaks>({
  fetch: (ids) => getBridge().engine.getPeaks({ ids }),
  idOf: ({ soundId }) => soundId,
  capacity: 20_000,
  batchSize: 200,
});

function useCached<Value>(cache: IdCache<Value>, id: SoundId | null): Value | undefined {
  const subscribe = useCallback(
    (listener: () => void) => (id === null ? () => {} : cache.subscribe(id, listener)),
    [cache, id],
  );
  return useSyncExternalStore(subscribe, () => (id === null ? undefined : cache.find(id)));
}

/** The row of a sound; undefined until it has come. */
export function useSoundRow(id: SoundId | null): SoundRow | undefined {
  return useCached(soundRows, id);
}

/** The list waveform of a sound; undefined until it has come or while the sound is pending. */
export function useRowPeaks(id: SoundId | null): Peaks | undefined {
  return useCached(rowPeaks, id);
}
