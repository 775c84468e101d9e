// Lines of a log file as a person reads them. Pure.

export type LogGrade = "error" | "warning" | "note";

export interface LogEntry {
  timeMs: number;
  grade: LogGrade;
  message: string;
  /** What else the line says, as `name=value`. */
  details: string;
}

/** pino's levels. */
const levels = { error: 50, warning: 40 };

/** Newest first. A line that is no JSON is shown as it is. */
export function readLogLines(lines: readonly string[]): LogEntry[] {
  return lines.map(readLine).reverse();
}

function readLine(text: string): LogEntry {
  try {
    const { level, time, msg, pid: _pid, ...fields } = JSON.parse(text) as Record<string, unknown>;
    return {
      timeMs: typeof time === "number" ? time : 0,
      grade: toGrade(typeof level === "number" ? level : 0),
      message: typeof msg === "string" ? msg : "",
      details: Object.entries(fields)
        .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
        .join("  "),
    };
  } catch {
    return { timeMs: 0, grade: "note", message: text, details: "" };
  }
}

function toGrade(level: number): LogGrade {
  if (level >= levels.error) return "error";
  return level >= levels.warning ? "warning" : "note";
}
