// What a command is. The lists are in commands.ts and player-commands.ts.
import { texts } from "../texts.ts";

export type CommandGroup = keyof typeof texts.groups;
export type CommandId = keyof typeof texts.commands;

export interface Command {
  id: CommandId;
  title: string;
  group: CommandGroup;
  /** Key combinations as in keys.ts; the first one is shown. */
  keys: string[];
  run: () => unknown;
  isEnabled: () => boolean;
  /** False where the shell cannot do it at all: such a command is shown nowhere. */
  isOffered: () => boolean;
  /** Also while a text field has the focus. */
  isGlobal: boolean;
  /** Keeps firing while the key is held. */
  repeats: boolean;
}

export interface CommandOptions {
  isEnabled?: () => boolean;
  isOffered?: () => boolean;
  isGlobal?: boolean;
  repeats?: boolean;
}

export const held: CommandOptions = { repeats: true };
export const everywhere: CommandOptions = { isGlobal: true };

export function command(
  group: CommandGroup,
  id: CommandId,
  keys: string[],
  run: () => unknown,
  { isEnabled = () => true, isOffered = () => true, isGlobal = false, repeats = false }: CommandOptions = {},
): Command {
  return { id, title: texts.commands[id], group, keys, run, isEnabled, isOffered, isGlobal, repeats };
}
