// `app`: the application's life.
import { EventEmitter } from "node:events";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { onCommand, report } from "./control.ts";
import { refuseUnknown } from "./refuse-unknown.ts";

const root = path.join(import.meta.dirname, "..", "..", "..");

class App extends EventEmitter {
  #isReady = false;
  readonly #ready: Promise<void>;

  constructor() {
    super();
    // Ready comes after the main module has run to its first await, as in Electron.
    this.#ready = new Promise((resolve) => {
      setImmediate(() => {
        this.#isReady = true;
        this.emit("ready");
        resolve();
      });
    });
  }

  setName(): void {}
  readonly #paths: Record<string, string> = {
    music: process.env["STAND_IN_MUSIC"] ?? "",
    documents: process.env["STAND_IN_MUSIC"] ?? "",
  };
  readonly commandLine = refuseUnknown("commandLine", {
    appendSwitch: (name: string, value = ""): void => {
      if (this.#isReady) throw new Error("A switch must come before ready");
      report({ type: "switch", name, value });
    },
  });

  setPath(name: string, folder: string): void {
    if (name !== "userData") throw new Error(`The stand-in does not know the path ${name}`);
    this.#paths[name] = folder;
    // Electron makes it.
    mkdirSync(folder, { recursive: true });
  }
  getPath(name: string): string {
    const folder = this.#paths[name];
    if (folder === undefined) throw new Error(`The stand-in does not know the path ${name}`);
    return folder;
  }
  enableSandbox(): void {
    if (this.#isReady) throw new Error("enableSandbox must come before ready");
  }
  requestSingleInstanceLock(): boolean {
    return true;
  }
  whenReady(): Promise<void> {
    return this.#ready;
  }
  isReady(): boolean {
    return this.#isReady;
  }
  getVersion(): string {
    const manifest = readFileSync(path.join(root, "package.json"), "utf8");
    return (JSON.parse(manifest) as { version: string }).version;
  }
  getAppPath(): string {
    return root;
  }
  quit(): void {
    let isPrevented = false;
    this.emit("before-quit", { preventDefault: () => (isPrevented = true) });
    if (isPrevented) return;
    this.emit("will-quit");
    process.exit(0);
  }
  exit(code: number): void {
    process.exit(code);
  }
}

export const app = refuseUnknown("app", new App());

onCommand((command) => {
  if (command.type === "quit") app.quit();
  if (command.type === "second-instance")
    app.emit("second-instance", {}, command.argv, command.workingFolder);
});
// The test is gone: nobody would end this process.
process.once("disconnect", () => process.exit(1));
