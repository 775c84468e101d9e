// The CSV export: one row a sound. For spreadsheets and scripts; only JSON can be imported again.
import type { SoundTag } from "../../preload/tags.ts";
import type { ExportedSound } from "../db/export-sounds.ts";
import { type Cell, toCsv } from "./spreadsheet.ts";

const columns: Record<string, (sound: ExportedSound) => Cell> = {
  path: ({ files }) => files[0]?.path ?? "",
  state: ({ files }) => files[0]?.state ?? "",
  otherPaths: ({ files }) => toLines(files.slice(1).map(({ path }) => path)),
  contentHash: ({ contentHash }) => contentHash,
  status: ({ status }) => status,
  format: ({ format }) => format,
  sizeBytes: ({ files }) => files[0]?.sizeBytes ?? null,
  modified: ({ files }) => toTime(files[0]?.modifiedMs ?? null),
  added: ({ addedMs }) => toTime(addedMs),
  durationSec: ({ durationSec }) => durationSec,
  sampleRate: ({ sampleRate }) => sampleRate,
  channelCount: ({ channelCount }) => channelCount,
  bitDepth: ({ bitDepth }) => bitDepth,
  peakDb: ({ peakDb }) => peakDb,
  loudnessLufs: ({ loudnessLufs }) => loudnessLufs,
  centroidHz: ({ centroidHz }) => centroidHz,
  tempoBpm: ({ tempoBpm }) => tempoBpm,
  tempoConfidence: ({ tempoConfidence }) => tempoConfidence,
  key: ({ key }) => key,
  keyConfidence: ({ keyConfidence }) => keyConfidence,
  kind: ({ kind }) => kind,
  isFavourite: ({ favouriteMs }) => favouriteMs !== null,
  confirmedTags: ({ tags }) => toLabels(tags, "confirmed"),
  suggestedTags: ({ tags }) => toLabels(tags, "suggested"),
  rejectedTags: ({ tags }) => toLabels(tags, "rejected"),
  collections: ({ collections }) => toLines(collections),
  useCount: ({ useCount }) => useCount,
  lastUsed: ({ lastUsedMs }) => toTime(lastUsedMs),
};

/** The row of column names. */
export function toCsvHead(): string {
  return toCsv([Object.keys(columns)]);
}

export function toCsvPart(sounds: readonly ExportedSound[]): string {
  return toCsv(sounds.map((sound) => Object.values(columns).map((read) => read(sound))));
}

/** `kick; snare`. A suggestion brings its source and confidence: `kick (name 0.95)`. */
function toLabels(tags: readonly SoundTag[], state: SoundTag["state"]): string {
  return tags
    .filter((tag) => tag.state === state)
    .map(({ label, source, confidence }) =>
      state === "suggested" ? `${label} (${source} ${confidence.toFixed(2)})` : label,
    )
    .join("; ");
}

/** Paths and names may hold every other separator. */
function toLines(texts: readonly string[]): string {
  return texts.join("\n");
}

/** ISO 8601 in UTC: spreadsheets read it, and a number of milliseconds tells nobody anything. */
function toTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
