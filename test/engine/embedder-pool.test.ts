// A large model has several embedder processes. The tiny graphs stand in for it under the front end of the fused model.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { silentLog } from "../../main/base/log.ts";
import { type Features, WholeFeatureBuilder } from "../../main/clap/front-end.ts";
import { getModel } from "../../main/clap/model-catalogue.ts";
import { EmbedderHost } from "../../main/engine/embedder-host.ts";
import { type EmbedderProcess, forkEmbedder } from "../../main/engine/embedder-spawner.ts";
import { sine } from "../clap/signals.ts";
import { tinyHome } from "../clap/tiny-model.ts";

function startHost(): { host: EmbedderHost; processes: EmbedderProcess[] } {
  const description = path.join(tinyHome().modelFolder, "model.json");
  const model = JSON.parse(readFileSync(description, "utf8")) as Record<string, unknown>;
  writeFileSync(
    description,
    JSON.stringify({ ...model, frontEnd: { kind: "fused", semantics: "laion-eval" } }),
  );
  const processes: EmbedderProcess[] = [];
  const host = new EmbedderHost({
    spawn: async () => {
      const embedder = await forkEmbedder();
      processes.push(embedder);
      return embedder;
    },
    coreCount: 2,
    log: silentLog,
  });
  onTestFinished(() => host.close());
  return { host, processes };
}

function featuresOf(frequencyHz: number): Features[] {
  const builder = new WholeFeatureBuilder(getModel("tiny").frontEnd);
  builder.push(sine(frequencyHz, 24_000));
  return builder.finish();
}

test("sounds are shared out among a process for each core, and texts have one of their own", async () => {
  const { host, processes } = startHost();
  expect(await host.countAudioSlots("tiny")).toBe(4);
  const inputs = [220, 440, 880, 1760, 3520, 7040].map(featuresOf);
  const together = await Promise.all(inputs.map((features) => host.embedAudio("tiny", features)));
  expect(processes.length).toBe(2);
  const oneByOne: Float32Array[] = [];
  for (const features of inputs) oneByOne.push(await host.embedAudio("tiny", features));
  expect(together).toEqual(oneByOne);
  await host.embedTexts("tiny", ["kick"]);
  expect(processes.length).toBe(3);
});

test("a crash of one process leaves the sounds of the other and the texts alone", async () => {
  const { host, processes } = startHost();
  const slots = Array.from({ length: 4 }, (_, i) => featuresOf(220 * (i + 1)));
  const before = await Promise.all(slots.map((features) => host.embedAudio("tiny", features)));
  const [kick] = await host.embedTexts("tiny", ["kick"]);

  const inFlight = slots.map((features) => host.embedAudio("tiny", features));
  // Queued behind the sounds of either process: what was sent before the kill.
  processes[0]?.kill();
  const outcomes = await Promise.allSettled(inFlight);
  const lost = outcomes.filter(({ status }) => status === "rejected");
  expect(lost.length).toBeLessThanOrEqual(2);
  for (const outcome of lost) expect(outcome).toMatchObject({ reason: { code: "process-gone" } });
  expect((await host.embedTexts("tiny", ["kick"]))[0]).toEqual(kick);

  const after = await Promise.all(slots.map((features) => host.embedAudio("tiny", features)));
  expect(after).toEqual(before);
  expect(host.health).toMatchObject({ embedder: "ready", restartCount: 1 });
});

test("prompts are embedded while no audio process is there; sounds wait for them and come out the same", async () => {
  const { host, processes } = startHost();
  const [low, high] = [featuresOf(220), featuresOf(880)];
  const before = [await host.embedAudio("tiny", low), await host.embedAudio("tiny", high)];
  const ended = processes.map(({ port }) => new Promise<string>((resolve) => port.onClose(resolve)));
  const order: string[] = [];
  const note = async <Result>(what: string, work: Promise<Result>): Promise<Result> => {
    const result = await work;
    order.push(what);
    return result;
  };
  const [prompts, after] = await Promise.all([
    note("prompts", host.embedPrompts("tiny", ["kick", "snare", "kick"])),
    note("sounds", Promise.all([host.embedAudio("tiny", low), host.embedAudio("tiny", high)])),
  ]);
  expect(order).toEqual(["prompts", "sounds"]);
  expect(await Promise.all(ended)).toEqual(ended.map(() => "signal SIGKILL"));
  expect(after).toEqual(before);
  expect(prompts).toEqual(await host.embedTexts("tiny", ["kick", "snare", "kick"]));
  expect(host.health.restartCount).toBe(0);
});

test("the process with the text tower is gone when the prompts are embedded, and they need none again", async () => {
  const { host, processes } = startHost();
  const first = await host.embedPrompts("tiny", ["kick", "snare"]);
  expect(processes.length).toBe(1);
  expect(host.health.embedder).toBe("off");
  expect(await host.embedPrompts("tiny", ["snare", "kick"])).toEqual(first.toReversed());
  const other = new EmbedderHost({
    spawn: () => Promise.reject(new Error("no process is needed")),
    coreCount: 2,
    log: silentLog,
  });
  expect(await other.embedPrompts("tiny", ["kick", "snare"])).toEqual(first);
});

test("a query meanwhile is answered and keeps the text tower; prompts then use it beside sounds", async () => {
  const { host, processes } = startHost();
  const texts = Array.from({ length: 200 }, (_, i) => `snare ${i}`);
  const prompts = host.embedPrompts("tiny", texts);
  const [kick] = await host.embedTexts("tiny", ["kick"]);
  await prompts;
  expect(host.health.embedder).toBe("ready");
  await host.embedAudio("tiny", featuresOf(220));
  const countBefore = processes.length;
  const [again] = await host.embedPrompts("tiny", ["kick", "deep rain"]);
  expect(again).toEqual(kick);
  await host.embedAudio("tiny", featuresOf(220));
  expect(processes.length).toBe(countBefore);
});
