// Where the shell serves the audio of sounds.
import type { SoundId } from "../../preload/sound.ts";
import { useLibrary } from "../stores/library.ts";

/** Where the sound's audio is served; null before the shell has answered. */
export function audioUrlOf(id: SoundId): string | null {
  const prefix = useLibrary.getState().shell?.audioUrl;
  return prefix === undefined ? null : new URL(prefix + String(id), window.location.href).href;
}
