// AssemblyScript, not TypeScript: short-time power spectra in WebAssembly SIMD, float64. Each 128-bit value holds one
// number of two frames, so that the two are transformed together without any shuffling.
// test/audio/build-spectrum-wasm.ts compiles it into spectrum-wasm.ts, and a test compares the two.
// Memory is laid out by power-spectrum.ts, which fills the tables:
//   WINDOW     1024 float64
//   ORDER      512 int32: 8 times the bit-reversed number, the offset of sample 2 n in float32
//   TURNS      256 pairs of float64: cos and -sin of 2 pi k / 512
//   HALF_TURNS 513 pairs of float64: cos and -sin of 2 pi k / 1024
//   WORK       512 complex numbers of two frames, and the first again

const WINDOW: usize = 0;
const ORDER: usize = 8192;
const TURNS: usize = 10240;
const HALF_TURNS: usize = 14336;
const WORK: usize = 22544;

const SIZE: usize = 512;
/** Bytes of a complex number of two frames. */
const STEP: usize = 32;

/**
 * Power of the bins `firstBin` to `endBin` (exclusive, 513 at most) of two windowed frames of 1024 samples.
 * The spectrum is rounded to float32 before it is squared, as programs do that keep it as complex64.
 * @param a address of 1024 float32
 * @param b likewise
 * @param out address of pairs of float64, one a bin, from bin 0 on
 */
export function powers(a: usize, b: usize, firstBin: i32, endBin: i32, out: usize): void {
  transform(a, b);
  const half = f64x2.splat(0.5);
  for (let bin = firstBin; bin < endBin; bin++) {
    const here = WORK + <usize>bin * STEP;
    const there = WORK + (SIZE - <usize>bin) * STEP;
    const re1 = v128.load(here);
    const im1 = v128.load(here, 16);
    const re2 = v128.load(there);
    const im2 = v128.load(there, 16);
    const evenRe = f64x2.mul(f64x2.add(re1, re2), half);
    const evenIm = f64x2.mul(f64x2.sub(im1, im2), half);
    const oddRe = f64x2.mul(f64x2.add(im1, im2), half);
    const oddIm = f64x2.mul(f64x2.sub(re2, re1), half);
    const turn = HALF_TURNS + ((<usize>bin) << 4);
    const cos = v128.load64_splat(turn);
    const sin = v128.load64_splat(turn, 8);
    const re = rounded(f64x2.add(evenRe, f64x2.sub(f64x2.mul(oddRe, cos), f64x2.mul(oddIm, sin))));
    const im = rounded(f64x2.add(evenIm, f64x2.add(f64x2.mul(oddRe, sin), f64x2.mul(oddIm, cos))));
    v128.store(out + ((<usize>bin) << 4), f64x2.add(f64x2.mul(re, re), f64x2.mul(im, im)));
  }
}

/**
 * Weighted sums of the powers of neighbouring bins.
 * @param powersOf what `powers` wrote
 * @param bands address of `bandCount` pairs of int32: first bin, number of bins
 * @param weights address of float64, band after band
 * @param out address of `bandCount` pairs of float64
 */
export function sums(powersOf: usize, bands: usize, bandCount: i32, weights: usize, out: usize): void {
  for (let band = 0; band < bandCount; band++) {
    let power = powersOf + ((<usize>load<i32>(bands)) << 4);
    const end = power + ((<usize>load<i32>(bands, 4)) << 4);
    let sum = f64x2.splat(0);
    while (power < end) {
      sum = f64x2.add(sum, f64x2.mul(v128.load64_splat(weights), v128.load(power)));
      power += 16;
      weights += 8;
    }
    v128.store(out, sum);
    bands += 8;
    out += 16;
  }
}

function rounded(x: v128): v128 {
  return f64x2.promote_low_f32x4(f32x4.demote_f64x2_zero(x));
}

/** The windowed frames, even samples as real and odd ones as imaginary parts, to their 512 complex spectra in WORK. */
function transform(a: usize, b: usize): void {
  begin(a, b);
  advance(8);
  advance(32);
  advance(128);
  v128.store(WORK + SIZE * STEP, v128.load(WORK));
  v128.store(WORK + SIZE * STEP, v128.load(WORK, 16), 16);
}

/** Loads the samples in bit-reversed order and makes the transforms of 8 of each eight. */
function begin(a: usize, b: usize): void {
  const root = f64x2.splat(0.7071067811865475244);
  let order = ORDER;
  let at = WORK;
  while (order < ORDER + (SIZE << 2)) {
    let offset = <usize>load<i32>(order);
    let pairA = windowed(a, offset);
    let pairB = windowed(b, offset);
    const r0 = i64x2.shuffle(pairA, pairB, 0, 2);
    const i0 = i64x2.shuffle(pairA, pairB, 1, 3);
    offset = <usize>load<i32>(order, 4);
    pairA = windowed(a, offset);
    pairB = windowed(b, offset);
    const r1 = i64x2.shuffle(pairA, pairB, 0, 2);
    const i1 = i64x2.shuffle(pairA, pairB, 1, 3);
    offset = <usize>load<i32>(order, 8);
    pairA = windowed(a, offset);
    pairB = windowed(b, offset);
    const r2 = i64x2.shuffle(pairA, pairB, 0, 2);
    const i2 = i64x2.shuffle(pairA, pairB, 1, 3);
    offset = <usize>load<i32>(order, 12);
    pairA = windowed(a, offset);
    pairB = windowed(b, offset);
    const r3 = i64x2.shuffle(pairA, pairB, 0, 2);
    const i3 = i64x2.shuffle(pairA, pairB, 1, 3);
    // Transforms of two, then of four: multiplying by -i swaps the parts.
    const s0r = f64x2.add(r0, r1);
    const s0i = f64x2.add(i0, i1);
    const s1r = f64x2.sub(r0, r1);
    const s1i = f64x2.sub(i0, i1);
    const s2r = f64x2.add(r2, r3);
    const s2i = f64x2.add(i2, i3);
    const s3r = f64x2.sub(r2, r3);
    const s3i = f64x2.sub(i2, i3);
    const a0r = f64x2.add(s0r, s2r);
    const a0i = f64x2.add(s0i, s2i);
    const a2r = f64x2.sub(s0r, s2r);
    const a2i = f64x2.sub(s0i, s2i);
    const a1r = f64x2.add(s1r, s3i);
    const a1i = f64x2.sub(s1i, s3r);
    const a3r = f64x2.sub(s1r, s3i);
    const a3i = f64x2.add(s1i, s3r);

    offset = <usize>load<i32>(order, 16);
    pairA = windowed(a, offset);
    pairB = windowed(b, offset);
    const r4 = i64x2.shuffle(pairA, pairB, 0, 2);
    const i4 = i64x2.shuffle(pairA, pairB, 1, 3);
    offset = <usize>load<i32>(order, 20);
    pairA = windowed(a, offset);
    pairB = windowed(b, offset);
    const r5 = i64x2.shuffle(pairA, pairB, 0, 2);
    const i5 = i64x2.shuffle(pairA, pairB, 1, 3);
    offset = <usize>load<i32>(order, 24);
    pairA = windowed(a, offset);
    pairB = windowed(b, offset);
    const r6 = i64x2.shuffle(pairA, pairB, 0, 2);
    const i6 = i64x2.shuffle(pairA, pairB, 1, 3);
    offset = <usize>load<i32>(order, 28);
    pairA = windowed(a, offset);
    pairB = windowed(b, offset);
    const r7 = i64x2.shuffle(pairA, pairB, 0, 2);
    const i7 = i64x2.shuffle(pairA, pairB, 1, 3);
    const s4r = f64x2.add(r4, r5);
    const s4i = f64x2.add(i4, i5);
    const s5r = f64x2.sub(r4, r5);
    const s5i = f64x2.sub(i4, i5);
    const s6r = f64x2.add(r6, r7);
    const s6i = f64x2.add(i6, i7);
    const s7r = f64x2.sub(r6, r7);
    const s7i = f64x2.sub(i6, i7);
    const a4r = f64x2.add(s4r, s6r);
    const a4i = f64x2.add(s4i, s6i);
    const a6r = f64x2.sub(s4r, s6r);
    const a6i = f64x2.sub(s4i, s6i);
    const p5r = f64x2.add(s5r, s7i);
    const p5i = f64x2.sub(s5i, s7r);
    const p7r = f64x2.sub(s5r, s7i);
    const p7i = f64x2.add(s5i, s7r);
    // Eighths of a turn.
    const a5r = f64x2.mul(f64x2.add(p5r, p5i), root);
    const a5i = f64x2.mul(f64x2.sub(p5i, p5r), root);
    const a7r = f64x2.mul(f64x2.sub(p7i, p7r), root);
    const a7i = f64x2.mul(f64x2.neg(f64x2.add(p7r, p7i)), root);

    v128.store(at, f64x2.add(a0r, a4r));
    v128.store(at, f64x2.add(a0i, a4i), 16);
    v128.store(at, f64x2.add(a1r, a5r), 32);
    v128.store(at, f64x2.add(a1i, a5i), 48);
    v128.store(at, f64x2.add(a2r, a6i), 64);
    v128.store(at, f64x2.sub(a2i, a6r), 80);
    v128.store(at, f64x2.add(a3r, a7r), 96);
    v128.store(at, f64x2.add(a3i, a7i), 112);
    v128.store(at, f64x2.sub(a0r, a4r), 128);
    v128.store(at, f64x2.sub(a0i, a4i), 144);
    v128.store(at, f64x2.sub(a1r, a5r), 160);
    v128.store(at, f64x2.sub(a1i, a5i), 176);
    v128.store(at, f64x2.sub(a2r, a6i), 192);
    v128.store(at, f64x2.add(a2i, a6r), 208);
    v128.store(at, f64x2.sub(a3r, a7r), 224);
    v128.store(at, f64x2.sub(a3i, a7i), 240);
    order += 32;
    at += 8 * STEP;
  }
}

/** Two neighbouring samples of a frame, windowed. @param offset in bytes of float32 */
function windowed(frame: usize, offset: usize): v128 {
  const samples = f64x2.promote_low_f32x4(v128.load64_zero(frame + offset));
  return f64x2.mul(samples, v128.load(WINDOW + (offset << 1)));
}

/** Joins each four transforms of `length` to one of four times the length: two radix-2 steps at once. */
function advance(length: usize): void {
  const quarter = length * STEP;
  // Places of the turns by 1 / (2 length) and 1 / (4 length) in the table of 512ths, of 16 bytes each.
  const coarse = (256 / length) << 4;
  const fine = (128 / length) << 4;
  for (let start = WORK; start < WORK + SIZE * STEP; start += 4 * quarter) {
    let turn1 = TURNS;
    let turn2 = TURNS;
    let at = start;
    const end = start + quarter;
    while (at < end) {
      const c1 = v128.load64_splat(turn1);
      const s1 = v128.load64_splat(turn1, 8);
      const c2 = v128.load64_splat(turn2);
      const s2 = v128.load64_splat(turn2, 8);
      const at1 = at + quarter;
      const at2 = at1 + quarter;
      const at3 = at2 + quarter;

      let re = v128.load(at1);
      let im = v128.load(at1, 16);
      let turnedRe = f64x2.sub(f64x2.mul(re, c1), f64x2.mul(im, s1));
      let turnedIm = f64x2.add(f64x2.mul(re, s1), f64x2.mul(im, c1));
      re = v128.load(at);
      im = v128.load(at, 16);
      const b0r = f64x2.add(re, turnedRe);
      const b0i = f64x2.add(im, turnedIm);
      const b1r = f64x2.sub(re, turnedRe);
      const b1i = f64x2.sub(im, turnedIm);

      re = v128.load(at3);
      im = v128.load(at3, 16);
      turnedRe = f64x2.sub(f64x2.mul(re, c1), f64x2.mul(im, s1));
      turnedIm = f64x2.add(f64x2.mul(re, s1), f64x2.mul(im, c1));
      re = v128.load(at2);
      im = v128.load(at2, 16);
      const b2r = f64x2.add(re, turnedRe);
      const b2i = f64x2.add(im, turnedIm);
      const b3r = f64x2.sub(re, turnedRe);
      const b3i = f64x2.sub(im, turnedIm);

      turnedRe = f64x2.sub(f64x2.mul(b2r, c2), f64x2.mul(b2i, s2));
      turnedIm = f64x2.add(f64x2.mul(b2r, s2), f64x2.mul(b2i, c2));
      v128.store(at, f64x2.add(b0r, turnedRe));
      v128.store(at, f64x2.add(b0i, turnedIm), 16);
      v128.store(at2, f64x2.sub(b0r, turnedRe));
      v128.store(at2, f64x2.sub(b0i, turnedIm), 16);

      // A quarter turn further: the parts swap.
      turnedRe = f64x2.sub(f64x2.mul(b3r, c2), f64x2.mul(b3i, s2));
      turnedIm = f64x2.add(f64x2.mul(b3r, s2), f64x2.mul(b3i, c2));
      v128.store(at1, f64x2.add(b1r, turnedIm));
      v128.store(at1, f64x2.sub(b1i, turnedRe), 16);
      v128.store(at3, f64x2.sub(b1r, turnedIm));
      v128.store(at3, f64x2.add(b1i, turnedRe), 16);

      turn1 += coarse;
      turn2 += fine;
      at += STEP;
    }
  }
}
