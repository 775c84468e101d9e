// Points the weights of an ONNX graph at byte ranges of another file, in memory. Reads and writes only as much of
// the protobuf as that needs (onnx.proto3: ModelProto.graph = 7, GraphProto.initializer = 5, TensorProto);
// every other field is copied as it is. Knows nothing of files or checkpoints.

/** A weight that the graph names and another file holds. */
export interface ExternalInitializer {
  name: string;
  /** `TensorProto.DataType`: 1 is float32, 7 is int64. */
  dataType: number;
  dims: number[];
}

/** Where an initializer's bytes lie. */
export interface WeightPlace {
  /** File name, relative to the folder that the session is given. */
  location: string;
  offsetBytes: number;
  byteLength: number;
}

const field = {
  modelGraph: 7,
  graphInitializer: 5,
  tensorDims: 1,
  tensorDataType: 2,
  tensorName: 8,
  tensorExternalData: 13,
  tensorDataLocation: 14,
  entryKey: 1,
  entryValue: 2,
} as const;
const wire = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
/** `TensorProto.DataLocation.EXTERNAL` */
const externalLocation = 1;

/**
 * A copy of the model in which each external initializer has the place that `findPlace` gives it.
 * @param model bytes of a ModelProto
 * @param findPlace called once for each initializer kept outside the graph; what it throws passes through
 */
export function placeInitializers(
  model: Uint8Array,
  findPlace: (initializer: ExternalInitializer) => WeightPlace,
): Uint8Array {
  return mapMessages(model, field.modelGraph, (graph) =>
    mapMessages(graph, field.graphInitializer, (tensor) => {
      const initializer = readExternalInitializer(tensor);
      return initializer ? writePlace(tensor, findPlace(initializer)) : tensor;
    }),
  );
}

/** The initializers that the graph keeps outside itself, in the graph's order. */
export function listExternalInitializers(model: Uint8Array): ExternalInitializer[] {
  const found: ExternalInitializer[] = [];
  for (const graph of readFields(model)) {
    if (graph.number !== field.modelGraph) continue;
    for (const tensor of readFields(graph.content)) {
      if (tensor.number !== field.graphInitializer) continue;
      const initializer = readExternalInitializer(tensor.content);
      if (initializer) found.push(initializer);
    }
  }
  return found;
}

function readExternalInitializer(tensor: Uint8Array): ExternalInitializer | undefined {
  const initializer: ExternalInitializer = { name: "", dataType: 0, dims: [] };
  let isExternal = false;
  for (const { number, wireType, value, content } of readFields(tensor)) {
    if (number === field.tensorName) initializer.name = new TextDecoder().decode(content);
    else if (number === field.tensorDataType) initializer.dataType = value;
    else if (number === field.tensorDataLocation) isExternal = value === externalLocation;
    else if (number === field.tensorDims) {
      // Writers of proto2 repeat the field, those of proto3 pack it.
      if (wireType === wire.varint) initializer.dims.push(value);
      else for (let at = 0; at < content.length;) at = pushVarint(content, at, initializer.dims);
    }
  }
  return isExternal ? initializer : undefined;
}

function writePlace(tensor: Uint8Array, place: WeightPlace): Uint8Array {
  const kept = [...readFields(tensor)]
    .filter(({ number }) => number !== field.tensorExternalData)
    .map(({ whole }) => whole);
  const entries = Object.entries({
    location: place.location,
    offset: String(place.offsetBytes),
    length: String(place.byteLength),
  }).map(([key, value]) => {
    const entry = [
      ...encodeBytesField(field.entryKey, encodeText(key)),
      ...encodeBytesField(field.entryValue, encodeText(value)),
    ];
    return concatenate(encodeBytesField(field.tensorExternalData, concatenate(entry)));
  });
  return concatenate([...kept, ...entries]);
}

/** Replaces the content of each field `number` of a message, leaving all else byte for byte. */
function mapMessages(
  message: Uint8Array,
  number: number,
  change: (content: Uint8Array) => Uint8Array,
): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const part of readFields(message)) {
    if (part.number === number) parts.push(...encodeBytesField(number, change(part.content)));
    else parts.push(part.whole);
  }
  return concatenate(parts);
}

interface Field {
  number: number;
  wireType: number;
  /** Of a varint field, else 0. */
  value: number;
  /** Payload of a length-delimited field, else empty. */
  content: Uint8Array;
  /** The field with its tag. */
  whole: Uint8Array;
}

const noBytes = new Uint8Array(0);

function* readFields(message: Uint8Array): Generator<Field> {
  let position = 0;
  while (position < message.length) {
    const start = position;
    const tag = readVarint(message, position);
    position = tag.end;
    const number = Math.floor(tag.value / 8);
    const wireType = tag.value % 8;
    let value = 0;
    let content: Uint8Array = noBytes;
    if (wireType === wire.varint) ({ value, end: position } = readVarint(message, position));
    else if (wireType === wire.fixed64) position += 8;
    else if (wireType === wire.fixed32) position += 4;
    else if (wireType === wire.bytes) {
      const length = readVarint(message, position);
      position = length.end + length.value;
      content = message.subarray(length.end, position);
    } else throw new Error(`protobuf wire type ${wireType} at byte ${start} is not one of ONNX`);
    if (position > message.length) throw new Error(`protobuf field at byte ${start} ends after the message`);
    yield { number, wireType, value, content, whole: message.subarray(start, position) };
  }
}

/** Values above 2^53 lose their low bits: lengths, dims and tags never reach it. */
function readVarint(bytes: Uint8Array, position: number): { value: number; end: number } {
  let value = 0;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[position + index];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, end: position + index + 1 };
  }
  throw new Error(`protobuf number at byte ${position} does not end`);
}

function pushVarint(bytes: Uint8Array, position: number, into: number[]): number {
  const { value, end } = readVarint(bytes, position);
  into.push(value);
  return end;
}

function encodeText(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function encodeVarint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

function encodeBytesField(number: number, content: Uint8Array): Uint8Array[] {
  const head = [...encodeVarint(number * 8 + wire.bytes), ...encodeVarint(content.length)];
  return [Uint8Array.from(head), content];
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    whole.set(part, position);
    position += part.length;
  }
  return whole;
}
