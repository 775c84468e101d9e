// The embedder process may go away at any time.
import { expect, onTestFinished, test } from "vitest";
import { silentLog } from "../../main/base/log.ts";
import { EmbedderHost } from "../../main/engine/embedder-host.ts";
import { type EmbedderProcess, forkEmbedder } from "../../main/engine/embedder-spawner.ts";
import { tinyHome } from "../clap/tiny-model.ts";

function hostOf(processes: EmbedderProcess[]): EmbedderHost {
  tinyHome();
  const host = new EmbedderHost({
    spawn: async () => {
      const embedder = await forkEmbedder();
      processes.push(embedder);
      return embedder;
    },
    coreCount: 1,
    log: silentLog,
  });
  onTestFinished(() => host.close());
  return host;
}

test("nothing is started before it is needed, and the same process serves all calls", async () => {
  const processes: EmbedderProcess[] = [];
  const host = hostOf(processes);
  expect([processes.length, host.health.embedder]).toEqual([0, "off"]);
  const [kick] = await host.embedTexts("tiny", ["kick"]);
  const [again] = await host.embedTexts("tiny", ["kick"]);
  expect(again).toEqual(kick);
  expect([processes.length, host.health.embedder]).toEqual([1, "ready"]);
});

test("after a crash the next call starts it again with the same result", async () => {
  const processes: EmbedderProcess[] = [];
  const host = hostOf(processes);
  const [before] = await host.embedTexts("tiny", ["kick"]);
  processes[0]?.kill();
  await new Promise<void>((resolve) => processes[0]?.port.onClose(() => resolve()));
  expect((await host.embedTexts("tiny", ["kick"]))[0]).toEqual(before);
  expect(host.health).toMatchObject({ embedder: "ready", restartCount: 1 });
});

test("a call in flight during a crash fails as data, and the next one works", async () => {
  const processes: EmbedderProcess[] = [];
  const host = hostOf(processes);
  await host.embedTexts("tiny", ["kick"]);
  const inFlight = host.embedTexts(
    "tiny",
    Array.from({ length: 400 }, (_, i) => `snare ${i}`),
  );
  processes[0]?.kill();
  await expect(inFlight).rejects.toMatchObject({ code: "process-gone" });
  expect(await host.embedTexts("tiny", ["kick"])).toHaveLength(1);
});

test("a model that is not there is refused, and is found once it has come", async () => {
  const host = hostOf([]);
  await expect(host.embedTexts("later", ["kick"])).rejects.toMatchObject({ code: "unknown-model" });
  expect(await host.embedTexts("tiny", ["kick"])).toHaveLength(1);
});
