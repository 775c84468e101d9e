// Writes small ONNX files for tests: as much of onnx.proto3 as a graph of a few nodes needs.

type Bytes = Uint8Array<ArrayBuffer>;

export interface GraphNode {
  op: string;
  inputs: string[];
  output: string;
  attributes?: Record<string, number | number[]>;
}

export interface GraphValue {
  name: string;
  type: "float32" | "int64";
  /** Numbers are fixed lengths, words are free ones. */
  shape: (number | string)[];
}

export interface GraphConstant {
  name: string;
  shape: number[];
  data: Float32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>;
}

export interface Graph {
  nodes: GraphNode[];
  constants: GraphConstant[];
  inputs: GraphValue[];
  outputs: GraphValue[];
}

const dataTypes = { float32: 1, int64: 7 } as const;
const attributeTypes = { int: 2, ints: 7 } as const;
const irVersion = 8;
const opset = 17;

/** A ModelProto. */
export function writeOnnx(graph: Graph): Bytes {
  return join([
    number(1, irVersion),
    bytes(
      7,
      join([
        ...graph.nodes.map((node) => bytes(1, writeNode(node))),
        text(2, "graph"),
        ...graph.constants.map((constant) => bytes(5, writeConstant(constant))),
        ...graph.inputs.map((value) => bytes(11, writeValue(value))),
        ...graph.outputs.map((value) => bytes(12, writeValue(value))),
      ]),
    ),
    bytes(8, join([text(1, ""), number(2, opset)])),
  ]);
}

function writeNode({ op, inputs, output, attributes = {} }: GraphNode): Bytes {
  return join([
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(3, `${output}_node`),
    text(4, op),
    ...Object.entries(attributes).map(([name, value]) => bytes(5, writeAttribute(name, value))),
  ]);
}

function writeAttribute(name: string, value: number | number[]): Bytes {
  if (Array.isArray(value)) {
    return join([text(1, name), ...value.map((item) => number(8, item)), number(20, attributeTypes.ints)]);
  }
  return join([text(1, name), number(3, value), number(20, attributeTypes.int)]);
}

function writeConstant({ name, shape, data }: GraphConstant): Bytes {
  const type = data instanceof Float32Array ? dataTypes.float32 : dataTypes.int64;
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return join([...shape.map((length) => number(1, length)), number(2, type), text(8, name), bytes(9, raw)]);
}

function writeValue({ name, type, shape }: GraphValue): Bytes {
  const dims = shape.map((length) =>
    bytes(1, typeof length === "string" ? text(2, length) : number(1, length)),
  );
  const tensor = join([number(1, dataTypes[type]), bytes(2, join(dims))]);
  return join([text(1, name), bytes(2, bytes(1, tensor))]);
}

function number(field: number, value: number): Bytes {
  return join([varint((field << 3) | 0), varint(value)]);
}

function bytes(field: number, value: Bytes): Bytes {
  return join([varint((field << 3) | 2), varint(value.length), value]);
}

function text(field: number, value: string): Bytes {
  return bytes(field, new TextEncoder().encode(value));
}

function varint(value: number): Bytes {
  let rest = BigInt.asUintN(64, BigInt(value));
  const out: number[] = [];
  do {
    const low = Number(rest & 127n);
    rest >>= 7n;
    out.push(rest === 0n ? low : low | 128);
  } while (rest !== 0n);
  return Uint8Array.from(out);
}

function join(parts: Bytes[]): Bytes {
  const joined = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
