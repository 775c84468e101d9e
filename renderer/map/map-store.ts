// The map as the window holds it: places, groups for colours, what is being done about them.
import { create } from "zustand";
import type { MapGroups, MapState, SoundMap } from "../../preload/map.ts";
import type { SoundId } from "../../preload/sound.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { throttle } from "../stores/library.ts";
import { useSearch } from "../stores/search.ts";
import { useSettings } from "../stores/settings.ts";
import { boundsOf, type Bounds } from "./camera.ts";
import { findLit } from "./lit-sounds.ts";
import { PointGrid } from "./point-grid.ts";
import { fitMap } from "./use-camera.ts";

/** Places that have come, and what is made of them once. */
export interface LoadedMap {
  soundIds: Uint32Array;
  x: Float32Array;
  y: Float32Array;
  bounds: Bounds;
  grid: PointGrid;
  indexOf: ReadonlyMap<SoundId, number>;
}

/** From this share of sounds that came or went on, a new layout would show more. */
const oldShare = 0.2;

export interface LoadedGroups {
  names: string[];
  /** Sounds on the map in each group. */
  counts: number[];
  /** By position on the map. */
  groups: Uint8Array;
}

interface MapStore extends MapState {
  /** Null until the engine has answered for the first time. */
  map: LoadedMap | null;
  groups: LoadedGroups | null;
  /** Sounds that came or went since the layout, where they are so many that a new one is worth it; else 0. */
  changedCount: number;
  /** By position on the map: 1 for what the search lets through; null when it lets everything through. */
  lit: Uint8Array | null;
}

export const useMap = create<MapStore>(() => ({
  map: null,
  groups: null,
  changedCount: 0,
  lit: null,
  work: null,
  problem: null,
}));

/** New sounds find their places in a piece of work that reads all embeddings: not for each one that comes. */
const refreshPauseMs = 10_000;

async function load(mayLayOut: boolean): Promise<void> {
  const { engine } = getBridge();
  try {
    const answer = await engine.getMap({ mayLayOut });
    const { work, problem, soundIds } = answer;
    const changedCount = answer.changedCount > oldShare * soundIds.length ? answer.changedCount : 0;
    useMap.setState({ map: keepIfSame(answer), work, problem, changedCount });
    await loadGroups();
    updateLit();
  } catch (thrown) {
    useMap.setState({ problem: toErrorData(thrown) });
  }
}

/** The same places are the same object: nothing is drawn or counted anew. */
function keepIfSame({ soundIds, x, y }: SoundMap): LoadedMap {
  const { map } = useMap.getState();
  const isSame =
    map !== null &&
    map.soundIds.length === soundIds.length &&
    map.soundIds.every((id, i) => id === soundIds[i] && map.x[i] === x[i] && map.y[i] === y[i]);
  if (isSame) return map;
  const bounds = boundsOf(x, y);
  const indexOf = new Map(Array.from(soundIds, (id, index) => [id, index] as const));
  return { soundIds, x, y, bounds, grid: new PointGrid(x, y, bounds), indexOf };
}

/** Asks for the colours' groups, for the places as they stand. */
export async function loadGroups(): Promise<void> {
  const by = useSettings.getState().mapGrouping;
  const answer = await getBridge().engine.getMapGroups({ by });
  const { map } = useMap.getState();
  if (map && by === useSettings.getState().mapGrouping) useMap.setState({ groups: toLoaded(answer, map) });
}

function toLoaded({ soundIds, groups, names }: MapGroups, map: LoadedMap): LoadedGroups {
  const byPlace = new Uint8Array(map.soundIds.length).fill(255);
  const counts = names.map(() => 0);
  for (const [i, id] of soundIds.entries()) {
    const index = map.indexOf.get(id);
    const group = groups[i] as number;
    if (index === undefined) continue;
    byPlace[index] = group;
    if (group < counts.length) counts[group] = (counts[group] as number) + 1;
  }
  return { names, counts, groups: byPlace };
}

function updateLit(): void {
  const { map } = useMap.getState();
  const { results, chips, isScopeRanked } = useSearch.getState();
  if (map) useMap.setState({ lit: findLit(map, results, { chips, isScopeRanked }) });
}

/** Gives all sounds new places; what is being done is told by an event. */
export async function layOutAnew(): Promise<void> {
  try {
    await getBridge().engine.layOutMap({});
  } catch (thrown) {
    useMap.setState({ problem: toErrorData(thrown) });
  }
}

/** Nothing lies where it was. */
function showAll(): void {
  const { map } = useMap.getState();
  if (map) fitMap(map);
}

/**
 * Loads the map and keeps it current while it is looked at.
 * @returns the function that ends it
 */
export function followMap(): () => void {
  const bridge = getBridge();
  const refresh = throttle(
    () => void load(false),
    () => refreshPauseMs,
  );
  const subscriptions = [
    bridge.on("mapChanged", ({ work, problem }) => {
      const wasLayout = useMap.getState().work?.kind === "layout";
      useMap.setState({ work, problem });
      if (work === null && problem === null) void load(false).then(() => wasLayout && showAll());
    }),
    bridge.on("libraryChanged", () => refresh.call()),
    useSearch.subscribe(({ results }, before) => {
      if (results !== before.results) updateLit();
    }),
    useSettings.subscribe(({ mapGrouping }, before) => {
      if (mapGrouping !== before.mapGrouping) void loadGroups();
    }),
  ];
  void load(true);
  return () => {
    refresh.cancel();
    for (const end of subscriptions) end();
  };
}
