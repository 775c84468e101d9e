// The two scripts that run in the window's page before its own: the bridge's far end in the page's world, and the
// real preload bundle in an isolated world with `contextBridge` and `ipcRenderer`. The worlds share no objects:
// they talk through DOM events, whose details Chromium clones from one world to the other.
// Each script is the text of one function, which therefore uses nothing from outside itself.
// oxlint-disable unicorn/consistent-function-scoping
import { fromText, toText } from "./value-text.ts";

/** Name of the isolated world, and of the function in it that reaches the main process. */
export const preloadWorld = "preload";
export const bindingName = "__standInSend";
/** Function in the isolated world through which the main process reaches it. */
export const deliveryName = "__standInDeliver";

/** Isolated world to main process. */
export type FromPage = { id: number; channel: string; text: string };
/** Main process to isolated world: the answer to a call, or an event. */
export type ToPage =
  | { type: "answer"; id: number; text: string }
  | { type: "failure"; id: number; message: string }
  | { type: "event"; channel: string; text: string };

/** Puts on `window` what the isolated world exposes: functions that call over, with cloned arguments. */
function pageWorld(): void {
  type Shape = { kind: "function"; id: number } | { kind: "object"; members: Record<string, Shape> };
  type Returned =
    | { kind: "value"; value: unknown }
    | { kind: "promise"; id: number }
    | { kind: "function"; id: number }
    | { kind: "error"; message: string };
  type Settled = { id: number; isError: boolean; value: unknown };

  const listeners: ((payload: unknown) => void)[] = [];
  const promises = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (reason: unknown) => void }
  >();

  const toFunction =
    (id: number) =>
    (...args: unknown[]): unknown => {
      const sent = args.map((arg) =>
        typeof arg === "function" ? { listener: listeners.push(arg as never) - 1 } : { value: arg },
      );
      let returned: Returned | undefined;
      const receive = (event: Event): void => {
        returned = (event as CustomEvent<Returned>).detail;
      };
      window.addEventListener("stand-in:returned", receive, { once: true });
      window.dispatchEvent(new CustomEvent("stand-in:call", { detail: { id, args: sent } }));
      window.removeEventListener("stand-in:returned", receive);
      if (!returned) throw new Error("An object could not be cloned.");
      if (returned.kind === "error") throw new Error(returned.message);
      if (returned.kind === "value") return returned.value;
      if (returned.kind === "function") return toFunction(returned.id);
      const promiseId = returned.id;
      return new Promise((resolve, reject) => promises.set(promiseId, { resolve, reject }));
    };
  const build = (shape: Shape): unknown =>
    shape.kind === "function"
      ? toFunction(shape.id)
      : Object.freeze(
          Object.fromEntries(Object.entries(shape.members).map(([name, each]) => [name, build(each)])),
        );

  window.addEventListener("stand-in:expose", (event) => {
    const { name, shape } = (event as CustomEvent<{ name: string; shape: Shape }>).detail;
    Object.defineProperty(window, name, { value: build(shape) });
  });
  window.addEventListener("stand-in:settled", (event) => {
    const { id, isError, value } = (event as CustomEvent<Settled>).detail;
    const promise = promises.get(id);
    promises.delete(id);
    if (isError) promise?.reject(value);
    else promise?.resolve(value);
  });
  window.addEventListener("stand-in:notify", (event) => {
    const { listener, value } = (event as CustomEvent<{ listener: number; value: unknown }>).detail;
    listeners[listener]?.(value);
  });
}

type Exposed = ((...args: unknown[]) => unknown) | { [member: string]: Exposed };

/** The isolated world: runs the preload with the two modules that a sandboxed one may have. */
function isolatedWorld(
  preload: (require: (name: string) => unknown, module: object, exports: object) => void,
  toWire: (value: unknown) => string,
  fromWire: (text: string) => unknown,
  names: { send: string; deliver: string },
): void {
  const functions: ((...args: unknown[]) => unknown)[] = [];
  const answers = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const listeners = new Map<string, Set<(event: object, payload: unknown) => void>>();
  let nextId = 1;
  const dispatch = (type: string, detail: unknown): void =>
    void window.dispatchEvent(new CustomEvent(`stand-in:${type}`, { detail }));
  const send = (channel: string, args: unknown[]): number => {
    const id = nextId++;
    const message: FromPage = { id, channel, text: toWire(args) };
    (globalThis as unknown as Record<string, (text: string) => void>)[names.send]?.(JSON.stringify(message));
    return id;
  };

  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]): Promise<unknown> => {
      const id = send(channel, args);
      return new Promise((resolve, reject) => answers.set(id, { resolve, reject }));
    },
    on: (channel: string, listener: (event: object, payload: unknown) => void): void => {
      const ofChannel = listeners.get(channel) ?? new Set();
      listeners.set(channel, ofChannel.add(listener));
    },
    removeListener: (channel: string, listener: (event: object, payload: unknown) => void): void =>
      void listeners.get(channel)?.delete(listener),
  };
  (globalThis as unknown as Record<string, unknown>)[names.deliver] = (message: ToPage): void => {
    if (message.type === "event") {
      for (const listener of listeners.get(message.channel) ?? []) listener({}, fromWire(message.text));
      return;
    }
    const answer = answers.get(message.id);
    answers.delete(message.id);
    if (message.type === "answer") answer?.resolve(fromWire(message.text));
    else answer?.reject(new Error(message.message));
  };

  const toShape = (exposed: Exposed): object =>
    typeof exposed === "function"
      ? { kind: "function", id: functions.push(exposed) - 1 }
      : {
          kind: "object",
          members: Object.fromEntries(Object.entries(exposed).map(([name, each]) => [name, toShape(each)])),
        };
  const contextBridge = {
    exposeInMainWorld: (name: string, api: Exposed): void =>
      dispatch("expose", { name, shape: toShape(api) }),
  };

  window.addEventListener("stand-in:call", (event) => {
    const detail = (
      event as CustomEvent<{ id: number; args: { listener?: number; value?: unknown }[] } | null>
    ).detail;
    if (!detail) return;
    const args = detail.args.map(({ listener, value }) =>
      listener === undefined ? value : (payload: unknown) => dispatch("notify", { listener, value: payload }),
    );
    try {
      const result = functions[detail.id]?.(...args);
      if (result instanceof Promise) {
        const id = nextId++;
        // Electron keeps nothing of an Error but its message; other reasons are cloned.
        result.then(
          (value: unknown) => dispatch("settled", { id, isError: false, value }),
          (reason: unknown) =>
            dispatch("settled", {
              id,
              isError: true,
              value: reason instanceof Error ? reason.message : reason,
            }),
        );
        dispatch("returned", { kind: "promise", id });
      } else if (typeof result === "function") {
        dispatch("returned", { kind: "function", id: functions.push(result as never) - 1 });
      } else {
        dispatch("returned", { kind: "value", value: result });
      }
    } catch (error) {
      dispatch("returned", { kind: "error", message: (error as Error).message });
    }
  });

  const refuse = (name: string, known: object): object =>
    new Proxy(known, {
      get: (target, key) => {
        if (key in target) return Reflect.get(target, key) as unknown;
        throw new Error(`The stand-in for Electron does not know ${name}.${String(key)}`);
      },
    });
  const electron = refuse("electron", {
    contextBridge: refuse("contextBridge", contextBridge),
    ipcRenderer: refuse("ipcRenderer", ipcRenderer),
    // What Electron answers for a file that a page made up: only files of a real drop have a path.
    webUtils: refuse("webUtils", { getPathForFile: (_file: File): string => "" }),
  });
  preload(
    (name) => {
      if (name === "electron") return electron;
      throw new Error(`A sandboxed preload cannot require ${name}`);
    },
    {},
    {},
  );
}

/** For the page's own world. */
export const pageWorldScript = `(${pageWorld.toString()})();`;

/** For the isolated world. @param preloadSource the built preload, CommonJS */
export function toPreloadScript(preloadSource: string): string {
  const names = JSON.stringify({ send: bindingName, deliver: deliveryName });
  return `(${isolatedWorld.toString()})(function (require, module, exports) {${preloadSource}\n}, ${toText.toString()}, ${fromText.toString()}, ${names});`;
}
