// Numbers as text for rows and facts. Pure; English digits and separators, tabular by style sheet.

const countFormat = new Intl.NumberFormat("en-US");
const dateFormat = new Intl.DateTimeFormat("en-GB", { day: "2-digit", month: "short", year: "numeric" });

/** What stands where a value is not known. */
export const unknownValue = "–";

/** `84210` -> `84,210`. */
export function formatCount(count: number): string {
  return countFormat.format(count);
}

/** Length of a sound in seconds below a minute (`0.41`, `12.4`), then `1:02`, `1:02:03`. */
export function formatDuration(durationSec: number | null): string {
  if (durationSec === null || !Number.isFinite(durationSec) || durationSec < 0) return unknownValue;
  if (durationSec < 9.995) return durationSec.toFixed(2);
  if (durationSec < 59.95) return durationSec.toFixed(1);
  const total = Math.round(durationSec);
  const seconds = String(total % 60).padStart(2, "0");
  const minutes = Math.floor(total / 60) % 60;
  const hours = Math.floor(total / 3600);
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${seconds}` : `${minutes}:${seconds}`;
}

/** Length with its unit, where no header names it: `0.41 s`, `1:02`. */
export function formatLength(durationSec: number): string {
  return durationSec < 59.95 ? `${formatDuration(durationSec)} s` : formatDuration(durationSec);
}

/** Position in a sound, steady in width while it runs: `0.12`, `12.40`, `1:02.4`. */
export function formatClock(timeSec: number): string {
  const time = Number.isFinite(timeSec) && timeSec > 0 ? timeSec : 0;
  if (time < 60) return (Math.floor(time * 100) / 100).toFixed(2);
  const minutes = Math.floor(time / 60);
  const tenths = Math.floor((time % 60) * 10) / 10;
  return `${minutes}:${tenths.toFixed(1).padStart(4, "0")}`;
}

/** Bytes in decimal units, as file managers show them: `842 B`, `12.4 kB`, `3.1 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** `44100` -> `44.1 kHz`, `48000` -> `48 kHz`. */
export function formatSampleRate(sampleRate: number | null): string {
  if (sampleRate === null) return unknownValue;
  return `${Number((sampleRate / 1000).toFixed(3))} kHz`;
}

export function formatChannels(channelCount: number | null): string {
  if (channelCount === null) return unknownValue;
  if (channelCount === 1) return "mono";
  if (channelCount === 2) return "stereo";
  return `${channelCount} channels`;
}

/** Whole beats a minute, or one decimal where the tempo has one. */
export function formatTempo(tempoBpm: number | null): string {
  if (tempoBpm === null) return unknownValue;
  const tenth = Math.round(tempoBpm * 10) / 10;
  return Number.isInteger(tenth) ? String(tenth) : tenth.toFixed(1);
}

/** `A minor` -> `Am`, `F# major` -> `F#`. */
export function formatKey(key: string | null): string {
  if (key === null) return unknownValue;
  const [tonic, mode] = key.split(" ");
  return `${tonic ?? key}${mode === "minor" ? "m" : ""}`;
}

/** `-14.2 LUFS` with a true minus sign. */
export function formatLoudness(loudnessLufs: number | null): string {
  if (loudnessLufs === null || !Number.isFinite(loudnessLufs)) return unknownValue;
  return `${formatSigned(loudnessLufs)} LUFS`;
}

/** One decimal with a true minus sign: `−6.0`, `0.0`. */
export function formatSigned(value: number): string {
  const text = Math.abs(value).toFixed(1);
  return value < 0 && text !== "0.0" ? `−${text}` : text;
}

export function formatFrequency(hz: number | null): string {
  if (hz === null) return unknownValue;
  return hz < 1000 ? `${Math.round(hz)} Hz` : `${(hz / 1000).toFixed(1)} kHz`;
}

/** Time left, coarse on purpose: `12 min`, `40 s`, `2 h 10 min`. */
export function formatTimeLeft(etaSec: number): string {
  if (etaSec < 60) return `${Math.max(1, Math.round(etaSec))} s`;
  const minutes = Math.round(etaSec / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** Sounds a second: one decimal below ten. */
export function formatPerSecond(perSecond: number): string {
  return perSecond < 9.95 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond));
}

export function formatDate(unixMs: number): string {
  return dateFormat.format(unixMs);
}

/** Score 0..1 as two digits: `.87`; 1 becomes `1.0`. */
export function formatScore(score: number): string {
  const hundredths = Math.round(Math.min(1, Math.max(0, score)) * 100);
  return hundredths === 100 ? "1.0" : `.${String(hundredths).padStart(2, "0")}`;
}

export function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
