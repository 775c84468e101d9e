// In a checkout: builds what is about to be used, when it is not there or its sources have changed.
import { spawn } from "node:child_process";
import path from "node:path";
import { AppError } from "../base/app-error.ts";
import { findAppRoot } from "../base/entry.ts";
import { type BuildPart, hasSources, isBuildFresh } from "./build-stamp.ts";

/** Lines of a failed build that are shown: the error stands at its end. */
const shownLineCount = 30;

/**
 * Makes sure that the parts are built. Returns at once when they are, and in a packaged application.
 * @param onBuilding called before a build starts, which takes some seconds
 * @throws AppError `build-failed`, with the end of what the build printed
 */
export async function prepareBuild(parts: readonly BuildPart[], onBuilding: () => void): Promise<void> {
  const root = findAppRoot();
  if (!hasSources(root) || parts.every((part) => isBuildFresh(root, part))) return;
  onBuilding();
  const isRendererOnly = parts.every((part) => part === "renderer");
  const tool = isRendererOnly ? "vite/bin/vite.js" : "electron-vite/bin/electron-vite.js";
  const config = isRendererOnly ? "vite.renderer.config.ts" : "electron.vite.config.ts";
  await runTool(root, path.join(root, "node_modules", tool), ["build", "--config", config]);
}

function runTool(root: string, tool: string, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [tool, ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      // `test` and the like from outside must not change what is built.
      env: { ...process.env, NODE_ENV: "production" },
    });
    let printed = "";
    const keep = (text: string): void => {
      printed += text;
    };
    child.stdout.setEncoding("utf8").on("data", keep);
    child.stderr.setEncoding("utf8").on("data", keep);
    child.once("error", (error) => reject(buildFailed(error.message)));
    child.once("close", (code) => {
      if (code === 0) resolve();
      else reject(buildFailed(printed.trimEnd().split("\n").slice(-shownLineCount).join("\n")));
    });
  });
}

function buildFailed(printed: string): AppError {
  return new AppError(
    "build-failed",
    `The window could not be built:\n${printed}`,
    "Run `npm ci`, then `npm run build`.",
  );
}
