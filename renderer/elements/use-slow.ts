// Time for a skeleton: an answer that is there within a moment needs none.
import { useEffect, useState } from "react";

const slowAfterMs = 150;

/** True once `isWaiting` has lasted 150 ms. */
export function useSlow(isWaiting: boolean): boolean {
  const [isSlow, setIsSlow] = useState(false);
  useEffect(() => {
    if (!isWaiting) return undefined;
    const timer = setTimeout(() => setIsSlow(true), slowAfterMs);
    return () => {
      clearTimeout(timer);
      setIsSlow(false);
    };
  }, [isWaiting]);
  return isSlow && isWaiting;
}
