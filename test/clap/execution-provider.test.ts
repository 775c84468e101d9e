import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import {
  chooseProvider,
  type ExecutionProvider,
  listCandidates,
  type ProviderAnswer,
} from "../../main/clap/execution-provider.ts";
import { hasGraphicsDevice } from "../../main/clap/graphics-device.ts";
import { measureProviders } from "../../main/clap/measure-providers.ts";
import { findProviderReport, storeProviderReport } from "../../main/clap/provider-store.ts";
import { tinyHome } from "./tiny-model.ts";

const right = Float32Array.of(0.6, 0.8);
/** Cosine 0.9987 with `right`. */
const almost = Float32Array.of(0.64, 0.7684);

type Answers = Partial<Record<ExecutionProvider, ProviderAnswer | Error>>;

function answering(answers: Answers): (provider: ExecutionProvider) => Promise<ProviderAnswer> {
  return (provider) => {
    const answer = answers[provider] ?? new Error("not here");
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
}

test("the processor comes first, accelerators of this build after it", () => {
  expect(listCandidates(["webgpu", "cuda", "cpu", "tensorrt"], true)).toEqual(["cpu", "cuda", "webgpu"]);
  expect(listCandidates([], true)).toEqual(["cpu"]);
  expect(listCandidates(["cpu", "webgpu"], false)).toEqual(["cpu"]);
});

test("the fastest provider that agrees with the processor is chosen", async () => {
  const report = await chooseProvider(
    ["cpu", "cuda", "webgpu"],
    answering({
      cpu: { embedding: right, msPerRun: 100 },
      cuda: { embedding: right, msPerRun: 5 },
      webgpu: { embedding: right, msPerRun: 20 },
    }),
  );
  expect(report.chosen).toBe("cuda");
  expect(report.message).toBe(
    "Sounds are listened to by the NVIDIA graphics card (CUDA) (5 ms a window). " +
      "The graphics card (WebGPU) was not faster (20 ms a window).",
  );
});

test("a fast provider with another result is not chosen", async () => {
  const report = await chooseProvider(
    ["cpu", "webgpu"],
    answering({ cpu: { embedding: right, msPerRun: 100 }, webgpu: { embedding: almost, msPerRun: 1 } }),
  );
  expect([report.chosen, report.trials[1]?.verdict]).toEqual(["cpu", "wrong"]);
  expect(report.message).toContain("gave other results than the processor (cosine 0.998");
});

test.each([
  ["numbers that are none", Float32Array.of(Number.NaN, 1)],
  ["zeros", Float32Array.of(0, 0)],
  ["too few numbers", Float32Array.of(1)],
])("an embedding of %s is wrong", async (_, embedding) => {
  const report = await chooseProvider(
    ["cpu", "cuda"],
    answering({ cpu: { embedding: right, msPerRun: 100 }, cuda: { embedding, msPerRun: 1 } }),
  );
  expect([report.chosen, report.trials[1]?.verdict]).toEqual(["cpu", "wrong"]);
});

test("a provider that fails is named with its reason", async () => {
  const report = await chooseProvider(
    ["cpu", "cuda"],
    answering({ cpu: { embedding: right, msPerRun: 100 }, cuda: new Error("libcudart.so is missing") }),
  );
  expect(report.chosen).toBe("cpu");
  expect(report.trials[1]?.problem).toBe("libcudart.so is missing");
  expect(report.message).toContain("The NVIDIA graphics card (CUDA) cannot run the model here.");
});

test("a draw stays with the processor", async () => {
  const report = await chooseProvider(
    ["cpu", "cuda"],
    answering({ cpu: { embedding: right, msPerRun: 100 }, cuda: { embedding: right, msPerRun: 90 } }),
  );
  expect([report.chosen, report.trials[1]?.verdict]).toEqual(["cpu", "right"]);
});

test("without the processor's answer nothing is chosen", async () => {
  await expect(chooseProvider(["cpu"], answering({ cpu: new Error("model damaged") }))).rejects.toThrow(
    "model damaged",
  );
});

test("each trial has a process of its own, which is ended also when it fails or hangs", async () => {
  const log: string[] = [];
  const tryProvider = answering({ cpu: { embedding: right, msPerRun: 1 } });
  const report = await measureProviders({
    modelId: "any",
    candidates: ["cpu", "cuda", "webgpu"],
    threads: 1,
    limitMs: 50,
    start: () =>
      Promise.resolve({
        api: {
          tryProvider: ({ provider }) => {
            log.push(`try ${provider}`);
            return provider === "webgpu" ? new Promise(() => {}) : tryProvider(provider);
          },
        },
        kill: () => void log.push("end"),
      }),
  });
  expect(report.trials.map((trial) => trial.problem)).toEqual([null, "not here", "No answer within 0.05 s"]);
  expect(log).toEqual(["try cpu", "end", "try cuda", "end", "try webgpu", "end"]);
});

test("a measurement is kept for the model and the candidates it was made with", () => {
  tinyHome();
  const report = { chosen: "cpu", trials: [], message: "The processor." } as const;
  expect(findProviderReport("tiny:1", ["cpu", "cuda"])).toBeUndefined();
  storeProviderReport("tiny:1", ["cpu", "cuda"], { ...report, trials: [] });
  expect(findProviderReport("tiny:1", ["cpu", "cuda"])).toEqual(report);
  expect(findProviderReport("tiny:1", ["cpu"])).toBeUndefined();
  expect(findProviderReport("tiny:2", ["cpu", "cuda"])).toBeUndefined();
});

test("a file of measurements that cannot be read is no measurement", () => {
  const { home } = tinyHome();
  writeFileSync(path.join(home, "providers.json"), "{ half");
  expect(findProviderReport("tiny:1", ["cpu"])).toBeUndefined();
});

test("on Linux a graphics device is told by its device file", () => {
  const { home } = tinyHome();
  const withDevice = (name: string): boolean => {
    const devices = path.join(home, name.replace("/", "-"));
    mkdirSync(path.dirname(path.join(devices, name)), { recursive: true });
    writeFileSync(path.join(devices, name), "");
    return hasGraphicsDevice("linux", devices);
  };
  expect(["dri/renderD128", "nvidia0", "dxg", "dri/card0", "null"].map(withDevice)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect([hasGraphicsDevice("linux", "/no such folder"), hasGraphicsDevice("darwin")]).toEqual([false, true]);
});
