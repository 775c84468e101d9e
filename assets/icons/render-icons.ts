// Renders icon.svg and drag.svg with a local Chromium, to PNG and to the containers that Windows and macOS want:
// `node assets/icons/render-icons.ts`.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const here = import.meta.dirname;
const executablePath = process.env["EARSHOT_CHROMIUM"] ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });

/** Apple's names for PNG images of a size, those for doubled pixels among them. */
const icnsTypes: [type: string, size: number][] = [
  ["ic11", 32],
  ["ic12", 64],
  ["ic07", 128],
  ["ic13", 256],
  ["ic08", 256],
  ["ic14", 512],
  ["ic09", 512],
  ["ic10", 1024],
];
const icoSizes = [16, 24, 32, 48, 64, 128, 256];

try {
  for (const [source, target, size] of [
    ["icon.svg", "icon.png", 1024],
    ["icon.svg", "icon-256.png", 256],
    ["icon.svg", "icon-32.png", 32],
    ["drag.svg", "drag.png", 64],
  ] as const) {
    writeFileSync(path.join(here, target), await render(source, size));
  }
  const images: [string, Buffer][] = [];
  for (const [type, size] of icnsTypes) images.push([type, await render("icon.svg", size)]);
  writeFileSync(path.join(here, "icon.icns"), toIcns(images));
  const pictures: [number, Buffer][] = [];
  for (const size of icoSizes) pictures.push([size, await render("icon.svg", size)]);
  writeFileSync(path.join(here, "icon.ico"), toIco(pictures));
} finally {
  await browser.close();
}

async function render(source: string, size: number): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(path.join(here, source), "utf8");
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  const png = await page.screenshot({ omitBackground: true });
  await page.close();
  return png;
}

/** Magic and length, then for each image its type, its length with these eight bytes, and the PNG; big-endian. */
function toIcns(images: readonly [type: string, png: Buffer][]): Buffer {
  const entry = (type: string, content: Buffer): Buffer => {
    const head = Buffer.alloc(8);
    head.write(type, 0, "latin1");
    head.writeUInt32BE(content.length + 8, 4);
    return Buffer.concat([head, content]);
  };
  return entry("icns", Buffer.concat(images.map(([type, png]) => entry(type, png))));
}

/** ICONDIR, one ICONDIRENTRY of 16 bytes an image, then the PNGs; little-endian. A width of 256 is written as 0. */
function toIco(pictures: readonly [size: number, png: Buffer][]): Buffer {
  const head = Buffer.alloc(6);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length + 16 * pictures.length;
  const entries = pictures.map(([size, png]) => {
    const entry = Buffer.alloc(16);
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(png.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += png.length;
    return entry;
  });
  return Buffer.concat([head, ...entries, ...pictures.map(([, png]) => png)]);
}
