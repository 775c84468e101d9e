// The kernel against fft.js, and against the formula.
import FFT from "fft.js";
import { expect, test } from "vitest";
import { binCount, frameSamples, PowerSpectra } from "../../main/audio/power-spectrum.ts";
import { spectrumWasmBase64 } from "../../main/audio/spectrum-wasm.ts";
import { lcgNoise } from "../clap/signals.ts";
import { buildSpectrumWasm } from "./build-spectrum-wasm.ts";

const hann = Float64Array.from(
  { length: frameSamples },
  (_, n) => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / frameSamples),
);

test("the committed WebAssembly is what spectrum.as.ts compiles to", async () => {
  expect(Buffer.from(await buildSpectrumWasm()).toString("base64")).toBe(spectrumWasmBase64);
});

test("all bins of both frames are those of fft.js, rounded as complex64", () => {
  const noise = lcgNoise(frameSamples + 480);
  const spectra = new PowerSpectra(hann);
  spectra.signal.set(noise);
  spectra.run(0, 480);
  for (const [place, start] of [0, 480].entries()) {
    const found = Float64Array.from(
      { length: binCount },
      (_, bin) => spectra.powers[2 * bin + place] as number,
    );
    const expected = powersByFftJs(noise.subarray(start, start + frameSamples));
    const errors = found.map((power, bin) => Math.abs(power / (expected[bin] as number) - 1));
    // One step of float32 in either part where the two round apart.
    expect(Math.max(...errors)).toBeLessThan(3e-7);
    expect(errors.filter((error) => error === 0).length).toBeGreaterThan(binCount * 0.95);
  }
});

test("a frame's numbers do not depend on the frame beside it", () => {
  const noise = lcgNoise(2 * frameSamples);
  const spectra = new PowerSpectra(hann);
  spectra.signal.set(noise);
  spectra.run(0, frameSamples);
  const beside = spectra.powers.filter((_, i) => i % 2 === 0);
  spectra.run(0, 0);
  expect(spectra.powers.filter((_, i) => i % 2 === 0)).toEqual(beside);
  expect(spectra.powers.filter((_, i) => i % 2 === 1)).toEqual(beside);
});

test("a cosine in the middle of a bin has the power that its level says, and bands add up", () => {
  const square = new Float64Array(frameSamples).fill(1);
  const spectra = new PowerSpectra(square, [
    { firstBin: 0, weights: Float64Array.of(1) },
    { firstBin: 39, weights: Float64Array.of(7, 2, 7) },
    { firstBin: 511, weights: Float64Array.of(7, 1) },
  ]);
  // Constant 0.25, a cosine of 0.5 at bin 40, and 0.125 in turns of sign at the last bin.
  spectra.signal.set(
    Float32Array.from(
      { length: frameSamples },
      (_, n) => 0.25 + 0.5 * Math.cos((2 * Math.PI * 40 * n) / frameSamples) + (n % 2 === 0 ? 0.125 : -0.125),
    ),
  );
  spectra.run(0, 0);
  const sums = spectra.sums.filter((_, i) => i % 2 === 0);
  expect(sums[0]).toBeCloseTo(256 ** 2, 3);
  expect(sums[1]).toBeCloseTo(2 * 256 ** 2, 3);
  expect(sums[2]).toBeCloseTo(128 ** 2, 3);
});

test("bands beyond the spectrum are refused", () => {
  expect(() => new PowerSpectra(hann, [{ firstBin: 512, weights: Float64Array.of(1, 1) }])).toThrow("beyond");
});

function powersByFftJs(frame: Float32Array): Float64Array {
  const fft = new FFT(frameSamples);
  const spectrum = new Float64Array(2 * frameSamples);
  fft.realTransform(
    spectrum,
    Float64Array.from(frame, (sample, n) => sample * (hann[n] as number)),
  );
  return Float64Array.from({ length: binCount }, (_, bin) => {
    const re = Math.fround(spectrum[2 * bin] as number);
    const im = Math.fround(spectrum[2 * bin + 1] as number);
    return re * re + im * im;
  });
}
