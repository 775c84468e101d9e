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

/** How far a dimmed colour goes towards the ground: opaque, since waveforms are tinted through their alpha. */
const dimmed: Record<Theme, { lightness: number; towards: number; chroma: number }> = {
  dark: { lightness: 0.55, towards: 0.1, chroma: 0.62 },
  light: { lightness: 0.45, towards: 0.48, chroma: 0.55 },
};

/**
 * CSS colour of a waveform; a neutral grey while the centroid is not known.
 * @param isDimmed the part of the large waveform that was not played yet
 */
export function centroidColour(centroidHz: number | null, theme: Theme, isDimmed = false): string {
  const { lightness, chroma, hue } = stopAt(centroidHz, theme);
  const dim = isDimmed ? dimmed[theme] : { lightness: 1, towards: 0, chroma: 1 };
  const shownLightness = (lightness * dim.lightness + dim.towards).toFixed(3);
  return `oklch(${shownLightness} ${(chroma * dim.chroma).toFixed(3)} ${hue.toFixed(1)})`;
}

function stopAt(centroidHz: number | null, theme: Theme): Stop {
  if (centroidHz === null || centroidHz <= 0) {
    return { lightness: theme === "dark" ? 0.66 : 0.58, chroma: 0, hue: 0 };
  }
  const scale = scales[theme];
  const position = centroidPosition(centroidHz) * (scale.length - 1);
  const index = Math.min(scale.length - 2, Math.floor(position));
  const from = scale[index] as Stop;
  const to = scale[index + 1] as Stop;
  const share = position - index;
  const mix = (a: number, b: number): number => a + (b - a) * share;
  return {
    lightness: mix(from.lightness, to.lightness),
    chroma: mix(from.chroma, to.chroma),
    hue: mix(from.hue, to.hue),
  };
}
