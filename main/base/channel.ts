// A request/response and event protocol over any pair of message ports: child processes, worker threads,
// Electron's utility processes. Knows nothing of what is asked.
import type { ErrorData } from "../../preload/error-data.ts";
import { AppError, toErrorData } from "./app-error.ts";

/** The one shape that every transport is adapted to. Messages are structured-clonable. */
export interface MessagePortLike {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once when the other side is gone. */
  onClose(listener: (reason: string) => void): void;
}

type AnyHandler = (request: never) => unknown;
/** An API as its implementer writes it: handlers may be synchronous or not. */
export type HandlersOf<Api> = {
  [Name in keyof Api]: Api[Name] extends (request: infer Request) => Promise<infer Response>
    ? (request: Request) => Response | Promise<Response>
    : never;
};

interface CallMessage {
  type: "call";
  id: number;
  name: string;
  request: unknown;
}
interface ResultMessage {
  type: "result";
  id: number;
  value: unknown;
}
interface FailureMessage {
  type: "failure";
  id: number;
  error: ErrorData;
}
interface EventMessage {
  type: "event";
  name: string;
  payload: unknown;
}
type ChannelMessage = CallMessage | ResultMessage | FailureMessage | EventMessage;

/** The calling side: typed calls out, events in. */
export interface ChannelClient<Api> {
  api: Api;
  onEvent(listener: (name: string, payload: unknown) => void): void;
}

/**
 * Typed calls over a port. Calls in flight when the other side goes away fail with code `process-gone`.
 */
export function connectClient<Api extends object>(port: MessagePortLike): ChannelClient<Api> {
  let nextId = 1;
  let closedReason: string | undefined;
  const inFlight = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  const eventListeners: ((name: string, payload: unknown) => void)[] = [];

  port.onMessage((raw) => {
    const message = raw as ChannelMessage;
    if (message.type === "event") {
      for (const listener of eventListeners) listener(message.name, message.payload);
      return;
    }
    if (message.type === "call") return;
    const call = inFlight.get(message.id);
    if (!call) return;
    inFlight.delete(message.id);
    if (message.type === "result") call.resolve(message.value);
    else call.reject(AppError.fromData(message.error));
  });
  port.onClose((reason) => {
    closedReason = reason;
    for (const call of inFlight.values()) call.reject(processGone(reason));
    inFlight.clear();
  });

  const call = (name: string, request: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      if (closedReason !== undefined) {
        reject(processGone(closedReason));
        return;
      }
      const id = nextId++;
      inFlight.set(id, { resolve, reject });
      port.post({ type: "call", id, name, request } satisfies CallMessage);
    });

  const api = new Proxy({} as Api, {
    get: (_target, name) =>
      // A proxy must not look like a promise, or `await client.api` would call `then`.
      typeof name === "string" && name !== "then" ? (request: unknown) => call(name, request) : undefined,
  });
  return { api, onEvent: (listener) => eventListeners.push(listener) };
}

/**
 * The answering side. Unknown names and thrown errors become failures, never a crash.
 * @returns a function that pushes an event to the other side
 */
export function serveChannel<Api extends object>(
  port: MessagePortLike,
  handlers: HandlersOf<Api>,
  onBug: (error: unknown, name: string) => void = () => {},
): (name: string, payload: unknown) => void {
  port.onMessage((raw) => {
    const message = raw as ChannelMessage;
    if (message.type !== "call") return;
    void answer(message);
  });
  const answer = async ({ id, name, request }: CallMessage): Promise<void> => {
    try {
      if (!Object.hasOwn(handlers, name))
        throw new AppError("unknown-call", `There is no call named ${name}.`);
      const handler = (handlers as Record<string, AnyHandler>)[name] as (request: unknown) => unknown;
      const value = await handler(request);
      port.post({ type: "result", id, value } satisfies ResultMessage);
    } catch (error) {
      if (!(error instanceof AppError)) onBug(error, name);
      port.post({ type: "failure", id, error: toErrorData(error) } satisfies FailureMessage);
    }
  };
  return (name, payload) => port.post({ type: "event", name, payload } satisfies EventMessage);
}

function processGone(reason: string): AppError {
  return new AppError(
    "process-gone",
    `The process that was asked has ended (${reason}).`,
    "It is started again; try once more.",
  );
}
