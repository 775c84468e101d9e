// Golden numbers: ClapFeatureExtractor of transformers 5.18.0 with numpy.random.choice replaced by the middle
// of its list (test/reference/make_clap_reference.py).
import { expect, test } from "vitest";
import {
  type Features,
  type FrontEndSpec,
  WholeFeatureBuilder,
  windowFeatures,
} from "../../main/clap/front-end.ts";
import { findCropStarts, shrinkFrames } from "../../main/clap/fusion.ts";
import { logMel, LogMelFrames } from "../../main/clap/log-mel.ts";
import { WindowStream, type SoundWindow } from "../../main/clap/window-stream.ts";
import { lcgNoise, mean } from "./signals.ts";

const laionEval: FrontEndSpec = { kind: "fused", semantics: "laion-eval" };
const hfSingle: FrontEndSpec = { kind: "fused", semantics: "hf-single" };
const pocket: FrontEndSpec = { kind: "pocket", minDurationSec: 1, maxDurationSec: 10, shortPadding: "zero" };

function wholeFeatures(samples: Float32Array, spec: FrontEndSpec, blockSize = 65_536): Features[] {
  const builder = new WholeFeatureBuilder(spec);
  for (let start = 0; start < samples.length; start += blockSize) {
    builder.push(samples.subarray(start, start + blockSize));
  }
  return builder.finish();
}

function oneOf(features: Features[]): Features {
  expect(features.length).toBe(1);
  return features[0] as Features;
}

test("1000 samples of noise are repeated to ten seconds as the reference does", () => {
  const { data, shape, channelRepeat, isLonger } = oneOf(wholeFeatures(lcgNoise(1_000), laionEval));
  expect({ shape, channelRepeat, isLonger }).toEqual({
    shape: [1, 1001, 64],
    channelRepeat: 4,
    isLonger: false,
  });
  expect(mean(data)).toBeCloseTo(13.547205199435172, 6);
  expect(data[0]).toBeCloseTo(-0.4141862988471985, 5);
  expect(data[500 * 64 + 32]).toBeCloseTo(9.619812965393066, 5);
});

test("twelve seconds become the shrunk whole and the middle of each third", () => {
  const { data, shape, channelRepeat, isLonger } = oneOf(wholeFeatures(lcgNoise(576_000), laionEval));
  const channel = (i: number): Float32Array => data.subarray(i * 1001 * 64, (i + 1) * 1001 * 64);
  expect({ shape, channelRepeat, isLonger }).toEqual({
    shape: [4, 1001, 64],
    channelRepeat: 1,
    isLonger: true,
  });
  expect(findCropStarts(1201)).toEqual([33, 100, 167]);
  expect(mean(channel(0))).toBeCloseTo(13.27067162749518, 6);
  expect(mean(channel(1))).toBeCloseTo(13.264653073058097, 6);
  expect(mean(channel(2))).toBeCloseTo(13.275312273374304, 6);
  expect(mean(channel(3))).toBeCloseTo(13.282336152244769, 6);
  expect(channel(0)[0]).toBeCloseTo(1.0649113655090332, 5);
  expect(channel(0)[1000 * 64 + 63]).toBeCloseTo(18.51179313659668, 5);
  expect(channel(1)[0]).toBeCloseTo(3.095383644104004, 5);
  expect(channel(3)[1000 * 64 + 63]).toBeCloseTo(18.753713607788086, 5);
});

test.each([
  [1002, [0, 1, 0]],
  [1003, [0, 1, 2]],
  [1004, [1, 2, 3]],
  [1005, [1, 3, 4]],
  [1100, [17, 50, 83]],
])("crops of %i frames start at %j", (frameCount, starts) => {
  expect(findCropStarts(frameCount)).toEqual(starts);
});

test.each([
  [1, 1001, false],
  [479_999, 1001, false],
  [480_000, 1001, false],
  [480_001, 1001, false],
  [480_479, 1001, false],
  [480_480, 1001, true],
  [1_440_017, 1001, true],
])("%i samples: %i frames, is_longer %j (laion-eval)", (sampleCount, frameCount, isLonger) => {
  const features = oneOf(wholeFeatures(lcgNoise(sampleCount), laionEval));
  expect([features.shape[1], features.isLonger]).toEqual([frameCount, isLonger]);
});

test("is_longer is set for a short sound too under hf-single, with the same features", () => {
  const short = lcgNoise(30_000);
  const ours = oneOf(wholeFeatures(short, hfSingle));
  const theirs = oneOf(wholeFeatures(short, laionEval));
  expect([ours.isLonger, theirs.isLonger]).toEqual([true, false]);
  expect(ours.data).toEqual(theirs.data);
});

test("samples beyond 480000 are part of the last frame, not cut off", () => {
  const samples = lcgNoise(480_479);
  expect(oneOf(wholeFeatures(samples, laionEval)).data).toEqual(logMel(samples));
});

test("five seconds are repeated twice, six seconds once and then silent", () => {
  const five = lcgNoise(240_000);
  const twice = new Float32Array(480_000);
  twice.set(five);
  twice.set(five, 240_000);
  expect(oneOf(wholeFeatures(five, laionEval)).data).toEqual(logMel(twice));
  const six = lcgNoise(288_000);
  const once = new Float32Array(480_000);
  once.set(six);
  expect(oneOf(wholeFeatures(six, laionEval)).data).toEqual(logMel(once));
});

test("no samples are an error with a plain reason", () => {
  expect(() => new WholeFeatureBuilder(laionEval).finish()).toThrow("no samples");
});

test("the builder gives the same bits however a sound is cut", () => {
  const samples = lcgNoise(700_000);
  expect(wholeFeatures(samples, laionEval, 4_801)).toEqual(wholeFeatures(samples, laionEval, 700_000));
});

test("shrinking frames that count upwards keeps first and last and stays even", () => {
  const frames = new LogMelFrames();
  for (let i = 0; i < 2002; i++) frames.addRow().fill(i);
  const shrunk = shrinkFrames(frames);
  expect([shrunk[0], shrunk[64], shrunk[1000 * 64]]).toEqual([0.5, 2.5, 2000.5]);
});

test("pocket hears a sound at its own length", () => {
  const twoSeconds = oneOf(wholeFeatures(lcgNoise(96_000), pocket));
  expect([twoSeconds.shape, twoSeconds.channelRepeat, twoSeconds.isLonger]).toEqual([[1, 201, 64], 1, false]);
  expect(twoSeconds.data).toEqual(logMel(lcgNoise(96_000)));
});

test("pocket pads a short sound to one second as its model.json says", () => {
  const short = lcgNoise(20_000);
  const silentAfter = new Float32Array(48_000);
  silentAfter.set(short);
  const repeated = new Float32Array(48_000);
  repeated.set(short);
  repeated.set(short, 20_000);
  expect(windowFeatures(short, pocket).data).toEqual(logMel(silentAfter));
  expect(windowFeatures(short, { ...pocket, shortPadding: "repeat" }).data).toEqual(logMel(repeated));
});

test("pocket hears a long sound as the middle of each third", () => {
  const samples = lcgNoise(576_000);
  const mel = logMel(samples);
  const parts = wholeFeatures(samples, pocket);
  expect(parts.map((part) => part.data)).toEqual(
    [33, 100, 167].map((start) => mel.slice(start * 64, (start + 1001) * 64)),
  );
});

function windowsOf(sampleCount: number, blockSize: number): SoundWindow[] {
  const samples = lcgNoise(sampleCount);
  const stream = new WindowStream();
  const windows: SoundWindow[] = [];
  for (let start = 0; start < sampleCount; start += blockSize) {
    windows.push(...stream.push(samples.subarray(start, start + blockSize)));
  }
  return [...windows, ...stream.finish()];
}

test.each([
  [480_000, []],
  [480_479, []],
  [480_480, [0, 0.01]],
  [960_000, [0, 10]],
  [1_200_000, [0, 10, 15]],
])("%i samples have windows at %j seconds", (sampleCount, starts) => {
  expect(windowsOf(sampleCount, 65_536).map((window) => window.startSec)).toEqual(starts);
});

test("windows hold the samples they name, however the sound is cut", () => {
  const samples = lcgNoise(1_300_000);
  for (const blockSize of [1_300_000, 480_000, 70_001]) {
    for (const window of windowsOf(1_300_000, blockSize)) {
      const start = Math.round(window.startSec * 48_000);
      expect(window.endSec - window.startSec).toBeCloseTo(10, 9);
      expect(window.samples).toEqual(samples.slice(start, start + 480_000));
    }
  }
});
