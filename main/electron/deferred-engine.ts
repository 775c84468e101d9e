// The engine's calls before there is an engine: the window opens at once, and what it asks waits.
import type { FullEngineApi } from "../../preload/contract.ts";
import type { EngineConnection } from "../engine/connect-engine.ts";

/** @returns the calls of the connection to come; each fails as the connection does */
export function deferApi(connecting: Promise<Pick<EngineConnection, "api">>): FullEngineApi {
  return new Proxy({} as FullEngineApi, {
    get: (_target, name) => {
      // A proxy must not look like a promise.
      if (typeof name !== "string" || name === "then") return undefined;
      return async (request: unknown): Promise<unknown> => {
        const { api } = await connecting;
        return (api as unknown as Record<string, (request: unknown) => Promise<unknown>>)[name]?.(request);
      };
    },
  });
}
