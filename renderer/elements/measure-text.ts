// Widths of texts in the window's own font, without touching the layout.

const widths = new Map<string, number>();
const mostWidths = 5000;
let context: CanvasRenderingContext2D | null = null;
let font = "";

/** Width in px of a text in the window's font. */
export function measureText(text: string, sizePx: number): number {
  context ??= document.createElement("canvas").getContext("2d");
  if (!context) return text.length * sizePx * 0.6;
  font ||= getComputedStyle(document.body).fontFamily;
  const key = `${sizePx} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    context.font = `${sizePx}px ${font}`;
    ({ width } = context.measureText(text));
    if (widths.size >= mostWidths) widths.clear();
    widths.set(key, width);
  }
  return width;
}
