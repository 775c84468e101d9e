// Finding a port of the loopback address.
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AppError, isSystemError } from "../base/app-error.ts";

export const loopbackAddress = "127.0.0.1";
/** Tried first, then the ports above it. */
export const firstPort = 7411;
const triedPorts = 20;

/**
 * Listens on the loopback address only.
 * @param wantedPort that port and no other; 0 for any free one; undefined for the first free one from `firstPort`
 * @returns the port
 * @throws AppError `port-in-use`, `port-refused`
 */
export async function listenOnLoopback(server: Server, wantedPort: number | undefined): Promise<number> {
  const ports = wantedPort === undefined ? countUp(firstPort, triedPorts) : [wantedPort];
  for (const port of ports) {
    try {
      return await listen(server, port);
    } catch (error) {
      if (isSystemError(error, "EADDRINUSE")) continue;
      if (isSystemError(error, "EACCES")) {
        throw new AppError(
          "port-refused",
          `Port ${port} may not be used: permission denied.`,
          "Ports below 1024 belong to the system; give a higher one with --port.",
        );
      }
      throw error;
    }
  }
  const [first, last] = [ports[0], ports.at(-1)];
  throw new AppError(
    "port-in-use",
    first === last ? `Port ${first} is in use.` : `The ports ${first} to ${last} are all in use.`,
    "End the program that uses it, or give another with --port (0 takes any free one).",
  );
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host: loopbackAddress, port, exclusive: true }, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function countUp(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
