// earshot serve: the same window in a browser on this machine.
import { Option, type Command } from "commander";
import { AppError } from "../../base/app-error.ts";
import { printLine, printNote } from "../output.ts";
import { prepareBuild } from "../prepare-build.ts";
import { libraryOption } from "../with-engine.ts";

interface ServeOptions {
  library: string;
  port?: number;
}

const highestPort = 65_535;

export function addServeCommand(program: Command): void {
  program
    .command("serve")
    .description("show the library in a browser on this machine")
    .addOption(libraryOption())
    .addOption(new Option("--port <n>", "port on 127.0.0.1, 0 for any").argParser(parsePort))
    .action(async (options: ServeOptions) => {
      await prepareBuild(["renderer"], () => printNote("Building the window"));
      // Loaded here, since no other command needs a web server.
      const { startWebServer } = await import("../../web/serve.ts");
      const server = await startWebServer({
        libraryPath: options.library,
        port: options.port,
        onNewLink: (url) => printNote(`A browser came without a link. To open Earshot there: ${url}`),
        onOpen: (url) => printNote(`Something was opened and no window shows it. To open one: ${url}`),
      });
      printLine(server.url);
      await untilAskedToEnd();
      await server.close();
    });
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > highestPort) {
    throw new AppError("usage", `A port is a number from 0 to ${highestPort}, not "${text}".`);
  }
  return port;
}

function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}
