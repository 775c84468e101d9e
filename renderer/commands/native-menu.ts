// The commands in the shell's own menu, where it has one: the same names and keys as everywhere.
import type { MenuGroup } from "../../preload/shell.ts";
import { getBridge } from "../bridge/bridge.ts";
import { useLibrary } from "../stores/library.ts";
import { useWindowState } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { tell } from "./actions.ts";
import { type CommandGroup, commands, findCommand } from "./commands.ts";

/** Moving is for the hand; a menu of it would help nobody. */
const groups = (Object.keys(texts.groups) as CommandGroup[]).filter((group) => group !== "move");

function toMenus(): MenuGroup[] {
  return groups.map((group) => ({
    title: texts.groups[group],
    items: commands
      .filter((command) => command.group === group && command.isOffered())
      .map(({ id, title, keys }) => ({ id, title, keys: keys[0] ?? null })),
  }));
}

function runById(id: string): void {
  const command = commands.find((each) => each.id === id);
  if (!command || useWindowState.getState().dialog !== null || !command.isEnabled()) return;
  void findCommand(command.id)?.run();
}

/** @returns the function that ends it */
export function followNativeMenu(): () => void {
  const ends = [
    // What is offered depends on the shell.
    useLibrary.subscribe(({ shell }, before) => {
      if (shell?.kind === "electron" && before.shell === null)
        void tell(() => getBridge().shell.setMenu({ menus: toMenus() }));
    }),
    getBridge().on("menuCommand", ({ id }) => runById(id)),
  ];
  return () => {
    for (const end of ends) end();
  };
}
