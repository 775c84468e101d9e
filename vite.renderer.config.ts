// How the renderer is built: for both shells, one page, minified, with a place for the nonce of each answer.
import path from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { stampBuild } from "./main/cli/build-stamp.ts";
import { noncePlaceholder } from "./main/shell/page-policy.ts";

const root = import.meta.dirname;

export const rendererConfig = defineConfig({
  root: path.join(root, "renderer"),
  base: "/",
  plugins: [react(), stampBuild(root, "renderer")],
  html: { cspNonce: noncePlaceholder },
  build: {
    outDir: path.join(root, "out", "renderer"),
    emptyOutDir: true,
    minify: true,
    target: "es2024",
    sourcemap: false,
    // The page's policy allows no scripts or fonts from data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // One page from the local disk: a single script is the quickest start.
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { input: path.join(root, "renderer", "index.html") },
  },
});

export default rendererConfig;
