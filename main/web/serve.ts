// A library behind a web server: what `earshot serve` and `npm start` run.
import { connectEngine, type EngineConnection } from "../engine/connect-engine.ts";
import { openLog } from "../base/log.ts";
import { addDemoFolder } from "../shell/demo-library.ts";
import { listenForPaths } from "../shell/hand-over.ts";
import { findRendererFolder } from "../shell/renderer-files.ts";
import { readVersion } from "../shell/version.ts";
import { createWebServer, type WebServer } from "./web-server.ts";

export interface ServeOptions {
  libraryPath: string;
  /** That port and no other; 0 for any; undefined for the usual one or the next that is free. */
  port?: number | undefined;
  /** Adds the demo sounds; meant for a library that did not exist before. */
  withDemo?: boolean;
  /** Called with a new link when a browser came that had none. */
  onNewLink?: (url: string) => void;
  /** Called with a new link when `earshot open` handed something over and no window is open. */
  onOpen?: (url: string) => void;
}

export interface ServedLibrary extends WebServer {
  engine: EngineConnection;
}

/**
 * Opens the library for writing, looks for changes in its folders and serves it.
 * `close` ends the engine too.
 * @throws AppError as the engine or the port refuses
 */
export async function startWebServer(options: ServeOptions): Promise<ServedLibrary> {
  const log = openLog("web");
  const engine = await connectEngine({
    libraryPath: options.libraryPath,
    mode: "write",
    isFollowing: true,
  });
  try {
    const server = await createWebServer({
      engine,
      rendererFolder: findRendererFolder(),
      version: readVersion(),
      port: options.port,
      log,
      ...(options.onNewLink && { onNewLink: options.onNewLink }),
    });
    if (options.withDemo === true) await addDemoFolder(engine.api);
    const stopListening = await listenForPaths((paths) => {
      if (!server.open(paths)) options.onOpen?.(server.makeLink());
    }, log);
    const close = async (): Promise<void> => {
      stopListening();
      await server.close();
      await engine.close();
    };
    return { ...server, engine, close };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
