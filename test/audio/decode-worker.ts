// A worker thread that decodes the files it is given and answers with the hashes of their samples.
import { parentPort, workerData } from "node:worker_threads";
import { decodeAll, hashFloats } from "./read-reference.ts";

const hashes: string[] = [];
for (const file of workerData as string[]) hashes.push(hashFloats((await decodeAll(file)).interleaved));
parentPort?.postMessage(hashes);
