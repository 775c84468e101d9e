// One run as `bench kills` kills it: indexes and tags a folder while a person marks its sounds, until all is done. Tells
// on its standard output, a word a line, what it has come to.
import { readdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FullEngineApi } from "../preload/contract.ts";
import { connectEngine } from "../main/engine/connect-engine.ts";
import { keyOf } from "./kills-sounds.ts";

/** What was reached last. */
export type Phase = "opened" | "marked" | "listened" | "tagged";

const { folder, libraryPath, modelId } = JSON.parse(process.argv[2] ?? "{}") as {
  folder: string;
  libraryPath: string;
  modelId: string;
};

/** Favourites, tags of all three states, and a collection, by the number in the file's name. */
async function mark(api: FullEngineApi, name: string, id: number, collectionId: number): Promise<void> {
  const number = Number(/\d+/.exec(keyOf(name))?.[0] ?? 0);
  const ids = [id];
  await api.setFavourite({ ids, isFavourite: number % 3 === 0 });
  await api.setTag({ ids, label: "kept", state: number % 2 === 0 ? "confirmed" : "rejected" });
  // Said and taken back: at the end there is none.
  await api.setTag({ ids, label: "doubt", state: "confirmed" });
  await api.setTag({ ids, label: "doubt", state: "none" });
  if (number % 5 === 0) await api.addToCollection({ id: collectionId, ids });
  // The journal, back and forth: whatever was done last is undone and done again.
  await api.undo({});
  await api.redo({});
}

async function getCollection(api: FullEngineApi): Promise<number> {
  const known = (await api.listCollections({})).find(({ name }) => name === "Fifth");
  return (known ?? (await api.createCollection({ name: "Fifth", query: null, ids: [] }))).id;
}

async function markAll(api: FullEngineApi, waiting: string[]): Promise<string[]> {
  const collectionId = await getCollection(api);
  const notThere: string[] = [];
  for (const name of waiting) {
    const id = await api.findSoundByPath({ path: path.join(folder, name) });
    if (id === null) notThere.push(name);
    else await mark(api, name, id, collectionId);
  }
  return notThere;
}

const { api, close } = await connectEngine({ libraryPath, mode: "write", gentleMode: "off", waitSec: 15 });
const tell = (phase: Phase): void => console.log(phase);
tell("opened");
// The tagger goes through all sounds in every run, beside listening and edits.
await api.saveLabel({
  label: "tonal",
  family: "own",
  isEnabled: true,
  synonyms: ["tone"],
  prompts: ["a tone"],
});
await api.retag({});
const indexing = api.indexAll({ folders: [folder], excludes: [], modelId });
let waiting = readdirSync(folder).filter((name) => name.startsWith("tone-"));
for (;;) {
  waiting = await markAll(api, waiting);
  if (waiting.length === 0) break;
  // Those that the run has not come upon yet; at its end none is left.
  const isOver = await Promise.race([indexing.then(() => true), sleep(20).then(() => false)]);
  if (isOver) break;
}
tell("marked");
const { problem } = await indexing;
if (problem) throw new Error(problem.message);
// Those whose sound became another one while they were marked.
await markAll(
  api,
  readdirSync(folder).filter((name) => name.startsWith("tone-")),
);
tell("listened");
await api.retag({});
await api.indexAll({ folders: [folder], excludes: [], modelId });
tell("tagged");
await close();
console.log(JSON.stringify({ isDone: true }));
