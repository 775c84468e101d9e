import { mkdirSync, readFileSync, readdirSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openLog } from "../../main/base/log.ts";
import { tempFolder } from "../indexer/temp-folder.ts";

function tempHome(): string {
  const before = process.env["EARSHOT_HOME"];
  const home = tempFolder();
  process.env["EARSHOT_HOME"] = home;
  onTestFinished(() => {
    if (before === undefined) delete process.env["EARSHOT_HOME"];
    else process.env["EARSHOT_HOME"] = before;
  });
  return home;
}

test("lines are JSON in a file of the home folder, and debug ones are left out", () => {
  const home = tempHome();
  const log = openLog("engine");
  log.debug("not wanted");
  log.warn({ path: "/s/a.wav" }, "something happened");
  const lines = readFileSync(path.join(home, "logs", "engine.log"), "utf8")
    .trim()
    .split("\n");
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { level: 40, path: "/s/a.wav", msg: "something happened" },
  ]);
});

test("a log that has grown large is set aside", () => {
  const folder = path.join(tempHome(), "logs");
  mkdirSync(folder);
  writeFileSync(path.join(folder, "engine.log"), "x".repeat(4 * 1024 * 1024));
  openLog("engine").info("anew");
  expect(readdirSync(folder).toSorted()).toEqual(["engine.log", "engine.old.log"]);
});

test("a log that cannot be written stops nothing", () => {
  writeFileSync(path.join(tempHome(), "logs"), "a file where the folder should be");
  expect(() => openLog("engine").error("lost")).not.toThrow();
});

test.skipIf(process.platform === "win32")("a home folder is made for its owner alone", () => {
  const home = tempHome();
  rmdirSync(home);
  openLog("engine").warn("first");
  expect((statSync(home).mode & 0o777).toString(8)).toBe("700");
});
