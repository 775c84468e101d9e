// What the files of calls share: the shape of their handlers, and the refusal of a sound that is gone.
import type { EngineCalls } from "../../preload/engine-calls.ts";
import type { ShellCalls } from "../../preload/shell-calls.ts";
import { AppError } from "../base/app-error.ts";

/** Some calls of the contract, as `HandlersOf` wants them. */
export type AsyncCalls<Names extends keyof EngineCalls> = {
  [Name in Names]: (request: Parameters<EngineCalls[Name]>[0]) => Promise<ReturnType<EngineCalls[Name]>>;
};

/** Some calls of the shells, as `HandlersOf` wants them. */
export type ShellHandlers<Names extends keyof ShellCalls> = {
  [Name in Names]: (request: Parameters<ShellCalls[Name]>[0]) => Promise<ReturnType<ShellCalls[Name]>>;
};

export function noSuchSound(id: number): AppError {
  return new AppError("no-such-sound", `There is no sound ${id} in the library any more.`, "Search again.");
}
