// What a report of a fault needs, as text that a person can read before it is passed on: no names of sounds, and no
// paths unless they are asked for.
import os from "node:os";
import type { FullEngineApi } from "../../preload/contract.ts";
import type { LogFile } from "../../preload/shell.ts";
import { toErrorData } from "../base/app-error.ts";

export interface DiagnosticsSource {
  engine: Pick<FullEngineApi, "getStatus" | "diagnose" | "listFolders">;
  /** `Earshot 0.1.0`, `Electron 45.4.1`, ... */
  versions: readonly string[];
  logs: readonly LogFile[];
  withPaths: boolean;
}

const mostLines = 30;
/** pino's level of a warning. */
const warning = 40;
/** Fields of a log line that never hold a path. */
const plainFields = ["call", "code", "reason", "exitCode", "status", "method"];

interface LogLine {
  level: number;
  time: number;
  msg?: string;
  [field: string]: unknown;
}

/** Asks everything that still answers. Never throws: a broken engine is what is being diagnosed. */
export async function describeInstallation(source: DiagnosticsSource): Promise<string> {
  const { engine, versions, logs, withPaths } = source;
  const own = await listOwnPaths(source);
  const hide = (text: string): string => (withPaths ? text : hidePaths(text, own));
  const memoryGb = (os.totalmem() / 1e9).toFixed(1);
  const parts = [
    ...versions,
    `${os.type()} ${os.release()} ${process.arch}, ${os.availableParallelism()} cores, ${memoryGb} GB`,
    "",
    ...(await describeLibrary(engine, hide)),
    "",
    ...(await describeChecks(engine, hide)),
    "",
    "Last warnings and errors",
    ...listTroubles(logs).map((line) => describeLine(line, withPaths)),
  ];
  return `${parts.join("\n")}\n`;
}

/** Longest first, so that a folder in a folder is replaced as a whole. */
async function listOwnPaths({ engine }: DiagnosticsSource): Promise<[path: string, sign: string][]> {
  const found: [string, string][] = [[os.homedir(), "~"]];
  try {
    const [{ libraryPath }, folders] = await Promise.all([engine.getStatus({}), engine.listFolders({})]);
    found.push([libraryPath, "<library>"]);
    for (const [index, folder] of folders.entries()) found.push([folder.path, `<folder ${index + 1}>`]);
  } catch {
    // No library: its path is in no text either.
  }
  return found.sort(([a], [b]) => b.length - a.length);
}

/** Whatever else looks like an absolute path keeps its last part only. */
function hidePaths(text: string, own: readonly [string, string][]): string {
  let hidden = text;
  for (const [path, sign] of own) hidden = hidden.replaceAll(path, sign);
  return hidden.replaceAll(/(?:[A-Za-z]:)?(?:[\\/][^\\/\s"“”',;:]+){2,}/g, "<path>");
}

async function describeLibrary(
  engine: DiagnosticsSource["engine"],
  hide: (text: string) => string,
): Promise<string[]> {
  try {
    const status = await engine.getStatus({});
    const { progress, health } = status;
    return [
      `Library ${hide(status.libraryPath)}, schema ${status.schemaVersion}`,
      `${status.soundCount} sounds, ${status.readyCount} ready, ${status.pendingCount} pending, ` +
        `${status.errorCount} errors, ${status.offlineCount} offline, ${status.windowCount} parts of long sounds, ` +
        `${status.folderCount} ${status.folderCount === 1 ? "folder" : "folders"}`,
      `Model ${status.modelId}, ${health.executionProvider || "asleep"}, restarted ${health.restartCount} times`,
      `Indexing ${progress.phase}${progress.problem ? `: ${progress.problem.code}` : ""}`,
    ];
  } catch (error) {
    return [`Library: ${hide(toErrorData(error).message)}`];
  }
}

async function describeChecks(
  engine: DiagnosticsSource["engine"],
  hide: (text: string) => string,
): Promise<string[]> {
  try {
    const checks = await engine.diagnose({});
    return checks.map(({ name, isOk, detail }) => `${isOk ? "ok" : "NOT OK"} ${name}: ${hide(detail)}`);
  } catch (error) {
    return [`Checks: ${hide(toErrorData(error).message)}`];
  }
}

function listTroubles(logs: readonly LogFile[]): { file: string; line: LogLine }[] {
  return logs
    .flatMap(({ name, lines }) => lines.map((text) => ({ file: name, line: parseLine(text) })))
    .filter((each): each is { file: string; line: LogLine } => (each.line?.level ?? 0) >= warning)
    .sort((a, b) => a.line.time - b.line.time)
    .slice(-mostLines);
}

function parseLine(text: string): LogLine | undefined {
  try {
    const line = JSON.parse(text) as Partial<LogLine>;
    return typeof line.level === "number" && typeof line.time === "number" ? (line as LogLine) : undefined;
  } catch {
    return undefined;
  }
}

function describeLine({ file, line }: { file: string; line: LogLine }, withPaths: boolean): string {
  const { level, time, msg = "", pid: _pid, ...fields } = line;
  const shown = Object.entries(fields).filter(([name]) => withPaths || plainFields.includes(name));
  const rest = shown.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(" ");
  const grade = level > warning ? "error" : "warning";
  return `${new Date(time).toISOString()} ${file} ${grade} ${msg} ${rest}`.trimEnd();
}
