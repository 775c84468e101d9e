import os from "node:os";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { toWholePath } from "../../main/engine/typed-folder.ts";

describe.skipIf(process.platform === "win32")("typed folders", () => {
  test.each([
    ["/music", "/music"],
    ["  /music/Kicks \n", "/music/Kicks"],
    ["/music/./a/../b/", "/music/b"],
    ['"/music/My Sounds"', "/music/My Sounds"],
    ["'/music/My Sounds'", "/music/My Sounds"],
    ["/music/it's", "/music/it's"],
    ["~", os.homedir()],
    ["~/Sounds", path.join(os.homedir(), "Sounds")],
    ["'~/Sounds'", path.join(os.homedir(), "Sounds")],
    ["/processed", "/processed"],
    ["/music/~", "/music/~"],
  ])("%j means %j", (typed, whole) => {
    expect(toWholePath(typed)).toBe(whole);
  });

  test.each(["music", "./music", "../music", "~music", "", "  ", '""'])("%j is no whole path", (typed) => {
    expect(() => toWholePath(typed)).toThrow(
      expect.objectContaining({
        code: "relative-folder",
        hint: "Give the whole path, starting with /.",
      }) as Error,
    );
  });

  test.each(["/proc", "/sys/class", "/dev/", "/music/../proc/self"])("%j belongs to the system", (typed) => {
    expect(() => toWholePath(typed)).toThrow(expect.objectContaining({ code: "system-folder" }) as Error);
  });
});
