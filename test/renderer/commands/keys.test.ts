import { expect, test } from "vitest";
import { type KeyPress, matchesKeys, toKeyCaps } from "../../../renderer/commands/keys.ts";

function press(key: string, modifiers: Partial<KeyPress> = {}): KeyPress {
  const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
  return { key, ...none, getModifierState: () => false, ...modifiers };
}

test("Mod is Ctrl on a PC and Cmd on a Mac, and never the other one", () => {
  const ctrlK = press("k", { ctrlKey: true });
  const cmdK = press("k", { metaKey: true });
  expect([
    matchesKeys(ctrlK, "Mod+K", false),
    matchesKeys(cmdK, "Mod+K", false),
    matchesKeys(cmdK, "Mod+K", true),
    matchesKeys(ctrlK, "Mod+K", true),
  ]).toEqual([true, false, true, false]);
});

test("Shift matters for letters and arrows, and not for signs that need it on some keyboards", () => {
  expect([
    matchesKeys(press("F", { ctrlKey: true, shiftKey: true }), "Mod+Shift+F", false),
    matchesKeys(press("F", { ctrlKey: true, shiftKey: true }), "Mod+F", false),
    matchesKeys(press("ArrowDown", { shiftKey: true }), "Down", false),
    matchesKeys(press("?", { shiftKey: true }), "?", false),
    matchesKeys(press("/", { shiftKey: true }), "/", false),
    matchesKeys(press("+", { shiftKey: true }), "+", false),
  ]).toEqual([true, false, false, true, true, true]);
});

test("a plain key does not fire with Ctrl or Alt held", () => {
  expect([
    matchesKeys(press("a", { ctrlKey: true }), "A", false),
    matchesKeys(press("a", { altKey: true }), "A", false),
    matchesKeys(press("a"), "A", false),
    matchesKeys(press(" "), "Space", false),
  ]).toEqual([false, false, true, true]);
});

test("a sign that a keyboard has on AltGr or Option is that sign", () => {
  const altGraph = { getModifierState: (name: string) => name === "AltGraph" };
  expect([
    matchesKeys(press("[", altGraph), "[", false),
    matchesKeys(press("]", { ...altGraph, altKey: true, ctrlKey: true }), "]", false),
    matchesKeys(press("[", { altKey: true, ctrlKey: true }), "[", false),
    matchesKeys(press("[", { altKey: true }), "[", true),
  ]).toEqual([true, true, true, true]);
});

test("a sign does not fire with Ctrl, Cmd, or Alt where that is no AltGr", () => {
  expect([
    matchesKeys(press("[", { altKey: true }), "[", false),
    matchesKeys(press("[", { ctrlKey: true }), "[", false),
    matchesKeys(press("[", { metaKey: true, altKey: true }), "[", true),
    matchesKeys(press("q", { altKey: true, ctrlKey: true }), "Q", false),
  ]).toEqual([false, false, false, false]);
});

test("key caps are printed as on the keyboard in use", () => {
  expect([toKeyCaps("Mod+Shift+F", true), toKeyCaps("Mod+Shift+F", false), toKeyCaps("+", false)]).toEqual([
    ["⌘", "⇧", "F"],
    ["Ctrl", "Shift", "F"],
    ["+"],
  ]);
});
