// A second process for the tests: opens a library for writing, does its task, says so, and waits to be killed.
import { insertPendingFile } from "../../main/db/files.ts";
import { addFolder } from "../../main/db/folders.ts";
import { openLibrary } from "../../main/db/open-library.ts";

const [libraryPath = "", task = ""] = process.argv.slice(2);
const db = openLibrary(libraryPath, "write");
if (task === "half-transaction") {
  const { id: folderId } = addFolder(db, { path: "/sounds", excludes: [], nowMs: 1 });
  const file = { folderId, sizeBytes: 1, modifiedMs: 1, addedMs: 1 };
  insertPendingFile(db, { ...file, path: "/sounds/stored.wav" });
  db.exec("BEGIN IMMEDIATE");
  for (let i = 0; i < 5000; i++) insertPendingFile(db, { ...file, path: `/sounds/lost-${i}.wav` });
}
process.stdout.write("ready\n");
setInterval(() => {}, 1000);
