// A stand-in that answers what it was taught and nothing else: a call that it does not know fails the test.
import { report } from "./control.ts";

/** The object itself, but reading a member that it has not got throws and is reported to the test. */
export function refuseUnknown<Known extends object>(name: string, known: Known): Known {
  return new Proxy(known, {
    get: (target, key) => {
      // Promises and inspection ask every object for these.
      if (key in target || typeof key === "symbol" || key === "then" || key === "toJSON") {
        const value: unknown = Reflect.get(target, key, target);
        return typeof value === "function" && !isClass(value) ? value.bind(target) : value;
      }
      report({ type: "unknown-call", name: `${name}.${key}` });
      throw new Error(`The stand-in for Electron does not know ${name}.${key}`);
    },
  });
}

/** Options of a call, of which each must be known: a misspelt one would be silently ignored. */
export function checkKeys(name: string, given: object, known: readonly string[]): void {
  for (const key of Object.keys(given)) {
    if (known.includes(key)) continue;
    report({ type: "unknown-call", name: `${name}: ${key}` });
    throw new Error(`The stand-in for Electron does not know the option ${key} of ${name}`);
  }
}

function isClass(value: unknown): boolean {
  return typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));
}
