// A value that has stopped changing: what is costly to show waits for it while keys are held.
import { useEffect, useState } from "react";

/** Longer than between two keys that are held (33 ms) or pressed in a hurry: they get the row's sound and paint alone. */
export const stepRestMs = 80;

/**
 * @param quietMs so long it must have stayed the same
 * @returns the last value that rested; the first one at once
 */
export function useRested<Value>(value: Value, quietMs: number): Value {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), quietMs);
    return () => clearTimeout(timer);
  }, [value, quietMs]);
  return rested;
}
