// Keys on the map, while it has the focus. All others are the window's.
import type { KeyboardEvent } from "react";
import { matchesKeys } from "../commands/keys.ts";
import { showView } from "../commands/actions.ts";
import { usePlayer } from "../player/player.ts";
import { isMac } from "../commands/platform.ts";
import { moveTo } from "./map-moves.ts";
import { useMap } from "./map-store.ts";
import type { Direction } from "./point-grid.ts";
import { fitMap, revealPlace, useView, zoomMap, zoomStep } from "./use-camera.ts";

const directions: Record<string, Direction> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

/** Handles what is the map's own; the rest goes on to commands/keyboard.ts. */
export function handleMapKey(event: KeyboardEvent): void {
  const { map } = useMap.getState();
  if (!map || event.ctrlKey || event.metaKey || event.altKey) return;
  const direction = directions[event.key];
  const { camera } = useView.getState();
  const is = (keys: string): boolean => matchesKeys(event, keys, isMac);
  if (direction && camera) revealPlace(map, moveTo(direction, camera, event.shiftKey));
  else if (is("+") || is("=")) zoomMap(map, zoomStep);
  else if (is("-")) zoomMap(map, 1 / zoomStep);
  else if (is("0") || is("Home")) fitMap(map);
  // What is heard is stopped first, as everywhere.
  else if (is("Esc") && !usePlayer.getState().isPlaying) showView("sounds");
  else return;
  event.preventDefault();
}
