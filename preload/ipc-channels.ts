// The names of Electron's IPC channels and the envelope of an answer, for both sides of the border.
import type { ErrorData } from "./error-data.ts";

/** Channel of a call of `EngineCalls` or `ShellApi`. */
export const callChannel = (name: string): string => `earshot:call:${name}`;
/** Channel of an event of `EngineEvents`. */
export const eventChannel = (name: string): string => `earshot:event:${name}`;

/** An answer over IPC: Electron's `invoke` would keep only the message of a thrown error. */
export type IpcReply = { isOk: true; value: unknown } | { isOk: false; error: ErrorData };
