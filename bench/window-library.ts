// The large library that the window and the map are measured on: made once, kept where a folder is named.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { getModel } from "../main/clap/model-catalogue.ts";
import { runTrial } from "./trial.ts";
import type { MadeLibrary } from "./window-trial.ts";

/** @throws Error when the folder holds another library than the one asked for */
export async function findOrMakeLibrary(home: string, sounds: number): Promise<MadeLibrary> {
  const note = path.join(home, "made.json");
  if (existsSync(note)) {
    const made = JSON.parse(readFileSync(note, "utf8")) as MadeLibrary;
    if (made.soundCount !== sounds) throw new Error(`${home} holds ${made.soundCount} sounds`);
    const { embeddingKey } = getModel("pocket");
    if (made.modelKey !== embeddingKey) throw new Error(`${home} was made for another model; make it anew`);
    return made;
  }
  mkdirSync(home, { recursive: true });
  const made = await runTrial<MadeLibrary>("window", { home, sounds });
  writeFileSync(note, JSON.stringify(made));
  return made;
}
