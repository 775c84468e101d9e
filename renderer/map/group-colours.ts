// Colours of the groups on the map, and what they look like in pixels.
import type { MapGrouping } from "../../preload/map.ts";
import type { Theme } from "../waveform/centroid-colour.ts";
import type { Palette } from "./paint-points.ts";

/** As styles/tags.css has them: a tag's dot and its sounds on the map have one hue. */
const familyHues: Record<string, number> = {
  drums: 55,
  percussion: 85,
  instruments: 115,
  synths: 142,
  vocals: 200,
  foley: 230,
  ambience: 258,
  effects: 286,
  moods: 314,
  processing: 345,
};
const kindHues = [62, 175, 290];
/** In an order in which neighbours differ most. */
const folderHues = [55, 230, 142, 314, 85, 258, 115, 345, 200, 286, 170];

const tones: Record<Theme, { lightness: number; chroma: number; none: number }> = {
  dark: { lightness: 0.76, chroma: 0.12, none: 0.6 },
  light: { lightness: 0.55, chroma: 0.13, none: 0.62 },
};

/** CSS colour of each group, in their order; of sounds without a group it is `colourOfNone`. */
export function colourGroups(by: MapGrouping, names: readonly string[], theme: Theme): string[] {
  const { lightness, chroma } = tones[theme];
  return names.map((name, index) => {
    if (by === "tag") {
      const hue = familyHues[name];
      // A person's own labels are of no family.
      return hue === undefined ? `oklch(${lightness} 0.02 265)` : `oklch(${lightness} ${chroma} ${hue})`;
    }
    const hues = by === "kind" ? kindHues : folderHues;
    return `oklch(${lightness} ${chroma} ${hues[index % hues.length]})`;
  });
}

export function colourOfNone(theme: Theme): string {
  return `oklch(${tones[theme].none} 0.01 265)`;
}

/** How much of a dimmed sound's colour is left; the rest is the ground's. */
const dimShare = 0.22;

/** The colours as pixels, and mixed with the ground for sounds that the search does not let through. */
export function toPalette(colours: readonly string[], none: string, ground: string): Palette {
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const read = (colour: string): Uint8ClampedArray => {
    if (!context) return new Uint8ClampedArray([128, 128, 128, 255]);
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
    return context.getImageData(0, 0, 1, 1).data;
  };
  const back = read(ground);
  const bright = new Uint32Array(256);
  const dim = new Uint32Array(256);
  for (let group = 0; group < 256; group++) {
    const [red = 0, green = 0, blue = 0] = read(group < colours.length ? (colours[group] as string) : none);
    const mix = (value: number, ground8 = 0): number => Math.round(ground8 + (value - ground8) * dimShare);
    bright[group] = toPixel(red, green, blue);
    dim[group] = toPixel(mix(red, back[0]), mix(green, back[1]), mix(blue, back[2]));
    if (group >= colours.length && group < 255) group = 254;
  }
  return { bright, dim };
}

function toPixel(red: number, green: number, blue: number): number {
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
