// Renders icon.svg and drag.svg to PNG with a local Chromium: `node assets/icons/render-icons.ts`.
import { readFileSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const executablePath = process.env["EARSHOT_CHROMIUM"] ?? "/usr/bin/chromium";
const here = import.meta.dirname;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
for (const [source, target, size] of [
  ["icon.svg", "icon.png", 1024],
  ["icon.svg", "icon-256.png", 256],
  ["icon.svg", "icon-32.png", 32],
  ["drag.svg", "drag.png", 64],
] as const) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  const svg = readFileSync(path.join(here, source), "utf8");
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  await page.screenshot({ path: path.join(here, target), omitBackground: true });
  await page.close();
}
await browser.close();
