// All that the renderer may ask for: the bridge, put together of the calls of engine and shell. Types only:
// main/engine/schemas.ts checks each request's shape at run time.
import type { EngineCalls, EngineEvents } from "./engine-calls.ts";
import type { ShellApi, ShellEvents } from "./shell.ts";
import type { ShellCalls } from "./shell-calls.ts";

/** All that a page may listen to. */
export type BridgeEvents = EngineEvents & ShellEvents;

type Asynchronous<Calls> = {
  [Name in keyof Calls]: Calls[Name] extends (request: infer Request) => infer Response
    ? (request: Request) => Promise<Response>
    : never;
};

/** The engine as the renderer sees it. */
export type EngineApi = Asynchronous<EngineCalls>;

/** The engine as shells and the CLI see it. */
export type FullEngineApi = Asynchronous<EngineCalls & ShellCalls>;

export type AsyncShellApi = Asynchronous<ShellApi>;

/** What the preload puts on `window.earshot`, and what the web bridge builds over its socket. */
export interface EarshotBridge {
  engine: EngineApi;
  shell: AsyncShellApi;
  /** Where a file that was dropped or chosen lies. Absent in a browser, which never tells. */
  pathOfFile?: (file: File) => string;
  /** Returns the function that ends the subscription. */
  on<Name extends keyof BridgeEvents>(
    name: Name,
    listener: (payload: BridgeEvents[Name]) => void,
  ): () => void;
}
