import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { readShellSettings, saveShellSettings } from "../../main/shell/shell-settings.ts";
import { tempHome } from "./home.ts";

const first = { exportFolder: path.join("/music", "Earshot"), usesX11: false, notifiesWhenDone: true };

test("without a file, settings are the first ones; what is saved is read again, the rest stays", () => {
  const home = tempHome();
  expect(readShellSettings("/music")).toEqual(first);
  const exportFolder = path.join(home, "My regions");
  saveShellSettings({ exportFolder }, "/music");
  expect(existsSync(exportFolder)).toBe(true);
  expect(saveShellSettings({ usesX11: true }, "/music")).toEqual({ ...first, exportFolder, usesX11: true });
  expect(readShellSettings("/music")).toEqual({ ...first, exportFolder, usesX11: true });
});

test.each([
  ["no JSON", "{"],
  ["no object", "3"],
  ["wrong fields", '{"exportFolder":"relative","usesX11":"yes","notifiesWhenDone":1,"later":true}'],
])("a file with %s leaves the first settings", (_what, text) => {
  const home = tempHome();
  writeFileSync(path.join(home, "settings.json"), text);
  expect(readShellSettings("/music")).toEqual(first);
});

test("a folder that cannot be made is refused, and nothing is changed", () => {
  const home = tempHome();
  writeFileSync(path.join(home, "file"), "");
  const bad = path.join(home, "file", "folder");
  expect(() => saveShellSettings({ exportFolder: bad }, "/music")).toThrow(
    expect.objectContaining({ code: "folder-not-writable" }),
  );
  expect(() => saveShellSettings({ exportFolder: "regions" }, "/music")).toThrow(
    expect.objectContaining({ code: "relative-folder" }),
  );
  expect(existsSync(path.join(home, "settings.json"))).toBe(false);
  expect(readFileSync(path.join(home, "file"), "utf8")).toBe("");
});
