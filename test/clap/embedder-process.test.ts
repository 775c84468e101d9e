// The embedder as the product runs it: a forked process, killed at any time.
import type { ChildProcess } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { connectClient } from "../../main/base/channel.ts";
import { forkEntry, toChildPort } from "../../main/base/child-port.ts";
import { findEntryPath } from "../../main/base/entry.ts";
import type { EmbedderApi } from "../../main/clap/embedder-api.ts";
import type { ExecutionProvider } from "../../main/clap/execution-provider.ts";
import { type Features, WholeFeatureBuilder } from "../../main/clap/front-end.ts";
import { measureProviders } from "../../main/clap/measure-providers.ts";
import { getModel } from "../../main/clap/model-catalogue.ts";
import { sine } from "./signals.ts";
import { tinyHome } from "./tiny-model.ts";

interface RunningProcess {
  api: EmbedderApi;
  child: ChildProcess;
  kill: () => void;
}

function startEmbedder(): RunningProcess {
  const child = forkEntry(findEntryPath("embedder"), [], {
    execArgv: [],
    env: process.env,
    // Graphics drivers that are tried print what they miss.
    stdio: ["ignore", "ignore", "ignore", "ipc"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const { api } = connectClient<EmbedderApi>(toChildPort(child));
  return { api, child, kill: () => child.kill("SIGKILL") };
}

function tinyFeatures(): Features[] {
  const builder = new WholeFeatureBuilder(getModel("tiny").frontEnd);
  builder.push(sine(220, 240_000));
  return builder.finish();
}

test("a killed process fails its calls plainly, and the next one gives the same bits", async () => {
  tinyHome();
  const request = { modelId: "tiny", features: tinyFeatures() };
  const first = startEmbedder();
  const before = await first.api.embedAudio(request);
  const inFlight = Promise.all(Array.from({ length: 20 }, () => first.api.embedAudio(request)));
  first.kill();
  await expect(inFlight).rejects.toMatchObject({ code: "process-gone" });
  const second = startEmbedder();
  expect(await second.api.embedAudio(request)).toEqual(before);
});

test("errors cross the border as data, and the process lives on", async () => {
  tinyHome();
  const { api } = startEmbedder();
  await expect(api.embedText({ modelId: "nonsense", texts: ["x"] })).rejects.toMatchObject({
    code: "unknown-model",
    message: expect.stringContaining("tiny") as string,
  });
  const [kick] = await api.embedText({ modelId: "tiny", texts: ["kick"] });
  expect(kick).toBeInstanceOf(Float32Array);
  expect(await api.getLogitScale({ modelId: "tiny" })).toBe(10);
});

test("the process ends when whoever started it goes away", async () => {
  tinyHome();
  const { api, child } = startEmbedder();
  await api.listProviders({});
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  child.disconnect();
  expect(await ended).toBe(0);
});

test("measuring tries every provider of onnxruntime and ends with one that works", async () => {
  tinyHome();
  // All of them, whether or not this machine has the device: what is missing must fail plainly.
  const candidates: ExecutionProvider[] = ["cpu", "cuda", "webgpu", "dml", "coreml"];
  const report = await measureProviders({
    modelId: "tiny",
    candidates,
    threads: 1,
    start: () => Promise.resolve(startEmbedder()),
  });
  expect(report.trials.map((trial) => trial.provider)).toEqual(candidates);
  expect(report.trials[0]).toMatchObject({ provider: "cpu", verdict: "right", cosine: 1 });
  expect(report.trials.find((trial) => trial.provider === report.chosen)?.verdict).toBe("right");
  expect(report.trials.filter((trial) => trial.verdict === "failed" && !trial.problem)).toEqual([]);
});
