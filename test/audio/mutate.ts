// Damage of the kinds that sound files meet: cut off, bits flipped, sizes and counts that cannot be, pieces moved.

/** The minimal standard generator: the same mutations in every run. */
function makeChance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Sizes and counts at which readers stumble. */
const spitefulNumbers = [
  0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

/** @param seed equal seeds give equal mutations; each of five kinds has its turn */
export function mutate(original: Uint8Array, seed: number): Uint8Array {
  const chance = makeChance(seed);
  const bytes = Uint8Array.from(original);
  const view = new DataView(bytes.buffer);
  // Two of three mutations hit the headers.
  const place = (): number =>
    chance(3) < 2 ? chance(Math.min(200, bytes.length - 4)) : chance(bytes.length - 4);
  switch (seed % 5) {
    case 0:
      return bytes.subarray(0, chance(bytes.length));
    case 1:
      for (let i = 0; i < 1 + chance(20); i++) bytes[place()] = chance(256);
      return bytes;
    case 2:
      view.setUint32(place(), spitefulNumbers[chance(spitefulNumbers.length)] as number, chance(2) === 0);
      return bytes;
    case 3:
      view.setUint16(place(), spitefulNumbers[chance(8)] as number, chance(2) === 0);
      return bytes;
    default: {
      // A piece from elsewhere in the file.
      const length = 1 + chance(64);
      bytes.copyWithin(place(), chance(bytes.length - length), chance(bytes.length));
      return bytes;
    }
  }
}
