// From places on the map to pixels and back. Pure.

/** Which part of the map is seen: the place in the middle, and pixels a unit. */
export interface Camera {
  x: number;
  y: number;
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface Bounds {
  minX: number;
  maxX: number;
  minY: number;
  maxY: number;
}

/** Pixels left free around the sounds that are fitted in. */
const margin = 32;
/** How far one can go in and out, as a factor on the scale at which all is seen. */
const zoomRange = { least: 0.5, most: 200 };

/** The smallest rectangle around the places; a unit wide where it would have no extent. */
export function boundsOf(x: Float32Array, y: Float32Array): Bounds {
  const bounds: Bounds = { minX: Infinity, maxX: -Infinity, minY: Infinity, maxY: -Infinity };
  for (let i = 0; i < x.length; i++) {
    bounds.minX = Math.min(bounds.minX, x[i] as number);
    bounds.maxX = Math.max(bounds.maxX, x[i] as number);
    bounds.minY = Math.min(bounds.minY, y[i] as number);
    bounds.maxY = Math.max(bounds.maxY, y[i] as number);
  }
  if (x.length === 0) return { minX: -0.5, maxX: 0.5, minY: -0.5, maxY: 0.5 };
  if (bounds.maxX - bounds.minX < 1e-6) [bounds.minX, bounds.maxX] = [bounds.minX - 0.5, bounds.maxX + 0.5];
  if (bounds.maxY - bounds.minY < 1e-6) [bounds.minY, bounds.maxY] = [bounds.minY - 0.5, bounds.maxY + 0.5];
  return bounds;
}

/** Shows all of the bounds. */
export function fit({ minX, maxX, minY, maxY }: Bounds, { width, height }: Size): Camera {
  const scale = Math.min(
    Math.max(1, width - 2 * margin) / (maxX - minX),
    Math.max(1, height - 2 * margin) / (maxY - minY),
  );
  return { x: (minX + maxX) / 2, y: (minY + maxY) / 2, scale };
}

/** Pixel of a place; y grows upwards on the map and downwards on the screen. */
export function toScreen(camera: Camera, size: Size, place: Point): Point {
  return {
    x: size.width / 2 + (place.x - camera.x) * camera.scale,
    y: size.height / 2 - (place.y - camera.y) * camera.scale,
  };
}

export function toPlace(camera: Camera, size: Size, pixel: Point): Point {
  return {
    x: camera.x + (pixel.x - size.width / 2) / camera.scale,
    y: camera.y - (pixel.y - size.height / 2) / camera.scale,
  };
}

/**
 * Closer by a factor; what lies at the pixel stays there.
 * @param fitted the scale at which all is seen, which bounds the way in and out
 */
export function zoomAt(camera: Camera, size: Size, pixel: Point, factor: number, fitted: number): Camera {
  const scale = Math.min(fitted * zoomRange.most, Math.max(fitted * zoomRange.least, camera.scale * factor));
  const place = toPlace(camera, size, pixel);
  return {
    x: place.x - (pixel.x - size.width / 2) / scale,
    y: place.y + (pixel.y - size.height / 2) / scale,
    scale,
  };
}

/** Moves what is seen along with the pointer. */
export function panBy(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, x: camera.x - dx / camera.scale, y: camera.y + dy / camera.scale };
}

/** The same scale, moved only as far as the place needs to be in sight. */
export function reveal(camera: Camera, size: Size, place: Point): Camera {
  const { x, y } = toScreen(camera, size, place);
  return panBy(camera, -pixelsOutside(x, size.width), -pixelsOutside(y, size.height));
}

/** How far a pixel lies outside of the part that is free of margins; below 0 to the left or above. */
function pixelsOutside(value: number, length: number): number {
  const room = Math.min(margin, length / 4);
  return value < room ? value - room : Math.max(0, value - (length - room));
}
