import { expect, test } from "vitest";
import { type AudioPlanFacts, bytesOfLargeProcess, planAudio } from "../../main/engine/audio-plan.ts";

const machine: AudioPlanFacts = { frontEnd: "fused", provider: "cpu", coreCount: 4, availableBytes: 16e9 };

test("a large model has a process of one thread for each core", () => {
  expect(planAudio(machine)).toEqual({ processCount: 4, threads: 1, isApart: true });
  expect(planAudio({ ...machine, frontEnd: "unfused" })).toMatchObject({ processCount: 4 });
  expect(planAudio({ ...machine, coreCount: 1 })).toEqual({ processCount: 1, threads: 1, isApart: true });
});

/** Free memory of which half holds so many processes. */
const fitting = (count: number): number => 2 * count * bytesOfLargeProcess;

test("half of the memory that is free bounds their number, and those that fit share the cores", () => {
  expect(planAudio({ ...machine, availableBytes: fitting(2) })).toMatchObject({
    processCount: 2,
    threads: 2,
  });
  expect(planAudio({ ...machine, availableBytes: fitting(3) })).toMatchObject({
    processCount: 3,
    threads: 1,
  });
  expect(planAudio({ ...machine, availableBytes: 0 })).toMatchObject({ processCount: 1, threads: 4 });
});

test("an accelerator is fed by one process, and the small model stays with the texts", () => {
  expect(planAudio({ ...machine, provider: "cuda" })).toMatchObject({ processCount: 1, isApart: true });
  expect(planAudio({ ...machine, frontEnd: "pocket" })).toEqual({
    processCount: 1,
    threads: 1,
    isApart: false,
  });
});
