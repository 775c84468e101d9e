// Set-up: root may read and write everything, so a test of rights takes on a user who may not.

const nobody = 65_534;

/** Does `work`, which must be synchronous, with the rights of no one in particular when the tests run as root. */
export function asNobody<Result>(work: () => Result): Result {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(nobody);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}
