// How long to wait before the next attempt to reach the server. Pure.

/**
 * Doubling from a quarter of a second to at most five seconds, spread by a fifth so that several
 * windows do not knock at once.
 * @param chance 0..1
 */
export function nextPauseMs(failedAttempts: number, chance: number): number {
  const pauseMs = Math.min(5000, 250 * 2 ** failedAttempts);
  return Math.round(pauseMs * (0.9 + 0.2 * chance));
}
