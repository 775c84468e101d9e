// The shells' side of the engine process: starts it, talks to it, starts it again after a crash, ends it.
import { setTimeout as pause } from "node:timers/promises";
import type { FullEngineApi } from "../../preload/contract.ts";
import type { EngineEvents } from "../../preload/engine-calls.ts";
import type { ErrorData } from "../../preload/error-data.ts";
import type { GentleMode } from "../../preload/indexing.ts";
import { AppError, toErrorData } from "../base/app-error.ts";
import { type ChannelClient, connectClient } from "../base/channel.ts";
import { type EngineProcess, type EngineSpawner, forkEngine } from "./engine-spawner.ts";
import type { HostCalls, HostEvents, LibraryMode } from "./host-protocol.ts";

export interface EngineOptions {
  libraryPath: string;
  /** `write` indexes and may be one process only, `read` searches beside it, `none` needs no library. */
  mode: LibraryMode;
  /** Overrides the library's active model. */
  modelId?: string;
  /** Look at all folders at the start and follow their changes, unless the library's settings say otherwise. */
  isFollowing?: boolean;
  /** Overrides the library's setting. */
  gentleMode?: GentleMode;
  /** A library that another process writes to is waited for so long; refused at once if not given. */
  waitSec?: number;
  /** Told once, with `library-in-use`, when the wait begins. */
  onWaiting?: (reason: ErrorData) => void;
  /** How the process is made; forked by plain Node if not given. */
  spawn?: EngineSpawner;
}

export interface EngineConnection {
  /** Stays valid across restarts. Calls in flight during a crash fail with code `process-gone`. */
  api: FullEngineApi;
  /** @returns the function that ends the subscription */
  on: <Name extends keyof EngineEvents>(
    name: Name,
    listener: (payload: EngineEvents[Name]) => void,
  ) => () => void;
  /** Lets the engine finish what is in flight, store it and end. */
  close: () => Promise<void>;
}

/** More crashes than this within a minute: something is wrong that a restart does not mend. */
const crashesPerMinute = 5;
/** Before the second start within a minute, doubled for each one after it. */
const firstBackoffMs = 100;
/** An engine that was given up is tried again by a call after this time. */
const retryPauseMs = 2000;
/** The engine may take so long to store what is in flight before it is ended by force. */
const closeLimitMs = 20_000;

interface RunningEngine {
  process: EngineProcess;
  client: ChannelClient<FullEngineApi & HostCalls>;
}

/**
 * Starts the engine and resolves when the library is open.
 * @throws AppError as the engine refuses: `library-in-use`, `library-too-new`, `no-library`, ...
 */
export async function connectEngine(options: EngineOptions): Promise<EngineConnection> {
  const listeners = new Map<string, Set<(payload: never) => void>>();
  const crashTimesMs: number[] = [];
  let isClosing = false;
  /** When restarting was given up; undefined while the engine runs or is being started. */
  let lostAtMs: number | undefined;
  let ended: Promise<void> = Promise.resolve();
  let running = start([]);
  await running;

  function start(extraArgs: string[]): Promise<RunningEngine> {
    const engineProcess = (options.spawn ?? forkEngine)([...toArguments(options), ...extraArgs]);
    const client = connectClient<FullEngineApi & HostCalls>(engineProcess.port);
    ended = new Promise((resolve) => engineProcess.port.onClose(() => resolve()));
    return new Promise((resolve, reject) => {
      let isOpen = false;
      client.onEvent((name, payload) => {
        if (name === ("opened" satisfies keyof HostEvents)) {
          isOpen = true;
          resolve({ process: engineProcess, client });
        } else if (name === ("refused" satisfies keyof HostEvents)) {
          reject(AppError.fromData(payload as ErrorData));
        } else if (name === ("waiting" satisfies keyof HostEvents)) {
          options.onWaiting?.(payload as ErrorData);
        } else {
          emit(name, payload);
        }
      });
      engineProcess.port.onClose((reason) => {
        reject(engineFailed(`${reason}${engineProcess.lastWords()}`));
        if (isOpen && !isClosing) run(restart(reason));
      });
    });
  }

  /** From now on calls wait for this engine. Whoever calls next learns of a failure; until then it is not unhandled. */
  function run(engine: Promise<RunningEngine>): void {
    lostAtMs = undefined;
    running = engine;
    engine.catch((error: AppError) => {
      if (isClosing) return;
      lostAtMs = Date.now();
      emit("engineLost", toErrorData(error) satisfies EngineEvents["engineLost"]);
    });
  }

  /** A start that ends before the library is open is one more crash; a refusal is final. */
  async function restart(firstReason: string): Promise<RunningEngine> {
    for (let reason = firstReason; ;) {
      const nowMs = Date.now();
      crashTimesMs.push(nowMs);
      const recentCount = crashTimesMs.filter((timeMs) => nowMs - timeMs < 60_000).length;
      if (recentCount > crashesPerMinute) {
        throw engineFailed(`it crashed ${recentCount} times within a minute, last with ${reason}`);
      }
      if (recentCount > 1) await pause(firstBackoffMs * 2 ** (recentCount - 2));
      if (isClosing) throw engineClosed();
      try {
        return await startAgain(firstReason);
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== failedCode) throw error;
        reason = error.message;
      }
    }
  }

  async function startAgain(reason: string): Promise<RunningEngine> {
    const engine = await start(["--after-crash"]);
    emit("engineRestarted", { reason } satisfies EngineEvents["engineRestarted"]);
    return engine;
  }

  function emit(name: string, payload: unknown): void {
    for (const listener of listeners.get(name) ?? []) listener(payload as never);
  }

  const api = new Proxy({} as FullEngineApi, {
    get: (_target, name) => {
      if (typeof name !== "string" || name === "then") return undefined;
      return async (request: unknown): Promise<unknown> => {
        if (isClosing) throw engineClosed();
        if (lostAtMs !== undefined && Date.now() - lostAtMs >= retryPauseMs) run(startAgain("asked to"));
        const { client } = await running;
        return (client.api as unknown as Record<string, (request: unknown) => Promise<unknown>>)[name]?.(
          request,
        );
      };
    },
  });

  return {
    api,
    on: (name, listener) => {
      const ofName = listeners.get(name) ?? new Set();
      listeners.set(name, ofName);
      ofName.add(listener);
      return () => ofName.delete(listener);
    },
    close: async () => {
      if (isClosing) return ended;
      isClosing = true;
      const engine = await running.catch(() => undefined);
      if (!engine) return;
      const timer = setTimeout(() => engine.process.kill(), closeLimitMs);
      // The engine ends itself after the answer; when it is gone already, that is as good.
      await engine.client.api.shutDown({}).catch(() => {});
      await ended;
      clearTimeout(timer);
    },
  };
}

function toArguments(options: EngineOptions): string[] {
  const { libraryPath, mode, modelId, waitSec, isFollowing, gentleMode } = options;
  const args = ["--library", libraryPath, "--mode", mode];
  if (modelId !== undefined) args.push("--model", modelId);
  if (waitSec !== undefined) args.push("--wait-sec", String(waitSec));
  if (isFollowing === true) args.push("--follow");
  if (gentleMode !== undefined) args.push("--gentle", gentleMode);
  return args;
}

function engineClosed(): AppError {
  return new AppError("engine-closed", "The engine is shutting down.");
}

const failedCode = "engine-failed";

function engineFailed(reason: string): AppError {
  return new AppError(
    failedCode,
    `Earshot's engine process ended unexpectedly: ${reason}.`,
    "Run `earshot doctor`; the log lies in the folder `logs` of Earshot's data folder.",
  );
}
