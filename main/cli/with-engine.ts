// Runs a command's work against an engine process, and lets go of it whatever happens.
import { existsSync } from "node:fs";
import path from "node:path";
import { Option } from "commander";
import { AppError } from "../base/app-error.ts";
import { findDefaultLibraryPath } from "../base/home.ts";
import { connectEngine, type EngineConnection, type EngineOptions } from "../engine/connect-engine.ts";
import { printNote } from "./output.ts";

/** `--library FILE`, the same for every command. */
export function libraryOption(): Option {
  return new Option("--library <file>", "library file")
    .default(findDefaultLibraryPath())
    .argParser((file: string) => path.resolve(file));
}

/** `--model ID`, the same for every command. */
export function modelOption(): Option {
  return new Option("--model <id>", "embedding model; the library's own if not given");
}

/** `--limit N`, the same for every command. */
export function limitOption(): Option {
  return new Option("--limit <n>", "most results").default(20).argParser(parseCount);
}

/** @throws AppError `usage` */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) {
    throw new AppError("usage", `A whole number above 0 was expected, not "${text}".`);
  }
  return count;
}

/** Runs `work` and closes the engine afterwards. */
export async function withEngine<Result>(
  options: EngineOptions,
  work: (connection: EngineConnection) => Promise<Result>,
): Promise<Result> {
  return useConnection(await connectEngine(options), work);
}

/**
 * Runs `work` that needs a model and no library. A library that is there only says which model, when none is
 * named; one that cannot be opened leaves the default model.
 */
export async function withModelEngine<Result>(
  library: string,
  modelId: string | undefined,
  work: (connection: EngineConnection) => Promise<Result>,
): Promise<Result> {
  if (modelId === undefined && existsSync(library)) {
    const connection = await connectEngine({ libraryPath: library, mode: "read" }).catch(noteRefusal);
    if (connection) return useConnection(connection, work);
  }
  return withEngine({ libraryPath: library, mode: "none" }, work);
}

function noteRefusal(error: unknown): void {
  if (!(error instanceof AppError)) throw error;
  printNote(`${error.message} The default model is used.`);
}

async function useConnection<Result>(
  connection: EngineConnection,
  work: (connection: EngineConnection) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}

/** The way to look at a library that must exist already. */
export function readLibrary(library: string): EngineOptions {
  if (!existsSync(library)) {
    throw new AppError(
      "no-library",
      `There is no library at ${library}.`,
      "Make one with `earshot index <folder>`, or name another with --library.",
    );
  }
  return { libraryPath: library, mode: "read" };
}

/** An Earshot that was ended by force, or a look of `doctor`, lets go of the library within this time. */
const libraryWaitSec = 15;

/** The way to change a library that must exist already. */
export function writeLibrary(library: string): EngineOptions {
  return {
    ...readLibrary(library),
    mode: "write",
    waitSec: libraryWaitSec,
    onWaiting: ({ message }) => printNote(`${message} Waiting until it is free.`),
  };
}

/** The library when there is one; commands that use only a model work without. */
export function readLibraryIfAny(library: string): EngineOptions {
  return existsSync(library) ? readLibrary(library) : { libraryPath: library, mode: "none" };
}
