// A model that the journeys install: a server that has it, and a home folder that knows of it.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { countLibrary } from "../../main/db/counts.ts";
import { closeLibrary, openLibrary } from "../../main/db/open-library.ts";
import { type Hub, startHub } from "../clap/install/hub-server.ts";
import { tinyModelFiles } from "../clap/tiny-model.ts";
import { afterThis } from "./after-this.ts";

/** A small real model, told of by its description alone: the files must be fetched. */
export const offeredTitle = "Journey model";
const offered = { id: "journey", path: "/journey/resolve/1" };
const { "model.json": offeredText, ...offeredFiles } = tinyModelFiles(offered.id);
const offeredDescription = JSON.parse(String(offeredText)) as { files: { "audio.onnx": { sha256: string } } };

/**
 * The model-hub that installs come from, and a home folder that knows of a model to be had there. The hub's address
 * must be known before the shell starts. What else is asked of it, it does not have.
 */
export async function startJourneyHub(home: string): Promise<Hub> {
  const folder = path.join(home, "models", offered.id);
  mkdirSync(folder, { recursive: true });
  const source = { baseUrl: `https://models.example${offered.path}`, revision: "1" };
  const described = { ...offeredDescription, title: offeredTitle, source };
  writeFileSync(path.join(folder, "model.json"), JSON.stringify(described));
  const hub = await startHub(
    Object.fromEntries(
      Object.entries(offeredFiles).map(([name, content]) => [
        `${offered.path}/${name}`,
        Buffer.from(content),
      ]),
    ),
  );
  afterThis(() => hub.close());
  return hub;
}

/** Sounds of the library in this home folder that the offered model has heard as a whole. */
export function countHeardByOffered(home: string): number {
  const { sha256 } = offeredDescription.files["audio.onnx"];
  const db = openLibrary(path.join(home, "library.db"), "read");
  try {
    return countLibrary(db, `${offered.id}:${sha256.slice(0, 8)}`).readyCount;
  } finally {
    closeLibrary(db);
  }
}
