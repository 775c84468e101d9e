// How calls and events look on the web shell's socket: MessagePack, one message a frame. Read by the web server
// and by the renderer's web bridge. Format: docs of the extension types below; everything else is plain MessagePack.
import { decode, encode, ExtensionCodec } from "@msgpack/msgpack";
import type { ErrorData } from "./error-data.ts";

/** Path of the socket on the web server. */
export const socketPath = "/socket";

/** From the renderer: one call of `EngineApi` or `AsyncShellApi`. */
export interface WireCall {
  type: "call";
  /** Chosen by the caller, unique on the connection; the answer carries it. */
  id: number;
  target: "engine" | "shell";
  name: string;
  request: unknown;
}

/** To the renderer: the answer to a call (null where it answers nothing), or an event of `EngineEvents`. */
export type WireReply =
  | { type: "result"; id: number; value: unknown }
  | { type: "failure"; id: number; error: ErrorData }
  | { type: "event"; name: string; payload: unknown };

export type WireMessage = WireCall | WireReply;

// Extension types: the elements, little-endian, as every machine that runs Chromium stores them.
const uint32ArrayType = 1;
const float32ArrayType = 2;

const codec = new ExtensionCodec();
codec.register({
  type: uint32ArrayType,
  encode: (value) => (value instanceof Uint32Array ? toBytes(value) : null),
  decode: (bytes) => new Uint32Array(toAlignedBuffer(bytes)),
});
codec.register({
  type: float32ArrayType,
  encode: (value) => (value instanceof Float32Array ? toBytes(value) : null),
  decode: (bytes) => new Float32Array(toAlignedBuffer(bytes)),
});

/**
 * A message as one binary frame. `Uint8Array`, `Uint32Array`, `Float32Array`, NaN and infinities survive;
 * `undefined` fields are left out.
 */
export function encodeMessage(message: WireMessage): Uint8Array<ArrayBuffer> {
  return encode(message, { extensionCodec: codec, ignoreUndefined: true });
}

/**
 * The message of one binary frame. A `Uint8Array` in it is a view of `bytes`.
 * @throws Error when the bytes are not one whole message of a known type
 */
export function decodeMessage(bytes: ArrayBuffer | Uint8Array): WireMessage {
  const message = decode(bytes, { extensionCodec: codec }) as { type?: unknown } | null;
  const type = typeof message === "object" ? message?.type : undefined;
  if (type === "call" || type === "result" || type === "failure" || type === "event") {
    return message as WireMessage;
  }
  throw new Error("The frame is MessagePack but no message of Earshot");
}

function toBytes(array: Uint32Array | Float32Array): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** A copy, since a typed array cannot start in the middle of an element. */
function toAlignedBuffer(bytes: Uint8Array): ArrayBuffer {
  return bytes.slice().buffer;
}
