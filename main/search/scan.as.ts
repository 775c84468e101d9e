// AssemblyScript, not TypeScript: the one hot loop of the search, in WebAssembly SIMD.
// test/search/build-scan-wasm.ts compiles it into scan-wasm.ts, and a test compares the two.

/**
 * Dot product of the query with each row.
 *
 * @param rows address of `count` rows of `rowBytes` int8
 * @param rowBytes multiple of 32
 * @param query address of `rowBytes` int16, each -16383..16383: the sum over 1024 numbers still fits in 32 bits
 * @param scales address of `count` float32, one a row
 * @param scores address of `count` float32: receives dot * scale
 */
export function scan(
  rows: usize,
  count: i32,
  rowBytes: usize,
  query: usize,
  scales: usize,
  scores: usize,
): void {
  for (let i = 0; i < count; i++) {
    let a = i32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let x = rows + <usize>i * rowBytes;
    let y = query;
    const end = x + rowBytes;
    while (x < end) {
      a = i32x4.add(a, i32x4.dot_i16x8_s(v128.load_ext<i8>(x), v128.load(y)));
      b = i32x4.add(b, i32x4.dot_i16x8_s(v128.load_ext<i8>(x, 8), v128.load(y, 16)));
      c = i32x4.add(c, i32x4.dot_i16x8_s(v128.load_ext<i8>(x, 16), v128.load(y, 32)));
      d = i32x4.add(d, i32x4.dot_i16x8_s(v128.load_ext<i8>(x, 24), v128.load(y, 48)));
      x += 32;
      y += 64;
    }
    a = i32x4.add(i32x4.add(a, b), i32x4.add(c, d));
    const dot =
      i32x4.extract_lane(a, 0) +
      i32x4.extract_lane(a, 1) +
      i32x4.extract_lane(a, 2) +
      i32x4.extract_lane(a, 3);
    const offset = (<usize>i) << 2;
    store<f32>(scores + offset, <f32>dot * load<f32>(scales + offset));
  }
}
