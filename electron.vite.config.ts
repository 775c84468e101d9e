// The whole build: main-process bundles side by side in out/main, the sandboxed preload, the renderer.
import path from "node:path";
import { defineConfig } from "electron-vite";
import { stampBuild } from "./main/cli/build-stamp.ts";
import { rendererConfig } from "./vite.renderer.config.ts";

const root = import.meta.dirname;

export default defineConfig({
  main: {
    plugins: [stampBuild(root, "main")],
    build: {
      outDir: path.join(root, "out", "main"),
      emptyOutDir: true,
      sourcemap: false,
      // Everything of `dependencies` stays in node_modules: native addons and WebAssembly must lie beside their code.
      externalizeDeps: true,
      rolldownOptions: {
        // The names are those of main/base/entry.ts.
        input: {
          electron: path.join(root, "main", "electron", "app.ts"),
          engine: path.join(root, "main", "engine", "engine-process.ts"),
          embedder: path.join(root, "main", "clap", "embedder-process.ts"),
          "sound-worker": path.join(root, "main", "indexer", "sound-worker.ts"),
          "map-worker": path.join(root, "main", "search", "map", "map-worker.ts"),
          earshot: path.join(root, "main", "cli", "earshot.ts"),
        },
        output: {
          format: "es",
          entryFileNames: "[name].js",
          chunkFileNames: "chunks/[name]-[hash].js",
        },
      },
    },
  },
  preload: {
    plugins: [stampBuild(root, "preload")],
    build: {
      outDir: path.join(root, "out", "preload"),
      emptyOutDir: true,
      sourcemap: false,
      // A sandboxed preload is one CommonJS file that can require nothing but `electron`.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: path.join(root, "preload", "index.ts") },
        output: { format: "cjs", entryFileNames: "[name].cjs" },
      },
    },
  },
  renderer: rendererConfig,
});
