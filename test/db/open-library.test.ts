import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { countLibrary } from "../../main/db/counts.ts";
import { inTransaction } from "../../main/db/database.ts";
import { listFolders } from "../../main/db/folders.ts";
import { getLatestVersion } from "../../main/db/migrate.ts";
import { closeLibrary, findDamage, findRescue, openLibrary } from "../../main/db/open-library.ts";
import { asNobody } from "../indexer/as-nobody.ts";
import { addFile, addHeardFile, tempFolder, tempLibrary, testModelId } from "./library-setups.ts";

const child = path.join(import.meta.dirname, "writer-child.ts");

/** Starts a process that opens the library for writing and waits until it says that it has. */
async function startWriter(libraryPath: string, task: string) {
  const process = spawn("node", [child, libraryPath, task], { stdio: ["ignore", "pipe", "inherit"] });
  await new Promise<void>((resolve, reject) => {
    process.stdout.once("data", () => resolve());
    process.once("exit", (code) => reject(new Error(`the writer ended with ${code}`)));
  });
  return process;
}

async function kill(process: Awaited<ReturnType<typeof startWriter>>): Promise<void> {
  const ended = new Promise((resolve) => process.once("exit", resolve));
  process.kill("SIGKILL");
  await ended;
}

function thrownBy(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
}

test("a new library is strict, in WAL mode, with foreign keys and its mark", () => {
  const db = tempLibrary();
  expect({
    journal: db.pragma("journal_mode", { simple: true }),
    foreignKeys: db.pragma("foreign_keys", { simple: true }),
    synchronous: db.pragma("synchronous", { simple: true }),
    mark: db.pragma("application_id", { simple: true }),
    version: db.pragma("user_version", { simple: true }),
    damage: findDamage(db),
  }).toEqual({
    journal: "wal",
    foreignKeys: 1,
    synchronous: 1,
    mark: 0x45415253,
    version: getLatestVersion(),
    damage: null,
  });
  const loose = db
    .prepare(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'",
    )
    .all();
  expect(loose).toEqual([]);
});

test("a library in a folder that is not there yet is made with its folder", () => {
  const libraryPath = path.join(tempFolder(), "a", "ü b", "library.db");
  closeLibrary(openLibrary(libraryPath, "write"));
  expect(existsSync(libraryPath)).toBe(true);
});

test("rows are there again after closing and opening", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const db = openLibrary(libraryPath, "write");
  addHeardFile(db, "/sounds/kick.wav");
  closeLibrary(db);
  const reader = openLibrary(libraryPath, "read");
  expect(countLibrary(reader, testModelId).readyCount).toBe(1);
  closeLibrary(reader);
});

test("reading where there is no library says so", () => {
  expect(thrownBy(() => openLibrary("/nowhere/library.db", "read"))).toMatchObject({ code: "no-library" });
});

test("reading an empty file, or one that a first writer has only begun, finds no library", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  writeFileSync(libraryPath, "");
  expect(thrownBy(() => openLibrary(libraryPath, "read"))).toMatchObject({ code: "no-library" });
  const begun = new Database(libraryPath);
  begun.pragma("application_id = 0x45415253");
  begun.close();
  expect(thrownBy(() => openLibrary(libraryPath, "read"))).toMatchObject({ code: "no-library" });
});

test("a library that was closed in order can be read where nothing may be written", () => {
  const folder = tempFolder();
  const libraryPath = path.join(folder, "library.db");
  const db = openLibrary(libraryPath, "write");
  addHeardFile(db, "/sounds/kick.wav");
  closeLibrary(db);
  chmodSync(folder, 0o555);
  const readyCount = asNobody(() => {
    const reader = openLibrary(libraryPath, "read");
    const count = countLibrary(reader, testModelId).readyCount;
    closeLibrary(reader);
    return count;
  });
  chmodSync(folder, 0o755);
  expect(readyCount).toBe(1);
});

test("a library that was not closed in order says what reading it needs where nothing may be written", async () => {
  const folder = tempFolder();
  const libraryPath = path.join(folder, "library.db");
  closeLibrary(openLibrary(libraryPath, "write"));
  await kill(await startWriter(libraryPath, "wait"));
  rmSync(`${libraryPath}-shm`);
  chmodSync(folder, 0o555);
  const error = asNobody(() => thrownBy(() => openLibrary(libraryPath, "read")));
  chmodSync(folder, 0o755);
  expect(error).toMatchObject({ code: "library-unreadable" });
});

test("a library whose writer was killed in the middle of closing can be read", () => {
  const db = tempLibrary();
  addHeardFile(db, "a.wav");
  const expected = countLibrary(db, testModelId);
  closeLibrary(db);

  // What is on the disk in the middle of a transaction outside WAL mode: a half-written file, and how to undo it.
  const writer = new Database(db.name);
  writer.pragma("cache_size = 1");
  writer.exec("BEGIN; CREATE TABLE filler (bytes BLOB)");
  for (let row = 0; row < 50; row++) writer.prepare("INSERT INTO filler VALUES (randomblob(20000))").run();
  const killed = path.join(tempFolder(), "library.db");
  copyFileSync(db.name, killed);
  copyFileSync(`${db.name}-journal`, `${killed}-journal`);
  writer.close();
  const untouched = new Database(killed, { readonly: true });
  expect(() => untouched.pragma("user_version")).toThrow("readonly");
  untouched.close();

  const reader = openLibrary(killed, "read");
  expect(findDamage(reader)).toBeNull();
  expect(countLibrary(reader, testModelId)).toEqual(expected);
  closeLibrary(reader);
});

test("a reader that stays connected keeps reading while writers come and go", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const first = openLibrary(libraryPath, "write");
  const reader = openLibrary(libraryPath, "read");
  addHeardFile(first, "/sounds/a.wav");
  closeLibrary(first);
  const readyCounts = [countLibrary(reader, testModelId).readyCount];
  const second = openLibrary(libraryPath, "write");
  addHeardFile(second, "/sounds/b.wav");
  readyCounts.push(countLibrary(reader, testModelId).readyCount);
  closeLibrary(reader);
  closeLibrary(second);
  // Now it is out of WAL mode, until the next writer comes.
  const lateReader = openLibrary(libraryPath, "read");
  readyCounts.push(countLibrary(lateReader, testModelId).readyCount);
  const third = openLibrary(libraryPath, "write");
  addHeardFile(third, "/sounds/c.wav");
  readyCounts.push(countLibrary(lateReader, testModelId).readyCount);
  closeLibrary(lateReader);
  closeLibrary(third);
  expect(readyCounts).toEqual([1, 2, 2, 3]);
});

test("a library from a newer version is refused with both versions, and left as it is", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const db = openLibrary(libraryPath, "write");
  db.pragma("user_version = 990");
  closeLibrary(db);
  for (const mode of ["read", "write"] as const) {
    const error = thrownBy(() => openLibrary(libraryPath, mode as "write"));
    expect(error).toMatchObject({
      code: "library-too-new",
      message: `The library ${libraryPath} has schema version 990; this Earshot reads up to version ${getLatestVersion()}.`,
    });
  }
});

test("a SQLite file of another program is refused", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const foreign = new Database(libraryPath);
  foreign.exec("CREATE TABLE bookmarks (id)");
  foreign.close();
  expect(thrownBy(() => openLibrary(libraryPath, "write"))).toMatchObject({ code: "not-a-library" });
});

test("a file that is no database is called damaged, with what to do", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  writeFileSync(libraryPath, Buffer.alloc(4096, "no database at all "));
  expect(thrownBy(() => openLibrary(libraryPath, "write"))).toMatchObject({
    code: "library-damaged",
    hint: expect.stringContaining("name another with --library"),
  });
});

test("a folder in the library's place cannot be opened", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  mkdirSync(libraryPath);
  expect(thrownBy(() => openLibrary(libraryPath, "write"))).toMatchObject({ code: "library-unwritable" });
});

test("a second writer is refused and told who holds the library; it may read meanwhile", async () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const writer = await startWriter(libraryPath, "wait");
  const error = thrownBy(() => openLibrary(libraryPath, "write"));
  const reader = openLibrary(libraryPath, "read");
  const folders = listFolders(reader);
  closeLibrary(reader);
  await kill(writer);
  expect(error).toMatchObject({
    code: "library-in-use",
    message: `The library ${libraryPath} is in use by another Earshot (process ${writer.pid}).`,
  });
  expect(folders).toEqual([]);
});

test("the lock is free once its holder was killed", async () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  await kill(await startWriter(libraryPath, "wait"));
  const db = openLibrary(libraryPath, "write");
  expect(findDamage(db)).toBeNull();
  closeLibrary(db);
});

test("a process killed in the middle of a transaction leaves all before it and nothing of it", async () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  await kill(await startWriter(libraryPath, "half-transaction"));
  const db = openLibrary(libraryPath, "write");
  const names = db.prepare("SELECT name FROM files").pluck().all();
  closeLibrary(db);
  expect(names).toEqual(["stored.wav"]);
});

test("damage is found when the last session did not end cleanly, and the library is rescued", async () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const filled = openLibrary(libraryPath, "write");
  for (let i = 0; i < 200; i++) addFile(filled, `/sounds/${i}-${"x".repeat(150)}.wav`);
  closeLibrary(filled);
  await kill(await startWriter(libraryPath, "wait"));
  const file = openSync(libraryPath, "r+");
  for (let page = 4; page < 40; page++) writeSync(file, Buffer.alloc(8000, 0xa5), 0, 8000, page * 16384);
  closeSync(file);
  const rescued = openLibrary(libraryPath, "write");
  expect(findRescue(rescued)?.damage).toMatch(/is damaged/);
  expect(findDamage(rescued)).toBeNull();
  closeLibrary(rescued);
});

test("a full disk is an error that says so, and what was stored stays", () => {
  const db = tempLibrary();
  addFile(db, "/sounds/before.wav");
  // The same error as a full disk gives, without one: SQLite may not take one page more.
  db.pragma(`max_page_count = ${Number(db.pragma("page_count", { simple: true }))}`);
  const error = thrownBy(() =>
    inTransaction(db, () => {
      for (let i = 0; i < 2000; i++) addFile(db, `/sounds/${"long name ".repeat(20)}${i}.wav`);
    }),
  );
  expect(error).toMatchObject({ code: "disk-full" });
  expect(db.prepare("SELECT name FROM files").pluck().all()).toEqual(["before.wav"]);
});

test("a real full disk is an error that says so", (context) => {
  const mount = process.platform === "linux" && process.getuid?.() === 0 ? tempFolder() : null;
  const mounted =
    mount !== null && spawnSync("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", mount]).status === 0;
  if (!mounted) return context.skip("needs the right to mount a small disk");
  try {
    const db = openLibrary(path.join(mount, "library.db"), "write");
    const error = thrownBy(() => {
      for (let i = 0; i < 20_000; i++) addHeardFile(db, `/sounds/${i}.wav`);
    });
    closeLibrary(db);
    expect(error).toMatchObject({ code: "disk-full" });
  } finally {
    spawnSync("umount", [mount]);
  }
  return undefined;
});

test("closing twice is harmless, and gives the lock back", () => {
  const libraryPath = path.join(tempFolder(), "library.db");
  const db = openLibrary(libraryPath, "write");
  closeLibrary(db);
  closeLibrary(db);
  closeLibrary(openLibrary(libraryPath, "write"));
  expect(readdirSync(path.dirname(libraryPath)).sort()).toEqual(["library.db", "library.db.lock"]);
});
