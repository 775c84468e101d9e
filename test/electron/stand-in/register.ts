// Loaded first in the application's process: `electron` means the stand-in from here on.
import { registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";

const standIn = pathToFileURL(path.join(import.meta.dirname, "electron.ts")).href;

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === "electron" ? { url: standIn, shortCircuit: true } : nextResolve(specifier, context),
});
