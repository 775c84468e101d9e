// How `earshot open PATH` reaches the Earshot that is running: a socket in the home folder, which only this person
// can open; a named pipe on Windows.
import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync, rmSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import os from "node:os";
import path from "node:path";
import { isSystemError } from "../base/app-error.ts";
import { findHomeFolder, makeHomeFolder } from "../base/home.ts";
import type { Log } from "../base/log.ts";

const maxMessageBytes = 1024 * 1024;
const answerLimitMs = 5000;

/** Longer paths of sockets are refused by the system (sun_path of 108 bytes on Linux, 104 on macOS). */
const longestSocketPath = 100;

/** @returns undefined where there is no place that only this person can write to */
function findAddress(): string | undefined {
  const home = findHomeFolder();
  const key = createHash("sha256").update(home).digest("hex").slice(0, 16);
  if (process.platform === "win32") return `\\\\.\\pipe\\earshot-${key}`;
  const inHome = path.join(home, "open.sock");
  // The system counts bytes.
  if (Buffer.byteLength(inHome) <= longestSocketPath) return inHome;
  const folder = path.join(os.tmpdir(), `earshot-${os.userInfo().uid}`);
  return makePrivateFolder(folder) ? path.join(folder, `${key}.sock`) : undefined;
}

/** In a folder that all may write to, another person could have made it first, to be handed our paths. */
function makePrivateFolder(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) return false;
  }
  const stats = lstatSync(folder);
  return stats.isDirectory() && stats.uid === os.userInfo().uid && (stats.mode & 0o077) === 0;
}

/**
 * Listens for paths that are handed over. Does nothing where the address is taken: the other Earshot gets them.
 * @returns ends it
 */
export async function listenForPaths(onPaths: (paths: string[]) => void, log: Log): Promise<() => void> {
  const address = findAddress();
  if (address === undefined) {
    log.warn("paths cannot be handed over to this window: there is no private place for a socket");
    return () => {};
  }
  makeHomeFolder();
  // A socket file outlives a process that crashed; a live one answers.
  if (process.platform !== "win32" && !(await isAnswering(address))) rmSync(address, { force: true });
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let text = "";
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => {
      text += part;
      if (text.length > maxMessageBytes) socket.destroy();
    });
    socket.on("end", () => {
      const paths = readPaths(text);
      if (paths.length > 0) onPaths(paths);
      else if (text !== "") log.warn("something that is no list of paths was handed over");
      socket.end(paths.length > 0 ? "ok" : "");
    });
    socket.on("error", () => {});
  });
  await listen(server, address).catch((error: unknown) => {
    log.warn({ error: String(error) }, "paths cannot be handed over to this window");
  });
  return () => void server.close();
}

function listen(server: Server, address: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(address, () => {
      server.off("error", reject);
      server.unref();
      if (process.platform !== "win32") chmodSync(address, 0o600);
      resolve();
    });
  });
}

/**
 * Hands paths to the Earshot that is running.
 * @param paths absolute
 * @returns false where none is
 */
export function handOver(paths: readonly string[]): Promise<boolean> {
  const address = findAddress();
  if (address === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(address, () => socket.end(JSON.stringify({ paths })));
    socket.setTimeout(answerLimitMs, () => socket.destroy());
    socket.setEncoding("utf8");
    socket.on("data", (part: string) => (answer += part));
    socket.on("error", () => {});
    socket.on("close", () => resolve(answer === "ok"));
  });
}

function isAnswering(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address, () => {
      resolve(true);
      socket.end();
    });
    socket.on("error", () => resolve(false));
  });
}

function readPaths(text: string): string[] {
  try {
    const { paths } = JSON.parse(text) as { paths?: unknown };
    return Array.isArray(paths)
      ? paths.filter((each) => typeof each === "string" && path.isAbsolute(each))
      : [];
  } catch {
    return [];
  }
}
