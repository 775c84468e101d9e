// npm passes no `kill` on to what it runs: without this, the command goes on unseen and holds the library.

const lookEveryMs = 1000;

/**
 * Ends this process when npm ran it and is gone. Started in any other way, a command may outlive its parent:
 * that is what `nohup` and `setsid` are for.
 */
export function endWithNpm(): void {
  if (process.env["npm_lifecycle_event"] === undefined) return;
  const parentId = process.ppid;
  setInterval(() => {
    if (process.ppid !== parentId) process.exit(1);
  }, lookEveryMs).unref();
}
