// The JSON export: a head, one sound a line, a tail, so that neither writer nor reader needs all of it in memory.
import type { Collection } from "../../preload/collections.ts";
import type { ExportedSound } from "../db/export-sounds.ts";
import type { LabelDefinition } from "../db/labels.ts";

/** Grows when a reader of the version before would misread a file. docs/formats.md describes it. */
export const exportVersion = 1;
export const exportFormat = "earshot-library";

/** What an export says before its sounds. */
export interface ExportHead {
  exportedMs: number;
  /** The search line that chose the sounds, or null for all. */
  query: string | null;
  /** Own and changed labels. */
  labels: LabelDefinition[];
  collections: Collection[];
}

/** Everything up to the first sound. */
export function toJsonHead({ exportedMs, query, labels, collections }: ExportHead): string {
  const fields = {
    format: exportFormat,
    version: exportVersion,
    exportedMs,
    query,
    labels,
    collections: collections.map(({ name, kind, query: saved, addedMs }) => ({
      name,
      kind,
      query: saved,
      addedMs,
    })),
  };
  const lines = Object.entries(fields).map(
    ([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  return `{\n${lines.join(",\n")},\n  "sounds": [\n`;
}

/** Sounds, one a line, without a comma at the end. */
export function toJsonPart(sounds: readonly ExportedSound[]): string {
  return sounds.map((sound) => JSON.stringify(sound)).join(",\n");
}

export const jsonSeparator = ",\n";
export const jsonTail = "\n  ]\n}\n";
