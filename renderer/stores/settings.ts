// What the user set about the window itself: kept in localStorage, never in the library.
import { create } from "zustand";
import type { MapGrouping } from "../../preload/map.ts";
import type { AspectWeights } from "../../preload/search.ts";
import { defaultColumns, type ColumnId } from "../browser/columns.ts";

export type Appearance = "system" | "dark" | "light";

export interface Settings {
  appearance: Appearance;
  /** Play a sound when it is selected. */
  isAutoplayOn: boolean;
  isLoopOn: boolean;
  /** Playback gain in dB, -40..0. */
  gainDb: number;
  /** Play all sounds at one loudness. */
  isGainMatched: boolean;
  /** Varispeed, -24..24. */
  pitchSemitones: number;
  /** Play sounds that have a tempo in the project's. */
  isTempoMatched: boolean;
  projectTempoBpm: number;
  isSpectrogramOn: boolean;
  /** The line of first steps was put away. */
  areFirstStepsDone: boolean;
  /** The small layout: search line, list and player. */
  isMini: boolean;
  isSidePanelOpen: boolean;
  isInspectorOpen: boolean;
  /** Rows of 26 px instead of 32. */
  isCompact: boolean;
  columns: ColumnId[];
  /** Widths in px that the user dragged; the rest take the column's own. */
  columnWidths: Partial<Record<ColumnId, number>>;
  /** Sections of the side panel that are folded, by name. */
  foldedSections: string[];
  /** What counts when sounds are compared, where the user said so. */
  aspectWeights: Partial<AspectWeights>;
  /** Ids of collections in the user's own order. */
  collectionOrder: number[];
  /** What the map is coloured by. */
  mapGrouping: MapGrouping;
}

const storageKey = "earshot.settings";

const defaults: Settings = {
  appearance: "system",
  isAutoplayOn: true,
  isLoopOn: false,
  gainDb: 0,
  isGainMatched: false,
  pitchSemitones: 0,
  isTempoMatched: false,
  projectTempoBpm: 120,
  isSpectrogramOn: false,
  areFirstStepsDone: false,
  isMini: false,
  isSidePanelOpen: true,
  isInspectorOpen: true,
  isCompact: false,
  columns: defaultColumns,
  columnWidths: {},
  foldedSections: [],
  aspectWeights: {},
  collectionOrder: [],
  mapGrouping: "tag",
};

/** Settings of an older version or a hand-edited store fall back field by field. */
function readStored(): Settings {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    if (typeof stored !== "object" || stored === null) return defaults;
    const known = Object.entries(stored).filter(
      ([name, value]) =>
        name in defaults &&
        typeof value === typeof defaults[name as keyof Settings] &&
        Array.isArray(value) === Array.isArray(defaults[name as keyof Settings]),
    );
    return { ...defaults, ...Object.fromEntries(known) };
  } catch {
    return defaults;
  }
}

export const useSettings = create<Settings>(() => readStored());

useSettings.subscribe((settings) => {
  try {
    localStorage.setItem(storageKey, JSON.stringify(settings));
  } catch {
    // A full or forbidden store costs the memory of settings, nothing else.
  }
});

export const rowHeight = (isCompact: boolean): number => (isCompact ? 26 : 32);
