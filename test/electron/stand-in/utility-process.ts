// `utilityProcess` and `MessageChannelMain`: real child processes, and ports between them that this process carries.
import { fork, type ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import path from "node:path";
import { report } from "./control.ts";
import { checkKeys, refuseUnknown } from "./refuse-unknown.ts";

/** Between this process and a utility process. */
export type PipeMessage =
  | { type: "message"; data: unknown; portIds: number[] }
  | { type: "port-message"; portId: number; data: unknown }
  | { type: "port-closed"; portId: number };

/** One end of a channel, and the process that holds it once it was passed on. */
class MessagePortMain {
  readonly id: number;
  holder: ChildProcess | undefined;
  constructor(id: number) {
    this.id = id;
  }
}

const portsById = new Map<number, MessagePortMain>();
const peerOf = (id: number): MessagePortMain | undefined => portsById.get(id % 2 === 0 ? id + 1 : id - 1);
let nextPortId = 0;

export class MessageChannelMain {
  readonly port1: MessagePortMain;
  readonly port2: MessagePortMain;
  constructor() {
    this.port1 = new MessagePortMain(nextPortId++);
    this.port2 = new MessagePortMain(nextPortId++);
    portsById.set(this.port1.id, this.port1);
    portsById.set(this.port2.id, this.port2);
  }
}

class UtilityProcess extends EventEmitter {
  readonly stderr: ChildProcess["stderr"];
  readonly #child: ChildProcess;

  constructor(child: ChildProcess) {
    super();
    this.#child = child;
    this.stderr = child.stderr;
    child.on("message", (message: PipeMessage) => this.#receive(message));
    child.once("exit", (code) => {
      for (const port of portsById.values()) if (port.holder === child) closePort(port);
      this.emit("exit", code ?? 1);
    });
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null ? this.#child.pid : undefined;
  }

  postMessage(data: unknown, transfer: MessagePortMain[] = []): void {
    for (const port of transfer) port.holder = this.#child;
    sendTo(this.#child, { type: "message", data, portIds: transfer.map((port) => port.id) });
  }

  kill(): boolean {
    return this.#child.kill("SIGTERM");
  }

  #receive(message: PipeMessage): void {
    if (message.type === "message") this.emit("message", message.data);
    if (message.type !== "port-message") return;
    const peer = peerOf(message.portId);
    if (peer?.holder) sendTo(peer.holder, { ...message, portId: peer.id });
  }
}

function closePort(port: MessagePortMain): void {
  const peer = peerOf(port.id);
  portsById.delete(port.id);
  if (peer?.holder) sendTo(peer.holder, { type: "port-closed", portId: peer.id });
}

function sendTo(child: ChildProcess, message: PipeMessage): void {
  if (child.connected) child.send(message);
}

interface ForkOptions {
  serviceName: string;
  stdio: ("ignore" | "pipe" | "inherit")[];
}

export const utilityProcess = refuseUnknown("utilityProcess", {
  fork(modulePath: string, args: string[], options: ForkOptions): UtilityProcess {
    checkKeys("utilityProcess.fork", options, ["serviceName", "stdio"]);
    const child = fork(modulePath, args, {
      serialization: "advanced",
      stdio: [...options.stdio, "ipc"],
      execArgv: ["--import", path.join(import.meta.dirname, "utility-side.ts")],
    });
    report({ type: "process", serviceName: options.serviceName, pid: child.pid ?? 0 });
    return refuseUnknown("UtilityProcess", new UtilityProcess(child));
  },
});
