// Colour of a sound by its spectral centroid: low is warm, high is cool. Pure.

/** Centroids at the ends of the scale, Hz; outside they take the end's colour. */
const lowestHz = 180;
const highestHz = 7000;

export type Theme = "dark" | "light";

interface Stop {
  lightness: number;
  chroma: number;
  hue: number;
}

// Amber to blue over sand and grey-green: told apart by red-green blind eyes, and never red (red is for errors).
const scales: Record<Theme, [Stop, Stop, Stop, Stop]> = {
  dark: [
    { lightness: 0.74, chroma: 0.13, hue: 62 },
    { lightness: 0.8, chroma: 0.1, hue: 92 },
    { lightness: 0.78, chroma: 0.07, hue: 190 },
    { lightness: 0.72, chroma: 0.11, hue: 250 },
  ],
  light: [
    { lightness: 0.56, chroma: 0.13, hue: 58 },
    { lightness: 0.56, chroma: 0.1, hue: 92 },
    { lightness: 0.54, chroma: 0.08, hue: 195 },
    { lightness: 0.52, chroma: 0.13, hue: 255 },
  ],
};

/** 0 for the lowest centroid, 1 for the highest, even in octaves. */
export function centroidPosition(centroidHz: number): number {
  const position = Math.log(centroidHz / lowestHz) / Math.log(highestHz / lowestHz);
  return Math.min(1, Math.max(0, position));
}

/** CSS colour of a waveform; a neutral grey while the centroid is not known. */
export function centroidColour(centroidHz: number | null, theme: Theme): string {
  if (centroidHz === null || centroidHz <= 0) {
    return theme === "dark" ? "oklch(0.66 0 0)" : "oklch(0.58 0 0)";
  }
  const scale = scales[theme];
  const position = centroidPosition(centroidHz) * (scale.length - 1);
  const index = Math.min(scale.length - 2, Math.floor(position));
  const from = scale[index] as Stop;
  const to = scale[index + 1] as Stop;
  const share = position - index;
  const mix = (a: number, b: number): number => a + (b - a) * share;
  const lightness = mix(from.lightness, to.lightness).toFixed(3);
  const chroma = mix(from.chroma, to.chroma).toFixed(3);
  return `oklch(${lightness} ${chroma} ${mix(from.hue, to.hue).toFixed(1)})`;
}
