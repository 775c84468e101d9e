// Draws the sounds of the map into pixels. On the processor, since 100,000 discs cost it some milliseconds on any
// machine, where WebGL without a graphics card takes ten times that (DECISIONS.md). Pure.
import type { Camera, Size } from "./camera.ts";

/** What is drawn of each sound; arrays by its position on the map. */
export interface PaintedPoints {
  x: Float32Array;
  y: Float32Array;
  /** Colour of a sound's group, and the same colour dimmed: index of the group, 255 for none. */
  groups: Uint8Array;
  /** 1 where a sound is let through by the search line; null when all are. */
  lit: Uint8Array | null;
  colours: Palette;
}

/** Pixels as `ImageData` has them, read as Uint32 on a little-endian machine: 0xAABBGGRR. */
export interface Palette {
  /** By group; 255 holds the colour of sounds without one. */
  bright: Uint32Array;
  dim: Uint32Array;
}

export interface Frame {
  /** One number a pixel, row by row; cleared first. */
  pixels: Uint32Array;
  /** In pixels of the device. */
  size: Size;
  /** Its scale in pixels of the device. */
  camera: Camera;
  radius: number;
}

/** Sounds that the search lets through come last, so that no dimmed one lies on them. */
export function paintPoints(frame: Frame, points: PaintedPoints): void {
  frame.pixels.fill(0);
  const disc = makeDisc(frame.radius);
  if (points.lit === null) {
    paintSome(frame, disc, points, points.colours.bright, null, 1);
    return;
  }
  paintSome(frame, disc, points, points.colours.dim, points.lit, 0);
  paintSome(frame, disc, points, points.colours.bright, points.lit, 1);
}

function paintSome(
  { pixels, size, camera }: Frame,
  disc: Int32Array,
  { x, y, groups }: PaintedPoints,
  palette: Uint32Array,
  lit: Uint8Array | null,
  wanted: 0 | 1,
): void {
  const { width, height } = size;
  const left = width / 2 - camera.x * camera.scale;
  const top = height / 2 + camera.y * camera.scale;
  const reach = disc[0] as number;
  for (let i = 0; i < x.length; i++) {
    if (lit !== null && lit[i] !== wanted) continue;
    const column = Math.round(left + (x[i] as number) * camera.scale);
    const row = Math.round(top - (y[i] as number) * camera.scale);
    if (column < reach || row < reach || column >= width - reach || row >= height - reach) continue;
    const colour = palette[groups[i] as number] as number;
    const at = row * width + column;
    // Spans of the disc: first and last column of each row.
    for (let line = -reach, s = 1; line <= reach; line++, s++) {
      const half = disc[s] as number;
      const start = at + line * width - half;
      for (let pixel = start; pixel <= start + 2 * half; pixel++) pixels[pixel] = colour;
    }
  }
}

/** Reach of a disc, then half the width of each of its rows, in whole pixels. */
export function makeDisc(radius: number): Int32Array {
  const reach = Math.max(0, Math.round(radius - 0.5));
  const disc = new Int32Array(2 * reach + 2);
  disc[0] = reach;
  for (let line = -reach; line <= reach; line++) {
    disc[line + reach + 1] = Math.floor(Math.sqrt(Math.max(0, (reach + 0.4) ** 2 - line * line)));
  }
  return disc;
}

/** Pixels of the device: larger where there is room, so that single sounds can be pointed at. */
export function radiusFor(evenDistance: number, pixelRatio: number): number {
  return Math.min(5.5, Math.max(1.4, evenDistance * 0.3)) * pixelRatio;
}
