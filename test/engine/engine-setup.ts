// Set-ups: a real engine over a real library, with the tiny model of the clap tests.
import path from "node:path";
import { onTestFinished } from "vitest";
import type { EngineEvents } from "../../preload/engine-calls.ts";
import type { IndexProgress } from "../../preload/indexing.ts";
import { silentLog } from "../../main/base/log.ts";
import { createEngine, type Engine, type EngineSettings } from "../../main/engine/engine.ts";
import { type EmbedderSpawner, forkEmbedder } from "../../main/engine/embedder-spawner.ts";
import type { LibraryMode } from "../../main/engine/host-protocol.ts";
import { tinyHome } from "../clap/tiny-model.ts";
import { tempFolder } from "../indexer/temp-folder.ts";

export const tinyModelId = "tiny";

export interface TestEngine extends Engine {
  events: { name: keyof EngineEvents; payload: unknown }[];
}

/** A library path in a folder of its own, and a home with the tiny model, for this test. */
export function tempLibraryPath(): string {
  tinyHome();
  return path.join(tempFolder(), "library.db");
}

/** An engine in this process, closed when the test ends. */
export function openEngine(
  libraryPath: string,
  mode: LibraryMode = "write",
  spawnEmbedder: EmbedderSpawner = forkEmbedder,
  overrides: Partial<EngineSettings> = {},
): TestEngine {
  const events: TestEngine["events"] = [];
  const engine = createEngine({
    libraryPath,
    mode,
    modelId: null,
    isAfterCrash: false,
    isFollowing: false,
    gentleMode: "off",
    spawnEmbedder,
    emit: (name, payload) => events.push({ name, payload }),
    log: silentLog,
    ...overrides,
  });
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= engine.close());
  onTestFinished(close);
  return { ...engine, close, events };
}

/** Runs `index` to the end, with the tiny model. */
export async function indexAll(
  engine: TestEngine,
  folders: string[],
  excludes: string[] = [],
): Promise<IndexProgress> {
  return engine.handlers.indexAll({ folders, excludes, modelId: tinyModelId });
}
