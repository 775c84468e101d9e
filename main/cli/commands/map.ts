// earshot map: where each sound lies on the map.
import type { Command } from "commander";
import type { SoundMap } from "../../../preload/map.ts";
import { AppError } from "../../base/app-error.ts";
import type { EngineConnection } from "../../engine/connect-engine.ts";
import { printJson, printLine, printNote, toOneLine } from "../output.ts";
import { libraryOption, readLibrary, withEngine, writeLibrary } from "../with-engine.ts";

interface MapOptions {
  library: string;
  layOut?: true;
  json?: true;
}

/** Paths asked for at once. */
const pathsAtOnce = 1000;

export function addMapCommand(program: Command): void {
  program
    .command("map")
    .description("print where each sound lies on the map: sounds that are alike lie near each other")
    .addOption(libraryOption())
    .option("--lay-out", "first give places to sounds that have none; all get new ones where most have none")
    .option("--json", "one JSON object a line")
    .action(async (options: MapOptions) => {
      const library = options.layOut ? writeLibrary(options.library) : readLibrary(options.library);
      await withEngine(library, async (connection) => {
        const map = options.layOut
          ? await layOut(connection)
          : await connection.api.getMap({ mayLayOut: false });
        if (map.problem) throw AppError.fromData(map.problem);
        await printMap(connection, map, options.json === true);
      });
    });
}

/** Resolves when every sound has its place. */
async function layOut({ api, on }: EngineConnection): Promise<SoundMap> {
  const done = new Promise<void>((resolve) => {
    on("mapChanged", ({ work }) => {
      if (work === null) resolve();
    });
    on("engineLost", () => resolve());
  });
  const { work } = await api.getMap({ mayLayOut: true });
  if (work !== null) {
    printNote(work.kind === "layout" ? "Laying out the map" : "Placing new sounds on the map");
    await done;
  }
  return api.getMap({ mayLayOut: false });
}

async function printMap({ api }: EngineConnection, map: SoundMap, asJson: boolean): Promise<void> {
  const { soundIds, x, y } = map;
  if (soundIds.length === 0) {
    printNote("The map is empty. `earshot map --lay-out` lays it out.");
  }
  for (let start = 0; start < soundIds.length; start += pathsAtOnce) {
    const ids = [...soundIds.subarray(start, start + pathsAtOnce)];
    const rows = await api.getSounds({ ids });
    const pathOf = new Map(rows.map(({ id, path }) => [id, path]));
    for (const [i, id] of ids.entries()) {
      const path = pathOf.get(id);
      if (path === undefined) continue;
      const place = { x: round(x[start + i]), y: round(y[start + i]) };
      if (asJson) printJson({ path, ...place });
      else printLine(`${place.x}\t${place.y}\t${toOneLine(path)}`);
    }
  }
}

/** Places have no unit; a ten-thousandth is far below what can be seen. */
function round(value = 0): number {
  return Math.round(value * 10_000) / 10_000;
}
