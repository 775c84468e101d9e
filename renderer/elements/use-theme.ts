// Dark or light as it is now: the setting, or the system's wish.
import { useSyncExternalStore } from "react";
import { useSettings } from "../stores/settings.ts";
import type { Theme } from "../waveform/centroid-colour.ts";

const prefersLight = window.matchMedia("(prefers-color-scheme: light)");

function subscribe(listener: () => void): () => void {
  prefersLight.addEventListener("change", listener);
  return () => prefersLight.removeEventListener("change", listener);
}

export function useTheme(): Theme {
  const appearance = useSettings((settings) => settings.appearance);
  const isSystemLight = useSyncExternalStore(subscribe, () => prefersLight.matches);
  if (appearance === "system") return isSystemLight ? "light" : "dark";
  return appearance;
}
