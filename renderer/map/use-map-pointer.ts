// The pointer on the map: drag to move, wheel to zoom, rest to hear, press to choose, shift and drag to draw around.
import { type RefObject, useEffect } from "react";
import { create } from "zustand";
import { isMac } from "../commands/platform.ts";
import { audition } from "../player/audition.ts";
import { foresee } from "../player/foresight.ts";
import { selectOnly, useSelection } from "../stores/selection.ts";
import { useSettings } from "../stores/settings.ts";
import { panBy, type Point, toPlace } from "./camera.ts";
import { chooseSound, chooseSounds, isLit } from "./map-moves.ts";
import { type LoadedMap, useMap } from "./map-store.ts";
import { fitMap, setCamera, useView, zoomMap } from "./use-camera.ts";

interface Pointer {
  /** Position on the map of the sound under the pointer, -1 for none. */
  hovered: number;
  /** Where the pointer is on the stage, CSS pixels. */
  at: Point;
  /** The line that is being drawn around sounds. */
  lasso: readonly Point[];
}

export const usePointer = create<Pointer>(() => ({ hovered: -1, at: { x: 0, y: 0 }, lasso: [] }));

/** A sound is heard when the pointer rests on it, not when it passes over it. */
const restMs = 80;
/** Pixels within which a sound is under the pointer. */
const reach = 12;
/** Pixels below which a press is no drag. */
const slack = 4;

function findUnder(map: LoadedMap, at: Point): number {
  const { camera, size } = useView.getState();
  return camera ? map.grid.findNearest(toPlace(camera, size, at), reach / camera.scale, isLit) : -1;
}

/** What one drag with the button down does, from press to release. */
interface Drag {
  kind: "pan" | "lasso";
  from: Point;
  last: Point;
  hasMoved: boolean;
}

/** Listens on the stage for as long as it is there. */
export function useMapPointer(stageRef: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const stage = stageRef.current;
    if (!stage) return undefined;
    const end = new AbortController();
    const listen = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      listener: (event: HTMLElementEventMap[Name]) => void,
      options: AddEventListenerOptions = {},
    ): void => stage.addEventListener(name, listener, { ...options, signal: end.signal });
    let drag: Drag | null = null;
    let restTimer: ReturnType<typeof setTimeout> | undefined;
    const pointOf = ({ clientX, clientY }: MouseEvent): Point => {
      const { left, top } = stage.getBoundingClientRect();
      return { x: clientX - left, y: clientY - top };
    };
    const hover = (hovered: number, at: Point): void => {
      const before = usePointer.getState().hovered;
      usePointer.setState({ hovered, at });
      // Every move puts the rest off, on the same sound as well.
      clearTimeout(restTimer);
      if (hovered < 0) restTimer = undefined;
      // What was heard already is not heard again for a move on it.
      if (hovered < 0 || (hovered === before && restTimer === undefined)) return;
      const passed = useMap.getState().map?.soundIds[hovered];
      if (passed !== undefined && hovered !== before) foresee([passed]);
      restTimer = setTimeout(() => {
        restTimer = undefined;
        const id = useMap.getState().map?.soundIds[hovered];
        if (id !== undefined && useSettings.getState().isAutoplayOn) audition(id);
      }, restMs);
    };
    const forget = (): void => {
      clearTimeout(restTimer);
      restTimer = undefined;
      usePointer.setState({ hovered: -1 });
    };

    listen(
      "wheel",
      (event) => {
        event.preventDefault();
        const { map } = useMap.getState();
        if (!map) return;
        // A line of a wheel that counts in lines is about 16 pixels.
        const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1);
        zoomMap(map, Math.exp(-Math.max(-240, Math.min(240, pixels)) / 400), pointOf(event));
      },
      { passive: false },
    );
    listen("pointerdown", (event) => {
      const { map } = useMap.getState();
      if (!map) return;
      const at = pointOf(event);
      if (event.button === 2) {
        const id = map.soundIds[findUnder(map, at)];
        if (id !== undefined && !useSelection.getState().ids.has(id)) selectOnly(id);
        return;
      }
      if (event.button !== 0) return;
      stage.focus({ preventScroll: true });
      stage.setPointerCapture(event.pointerId);
      drag = { kind: event.shiftKey ? "lasso" : "pan", from: at, last: at, hasMoved: false };
      forget();
    });
    listen("pointermove", (event) => {
      const { map } = useMap.getState();
      if (!map) return;
      const at = pointOf(event);
      if (!drag) {
        hover(findUnder(map, at), at);
        return;
      }
      drag.hasMoved ||= Math.hypot(at.x - drag.from.x, at.y - drag.from.y) > slack;
      if (!drag.hasMoved) return;
      const { camera } = useView.getState();
      if (drag.kind === "pan" && camera) setCamera(panBy(camera, at.x - drag.last.x, at.y - drag.last.y));
      if (drag.kind === "lasso") usePointer.setState(({ lasso }) => ({ lasso: [...lasso, at] }));
      drag.last = at;
    });
    listen("pointerup", (event) => {
      const { map } = useMap.getState();
      const ended = drag;
      drag = null;
      if (!map || !ended || event.button !== 0) return;
      const isToggle = isMac ? event.metaKey : event.ctrlKey;
      if (ended.kind === "lasso" && ended.hasMoved) {
        selectWithin(map, usePointer.getState().lasso, isToggle);
      } else if (!ended.hasMoved) {
        const id = map.soundIds[findUnder(map, ended.from)];
        if (id !== undefined) chooseSound(id, isToggle || event.shiftKey);
      }
      usePointer.setState({ lasso: [] });
    });
    listen("pointercancel", () => {
      drag = null;
      usePointer.setState({ lasso: [] });
    });
    listen("pointerleave", forget);
    listen("dblclick", () => {
      const { map } = useMap.getState();
      if (map) fitMap(map);
    });
    return () => {
      end.abort();
      forget();
    };
  }, [stageRef]);
}

function selectWithin(map: LoadedMap, lasso: readonly Point[], isAdding: boolean): void {
  const { camera, size } = useView.getState();
  if (!camera) return;
  const line = lasso.map((at) => toPlace(camera, size, at));
  const ids = map.grid.findWithin(line, isLit).map((index) => map.soundIds[index] as number);
  chooseSounds(ids, isAdding);
}
