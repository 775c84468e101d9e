// Values that cross IPC as text, typed arrays and NaN included: what DevTools can carry is text only.
// These two functions run in the page too: they use nothing from outside themselves.
// oxlint-disable unicorn/consistent-function-scoping

/** @throws TypeError for functions and other things that the structured clone refuses */
export function toText(value: unknown): string {
  return JSON.stringify(tag(value));

  function tag(part: unknown): unknown {
    if (part === undefined) return { $: "undefined" };
    if (typeof part === "number" && !Number.isFinite(part)) return { $: "number", text: String(part) };
    if (typeof part === "function" || typeof part === "symbol")
      throw new TypeError("An object could not be cloned.");
    if (typeof part !== "object" || part === null) return part;
    if (part instanceof Uint8Array || part instanceof Uint32Array || part instanceof Float32Array) {
      const bytes = new Uint8Array(part.buffer, part.byteOffset, part.byteLength);
      let binary = "";
      for (const byte of bytes) binary += String.fromCharCode(byte);
      const type =
        part instanceof Uint8Array
          ? "Uint8Array"
          : part instanceof Uint32Array
            ? "Uint32Array"
            : "Float32Array";
      return { $: type, base64: btoa(binary) };
    }
    if (Array.isArray(part)) return part.map(tag);
    return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, tag(each)]));
  }
}

export function fromText(text: string): unknown {
  return untag(JSON.parse(text));

  function untag(part: unknown): unknown {
    if (typeof part !== "object" || part === null) return part;
    if (Array.isArray(part)) return part.map(untag);
    const { $: type, base64, text: number } = part as { $?: string; base64?: string; text?: string };
    if (type === undefined)
      return Object.fromEntries(Object.entries(part).map(([key, each]) => [key, untag(each)]));
    if (type === "undefined") return undefined;
    if (type === "number") return Number(number);
    const bytes = Uint8Array.from(atob(base64 ?? ""), (character) => character.charCodeAt(0));
    if (type === "Uint32Array") return new Uint32Array(bytes.buffer);
    return type === "Float32Array" ? new Float32Array(bytes.buffer) : bytes;
  }
}
