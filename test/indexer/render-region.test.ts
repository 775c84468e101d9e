// Regions against sox: the same samples, bit for bit.
import { spawnSync } from "node:child_process";
import { chmodSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { renderRegionToBytes, renderRegionToFile } from "../../main/indexer/render-region.ts";
import { floatBytes, makeWave } from "../audio/make-wav.ts";
import { decodeAll } from "../audio/read-reference.ts";
import { leaveBehind } from "../base/killed-writer.ts";
import { tempFolder } from "./temp-folder.ts";

/** Written by test/reference/regions.sh: for each source the part that `sox trim` cuts, and where it was cut. */
const reference = path.join(import.meta.dirname, "..", "fixtures", "regions");
const parts = JSON.parse(readFileSync(path.join(reference, "regions.json"), "utf8")) as {
  source: string;
  expected: string;
  startSec: number;
  endSec: number;
}[];

/** The bytes of the `data` chunk, found by sox's own output having no chunk of that name in its samples. */
function readData(file: Buffer): Buffer {
  const at = file.indexOf("data", 12, "latin1");
  return file.subarray(at + 8, at + 8 + file.readUInt32LE(at + 4));
}

test.each(parts)("$source from $startSec to $endSec s is what sox trims", async (part) => {
  const source = path.join(reference, part.source);
  const written = await renderRegionToFile(source, part, tempFolder());
  const expected = readFileSync(path.join(reference, part.expected));
  expect(readData(readFileSync(written)).equals(readData(expected))).toBe(true);
  expect((await decodeAll(written)).info).toEqual(
    (await decodeAll(path.join(reference, part.expected))).info,
  );
  expect(Buffer.from(await renderRegionToBytes(source, part)).equals(readFileSync(written))).toBe(true);
});

/** 48 samples at 48 kHz: sample n is n / 32768. */
function rampFile(): string {
  const file = path.join(tempFolder(), "Ramp: up?.wav".replaceAll(/[:?]/g, "_"));
  writeFileSync(file, makeWave(new Uint8Array(Int16Array.from({ length: 48 }, (_, n) => n).buffer)));
  return file;
}

test("positions are samples: the first is in, the last is not", async () => {
  const region = { startSec: 10 / 48_000, endSec: 13 / 48_000 };
  const { interleaved } = await decodeAll(await renderRegionToFile(rampFile(), region, tempFolder()));
  expect([...interleaved]).toEqual([10 / 32_768, 11 / 32_768, 12 / 32_768]);
});

test("a region that goes beyond the end ends with the sound", async () => {
  const region = { startSec: 47 / 48_000, endSec: 5 };
  const { interleaved } = await decodeAll(await renderRegionToFile(rampFile(), region, tempFolder()));
  expect([...interleaved]).toEqual([47 / 32_768]);
});

test.each([
  ["without a sample", { startSec: 10 / 48_000, endSec: 10 / 48_000 }],
  ["after the end", { startSec: 2, endSec: 3 }],
])("a region %s is refused, and nothing is left behind", async (_what, region) => {
  const folder = tempFolder();
  await expect(renderRegionToFile(rampFile(), region, folder)).rejects.toMatchObject({
    code: "empty-region",
  });
  expect(readdirSync(folder)).toEqual([]);
  await expect(renderRegionToBytes(rampFile(), region)).rejects.toMatchObject({ code: "empty-region" });
});

test("floats keep what goes beyond full scale", async () => {
  const file = path.join(tempFolder(), "hot.wav");
  writeFileSync(file, makeWave(floatBytes(0, 1.5, -2.25, 0.1), { tag: 3, bits: 32 }));
  const region = { startSec: 1 / 48_000, endSec: 4 / 48_000 };
  const { info, interleaved } = await decodeAll(await renderRegionToFile(file, region, tempFolder()));
  expect([...interleaved]).toEqual([1.5, -2.25, Math.fround(0.1)]);
  expect(info.bitDepth).toBe(32);
});

test("the name says sound and times; the same region is one file, another sound of that name a second", async () => {
  const folder = tempFolder();
  const region = { startSec: 0, endSec: 20 / 48_000 };
  const first = await renderRegionToFile(rampFile(), region, folder);
  expect(path.basename(first)).toBe("Ramp_ up_ 0.000-0.000.wav");
  expect(await renderRegionToFile(rampFile(), region, folder)).toBe(first);
  const other = path.join(tempFolder(), "Ramp_ up_.wav");
  writeFileSync(other, makeWave(new Uint8Array(48 * 2)));
  expect(path.basename(await renderRegionToFile(other, region, folder))).toBe(
    "Ramp_ up_ 0.000-0.000 (2).wav",
  );
  expect(readdirSync(folder)).toHaveLength(2);
});

test("a region that was being written when the program was killed is taken away with the next one", async () => {
  const folder = tempFolder();
  const { maybeWritten, lookAlikes } = leaveBehind(folder);
  const file = await renderRegionToFile(rampFile(), { startSec: 0, endSec: 20 / 48_000 }, folder);
  expect(readdirSync(folder).toSorted()).toEqual(
    [...maybeWritten, ...lookAlikes, path.basename(file)].toSorted(),
  );
});

test.skipIf(process.getuid?.() === 0 || process.platform === "win32")(
  "a folder that cannot be written is named",
  async () => {
    const folder = tempFolder();
    chmodSync(folder, 0o500);
    const region = { startSec: 0, endSec: 20 / 48_000 };
    await expect(renderRegionToFile(rampFile(), region, folder)).rejects.toMatchObject({
      code: "folder-not-writable",
    });
  },
);

test("a file in the folder's place is named too", async () => {
  const place = path.join(tempFolder(), "taken");
  writeFileSync(place, "");
  const region = { startSec: 0, endSec: 20 / 48_000 };
  await expect(renderRegionToFile(rampFile(), region, place)).rejects.toMatchObject({
    code: "folder-not-writable",
  });
});

test.skipIf(!hasSox())("sox reads every written file without a warning", async () => {
  for (const part of parts) {
    const written = await renderRegionToFile(path.join(reference, part.source), part, tempFolder());
    const { status, stderr } = spawnSync("sox", [written, "-n"], { encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  }
});

function hasSox(): boolean {
  return spawnSync("sox", ["--version"]).status === 0;
}
