// Puts the map on its canvas, once a frame when something has changed. Knows nothing of React.
import type { SoundId } from "../../preload/sound.ts";
import { type Camera, type Point, type Size, toScreen } from "./camera.ts";
import type { LoadedGroups, LoadedMap } from "./map-store.ts";
import { paintPoints, type Palette, radiusFor } from "./paint-points.ts";

/** All that is seen. A new object for each change. */
export interface MapScene {
  map: LoadedMap;
  groups: LoadedGroups | null;
  lit: Uint8Array | null;
  palette: Palette;
  /** CSS colours of the rings: selected sounds, and the one under the pointer. */
  accent: string;
  ink: string;
  selected: ReadonlySet<SoundId>;
  cursor: SoundId | null;
  hovered: number;
  /** The line that is being drawn around sounds, in CSS pixels. */
  lasso: readonly Point[];
}

/** More rings than these are a blot, and cost a frame. */
const mostRings = 3000;

export class MapPainter {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D | null;
  #image: ImageData | null = null;
  #scene: MapScene | null = null;
  #camera: Camera = { x: 0, y: 0, scale: 1 };
  #size: Size = { width: 0, height: 0 };
  #pixelRatio = 1;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d");
  }

  /** @param size in CSS pixels */
  resize(size: Size, pixelRatio: number): void {
    this.#size = size;
    this.#pixelRatio = pixelRatio;
    const width = Math.max(1, Math.round(size.width * pixelRatio));
    const height = Math.max(1, Math.round(size.height * pixelRatio));
    if (this.#image?.width !== width || this.#image.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#image = new ImageData(width, height);
    }
    this.#request();
  }

  show(scene: MapScene | null, camera: Camera): void {
    this.#scene = scene;
    this.#camera = camera;
    this.#request();
  }

  end(): void {
    cancelAnimationFrame(this.#frame);
  }

  /** Many changes within a frame are one drawing. */
  #request(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const [context, image, scene] = [this.#context, this.#image, this.#scene];
    if (!context || !image) return;
    if (!scene) {
      context.clearRect(0, 0, image.width, image.height);
      return;
    }
    const ratio = this.#pixelRatio;
    const { bounds, x, y } = scene.map;
    const area = (bounds.maxX - bounds.minX) * (bounds.maxY - bounds.minY);
    const evenDistance = Math.sqrt(area / Math.max(1, x.length)) * this.#camera.scale;
    const radius = radiusFor(evenDistance, ratio);
    paintPoints(
      {
        pixels: new Uint32Array(image.data.buffer),
        size: image,
        camera: { ...this.#camera, scale: this.#camera.scale * ratio },
        radius,
      },
      {
        x,
        y,
        groups: scene.groups?.groups ?? new Uint8Array(x.length).fill(255),
        lit: scene.lit,
        colours: scene.palette,
      },
    );
    context.putImageData(image, 0, 0);
    this.#drawRings(context, scene, radius / ratio);
    if (scene.lasso.length > 1) this.#drawLasso(context, scene);
  }

  #drawRings(context: CanvasRenderingContext2D, scene: MapScene, radius: number): void {
    const { map, selected, cursor, hovered } = scene;
    context.setTransform(this.#pixelRatio, 0, 0, this.#pixelRatio, 0, 0);
    context.strokeStyle = scene.accent;
    context.lineWidth = 1.5;
    context.beginPath();
    let ringCount = 0;
    for (const id of selected) {
      const index = map.indexOf.get(id);
      if (index !== undefined && ringCount++ < mostRings) this.#addRing(context, map, index, radius + 2);
    }
    context.stroke();
    const cursorIndex = cursor === null ? undefined : map.indexOf.get(cursor);
    for (const [index, colour, width] of [
      [cursorIndex, scene.accent, 2.5],
      [hovered, scene.ink, 1.5],
    ] as const) {
      if (index === undefined || index < 0) continue;
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.beginPath();
      this.#addRing(context, map, index, radius + 4);
      context.stroke();
    }
    context.setTransform(1, 0, 0, 1, 0, 0);
  }

  #addRing(context: CanvasRenderingContext2D, map: LoadedMap, index: number, radius: number): void {
    const place = { x: map.x[index] as number, y: map.y[index] as number };
    const { x, y } = toScreen(this.#camera, this.#size, place);
    if (x < -radius || y < -radius || x > this.#size.width + radius || y > this.#size.height + radius) return;
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }

  #drawLasso(context: CanvasRenderingContext2D, { lasso, accent }: MapScene): void {
    context.setTransform(this.#pixelRatio, 0, 0, this.#pixelRatio, 0, 0);
    context.strokeStyle = accent;
    context.lineWidth = 1.5;
    context.setLineDash([4, 3]);
    context.beginPath();
    for (const { x, y } of lasso) context.lineTo(x, y);
    context.closePath();
    context.stroke();
    context.setLineDash([]);
    context.setTransform(1, 0, 0, 1, 0, 0);
  }
}
