// Loaded first in each utility process: gives it `process.parentPort`, as Electron does.
import { EventEmitter } from "node:events";
import type { PipeMessage } from "./utility-process.ts";

const portsById = new Map<number, HandedPort>();

function send(message: PipeMessage): void {
  if (process.connected) process.send?.(message);
}

/** `MessagePortMain` on the receiving side: holds messages back until it is started. */
class HandedPort extends EventEmitter {
  #id: number;
  #waiting: unknown[] | undefined = [];

  constructor(id: number) {
    super();
    this.#id = id;
  }

  postMessage(data: unknown): void {
    send({ type: "port-message", portId: this.#id, data });
  }

  start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const data of waiting) this.receive(data);
  }

  receive(data: unknown): void {
    if (this.#waiting) this.#waiting.push(data);
    else this.emit("message", { data, ports: [] });
  }
}

class ParentPort extends EventEmitter {
  postMessage(data: unknown): void {
    send({ type: "message", data, portIds: [] });
  }
}

const parentPort = new ParentPort();
Object.defineProperty(process, "parentPort", { value: parentPort });

process.on("message", (message: PipeMessage) => {
  if (message.type === "message") {
    const ports = message.portIds.map((id) => {
      const port = new HandedPort(id);
      portsById.set(id, port);
      return port;
    });
    parentPort.emit("message", { data: message.data, ports });
  } else if (message.type === "port-message") {
    portsById.get(message.portId)?.receive(message.data);
  } else {
    portsById.get(message.portId)?.emit("close");
    portsById.delete(message.portId);
  }
});
// Electron ends its utility processes with the application.
process.once("disconnect", () => process.exit(0));
