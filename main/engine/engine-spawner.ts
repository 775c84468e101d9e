// How an engine process comes to be. Electron gives its own way (a utility process) to `connectEngine`.
import type { MessagePortLike } from "../base/channel.ts";
import { forkEntry, toChildPort } from "../base/child-port.ts";
import { findEntryPath } from "../base/entry.ts";

export interface EngineProcess {
  port: MessagePortLike;
  /** What it printed last on stderr, for the message about its death; empty if nothing. */
  lastWords(): string;
  /** Ends it at once. */
  kill(): void;
}

export type EngineSpawner = (args: string[]) => EngineProcess;

const keptCharacters = 500;

/** The engine as a child process of plain Node. */
export const forkEngine: EngineSpawner = (args) => {
  const child = forkEntry(findEntryPath("engine"), args, {
    // Native code prints to both; the program's own output must stay clean.
    stdio: ["ignore", "ignore", "pipe", "ipc"],
    execArgv: [],
  });
  let printed = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    printed = (printed + text).slice(-keptCharacters);
  });
  return {
    port: toChildPort(child),
    lastWords: () => (printed.trim() === "" ? "" : ` (${printed.trim()})`),
    kill: () => child.kill("SIGKILL"),
  };
};
