// The canvas of the map, what is said of it to screen readers, and the name of the sound under the pointer.
import { useEffect, useMemo, useRef } from "react";
import type { SoundId } from "../../preload/sound.ts";
import { mapElementId } from "../browser/list-control.ts";
import { RowMenu } from "../browser/row-menu.tsx";
import { useTheme } from "../elements/use-theme.ts";
import { displayName } from "../elements/display-name.ts";
import { useRescuedFocus } from "../elements/use-rescued-focus.ts";
import { useSelection } from "../stores/selection.ts";
import { useSoundRow } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { colourOfNone, toPalette } from "./group-colours.ts";
import { handleMapKey } from "./map-keys.ts";
import { MapPainter } from "./map-painter.ts";
import { type LoadedMap, useMap } from "./map-store.ts";
import { fitMap, useView } from "./use-camera.ts";
import { useMapPointer, usePointer } from "./use-map-pointer.ts";

const hintId = "sound-map-hint";

/** Size of the stage, kept for everything that reckons in pixels. */
function useStageSize(stageRef: React.RefObject<HTMLElement | null>, map: LoadedMap): void {
  useEffect(() => {
    const stage = stageRef.current;
    if (!stage) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      useView.setState({ size: { width, height } });
      if (useView.getState().camera === null) fitMap(map);
    });
    observer.observe(stage);
    return () => observer.disconnect();
  }, [stageRef, map]);
}

/** Draws whatever changes, outside of React's rendering: a frame of a drag is one drawing and nothing else. */
function usePainter(canvasRef: React.RefObject<HTMLCanvasElement | null>, colours: readonly string[]): void {
  const theme = useTheme();
  useEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas) return undefined;
    const painter = new MapPainter(canvas);
    const style = getComputedStyle(canvas);
    const readColour = (name: string): string => style.getPropertyValue(name).trim();
    const palette = toPalette(colours, colourOfNone(theme), readColour("--list"));
    const [accent, ink] = [readColour("--accent"), readColour("--ink")];
    const show = (): void => {
      const { map, groups, lit } = useMap.getState();
      const { ids: selected, cursor } = useSelection.getState();
      const { hovered, lasso } = usePointer.getState();
      const { camera } = useView.getState();
      const scene = map && { map, groups, lit, palette, accent, ink, selected, cursor, hovered, lasso };
      if (camera) painter.show(scene, camera);
    };
    const resize = (): void => painter.resize(useView.getState().size, window.devicePixelRatio);
    resize();
    show();
    const subscriptions = [
      useMap.subscribe(show),
      useSelection.subscribe(show),
      usePointer.subscribe(show),
      useView.subscribe(({ size }, before) => {
        if (size !== before.size) resize();
        show();
      }),
    ];
    return () => {
      painter.end();
      for (const end of subscriptions) end();
    };
  }, [canvasRef, colours, theme]);
}

function HoverName() {
  const { hovered, at } = usePointer();
  const id = useMap(({ map }) => map?.soundIds[hovered] ?? null);
  const width = useView(({ size }) => size.width);
  const row = useSoundRow(id);
  if (hovered < 0 || !row) return null;
  const isRight = at.x > width / 2;
  const x = isRight ? at.x - 12 : at.x + 12;
  return (
    <div
      className="map-name"
      aria-hidden
      style={{ transform: `translate(${x}px, ${at.y + 14}px) translateX(${isRight ? "-100%" : "0"})` }}
    >
      <bdi>{displayName(row.name)}</bdi>
    </div>
  );
}

/** Says the sound that the arrow keys have come to. */
function SpokenSound({ id }: { id: SoundId | null }) {
  const row = useSoundRow(id);
  const group = useMap(({ map, groups }) => {
    const index = id === null ? undefined : map?.indexOf.get(id);
    return index === undefined ? undefined : groups?.names[groups.groups[index] ?? 255];
  });
  return (
    <p className="visually-hidden" role="status" aria-label={texts.map.focused}>
      {row
        ? texts.map.spoken(displayName(row.name), group === undefined ? null : texts.map.groupName(group))
        : ""}
    </p>
  );
}

export function MapStage({ map, colours }: { map: LoadedMap; colours: readonly string[] }) {
  const stageRef = useRef<HTMLDivElement>(null);
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const cursor = useSelection((selection) => selection.cursor);
  const onMap = useMemo(() => (cursor !== null && map.indexOf.has(cursor) ? cursor : null), [cursor, map]);
  useStageSize(stageRef, map);
  useRescuedFocus(stageRef);
  useMapPointer(stageRef);
  usePainter(canvasRef, colours);
  return (
    <RowMenu>
      {/* A place to move about in with keys of its own, which no native element is. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        ref={stageRef}
        id={mapElementId}
        className="map-stage"
        role="application"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        data-own-arrows="true"
        aria-label={texts.map.stage(map.soundIds.length)}
        aria-describedby={hintId}
        onKeyDown={handleMapKey}
      >
        <canvas ref={canvasRef} className="map-canvas" />
        <HoverName />
        <SpokenSound id={onMap} />
        <p id={hintId} className="visually-hidden">
          {texts.map.hint}
        </p>
      </div>
    </RowMenu>
  );
}
