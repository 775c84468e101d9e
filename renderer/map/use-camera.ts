// Which part of the map is seen, kept while the window is open: leaving the map and coming back finds it as it was.
import { create } from "zustand";
import { type Camera, fit, type Point, reveal, type Size, zoomAt } from "./camera.ts";
import type { LoadedMap } from "./map-store.ts";

interface View {
  /** Null until there is something to be seen. */
  camera: Camera | null;
  /** CSS pixels of the stage. */
  size: Size;
}

export const useView = create<View>(() => ({ camera: null, size: { width: 0, height: 0 } }));

/** One press of a key, or one click of a wheel. */
export const zoomStep = 1.35;

export function setCamera(camera: Camera): void {
  useView.setState({ camera });
}

export function fitMap({ bounds }: LoadedMap): void {
  const { size } = useView.getState();
  if (size.width > 0 && size.height > 0) useView.setState({ camera: fit(bounds, size) });
}

/** @param pixel what stays where it is; the middle when it is left out */
export function zoomMap({ bounds }: LoadedMap, factor: number, pixel?: Point): void {
  const { camera, size } = useView.getState();
  if (!camera) return;
  const at = pixel ?? { x: size.width / 2, y: size.height / 2 };
  useView.setState({ camera: zoomAt(camera, size, at, factor, fit(bounds, size).scale) });
}

export function revealPlace({ x, y }: LoadedMap, index: number): void {
  const { camera, size } = useView.getState();
  if (camera && index >= 0) {
    setCamera(reveal(camera, size, { x: x[index] as number, y: y[index] as number }));
  }
}
