// Providers are measured once for a model, in place of the running embedder process.
import { expect, onTestFinished, test } from "vitest";
import type { MessagePortLike } from "../../main/base/channel.ts";
import { silentLog } from "../../main/base/log.ts";
import { type Features, WholeFeatureBuilder } from "../../main/clap/front-end.ts";
import { getModel } from "../../main/clap/model-catalogue.ts";
import { EmbedderHost } from "../../main/engine/embedder-host.ts";
import { type EmbedderProcess, forkEmbedder } from "../../main/engine/embedder-spawner.ts";
import { sine } from "../clap/signals.ts";
import { tinyHome } from "../clap/tiny-model.ts";

/** A real embedder that says it could try Core ML, as on a machine with that device. It fails elsewhere. */
async function forkWithAccelerator(): Promise<EmbedderProcess> {
  const embedder = await forkEmbedder();
  const listeners: ((message: unknown) => void)[] = [];
  const port: MessagePortLike = {
    ...embedder.port,
    onMessage: (listener) => {
      listeners.push(listener);
      embedder.port.onMessage(listener);
    },
    post: (message) => {
      const { id, name } = message as { id: number; name: string };
      if (name !== "listProviders") embedder.port.post(message);
      else for (const listener of listeners) listener({ type: "result", id, value: ["cpu", "coreml"] });
    },
  };
  return { ...embedder, port };
}

function startHost(): { host: EmbedderHost; count: () => number } {
  let count = 0;
  const host = new EmbedderHost({
    spawn: () => {
      count++;
      return forkWithAccelerator();
    },
    coreCount: 1,
    log: silentLog,
  });
  onTestFinished(() => host.close());
  return { host, count: () => count };
}

function tinyFeatures(): Features[] {
  const builder = new WholeFeatureBuilder(getModel("tiny").frontEnd);
  builder.push(sine(220, 48_000));
  return builder.finish();
}

test.skipIf(process.platform === "darwin")(
  "a provider that fails is tried once on this machine, queries meanwhile are answered",
  async () => {
    tinyHome();
    const first = startHost();
    const [sound, texts] = await Promise.all([
      first.host.embedAudio("tiny", tinyFeatures()),
      first.host.embedTexts("tiny", ["kick", "snare"]),
    ]);
    expect([sound.length, texts.length]).toEqual([512, 2]);
    expect(first.host.health).toMatchObject({
      embedder: "ready",
      executionProvider: "cpu",
      restartCount: 0,
    });
    // The one that listed providers and answers, and one for each trial.
    expect(first.count()).toBe(3);

    const second = startHost();
    expect(await second.host.embedAudio("tiny", tinyFeatures())).toEqual(sound);
    expect(second.count()).toBe(1);
  },
);
