// The web shell's wire: MessagePack frames over one WebSocket, the same codec on both sides.
// Typed arrays cross as extension types, so a list of 100,000 ids is one copy and not 100,000 numbers.
import { decode, encode, ExtensionCodec } from "@msgpack/msgpack";
import type { ErrorData } from "./model.ts";

/** Path of the socket, below the origin that served the page. */
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

/** To the renderer: the answer to a call, or an event of `EngineEvents`. */
export type WireReply =
  | { type: "result"; id: number; value: unknown }
  | { type: "failure"; id: number; error: ErrorData }
  | { type: "event"; name: string; payload: unknown };

export type WireMessage = WireCall | WireReply;

// Extension types 0..127 are the application's own. Little-endian, as every machine Earshot runs on.
const uint32ArrayType = 1;
const float32ArrayType = 2;

/** A copy at offset 0: MessagePack does not align its payload, and typed arrays must be aligned. */
function alignedBuffer(data: Uint8Array): ArrayBuffer {
  return data.slice().buffer as ArrayBuffer;
}

function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

const extensionCodec = new ExtensionCodec();
extensionCodec.register({
  type: uint32ArrayType,
  encode: (value) => (value instanceof Uint32Array ? bytesOf(value) : null),
  decode: (data) => new Uint32Array(alignedBuffer(data)),
});
extensionCodec.register({
  type: float32ArrayType,
  encode: (value) => (value instanceof Float32Array ? bytesOf(value) : null),
  decode: (data) => new Float32Array(alignedBuffer(data)),
});

/** One frame. `undefined` crosses as null; bytes (`Uint8Array`) stay bytes. */
export function encodeMessage(message: WireMessage): Uint8Array<ArrayBuffer> {
  return encode(message, { extensionCodec });
}

/**
 * A frame read back. The shape is not checked here: the server checks requests against its schemas.
 * @throws RangeError, Error when the bytes are not one MessagePack value
 */
export function decodeMessage(frame: Uint8Array): unknown {
  return decode(frame, { extensionCodec });
}
