import { expect, test } from "vitest";
import {
  chooseProvider,
  type ExecutionProvider,
  listCandidates,
  type ProviderAnswer,
} from "../../main/clap/execution-provider.ts";
import { measureProviders } from "../../main/clap/measure-providers.ts";

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
  expect(listCandidates(["webgpu", "cuda", "cpu", "tensorrt"])).toEqual(["cpu", "cuda", "webgpu"]);
  expect(listCandidates([])).toEqual(["cpu"]);
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

test("each trial has a process of its own, which is ended even when it fails", async () => {
  const log: string[] = [];
  let count = 0;
  const start = (): Promise<Awaited<ReturnType<Parameters<typeof measureProviders>[2]>>> => {
    const name = `process ${++count}`;
    const tryProvider = answering({ cpu: { embedding: right, msPerRun: 1 } });
    return Promise.resolve({
      api: {
        listProviders: () => Promise.resolve(["cpu", "cuda"] as ExecutionProvider[]),
        tryProvider: ({ provider }) => {
          log.push(`${name} tries ${provider}`);
          return tryProvider(provider);
        },
      },
      kill: () => void log.push(`${name} ended`),
    });
  };
  const report = await measureProviders("any", 1, start);
  expect(report.chosen).toBe("cpu");
  expect(log).toEqual([
    "process 1 ended",
    "process 2 tries cpu",
    "process 2 ended",
    "process 3 tries cuda",
    "process 3 ended",
  ]);
});
