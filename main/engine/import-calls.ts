// Calls that take over what a person said elsewhere, and that write and read sidecars.
import path from "node:path";
import type { ImportReport, SidecarReport } from "../../preload/exchange.ts";
import { toErrorData } from "../base/app-error.ts";
import type { HandlersOf } from "../base/channel.ts";
import { countSounds } from "../base/count-words.ts";
import type { ReadableDb } from "../db/database.ts";
import { exportSounds, listPresentPaths } from "../db/export-sounds.ts";
import { makeEdit } from "../db/journal.ts";
import { listLabelDefinitions } from "../db/labels.ts";
import { queueAllSounds } from "../db/tag-queue.ts";
import { MarksImport } from "../exchange/import-marks.ts";
import { readExport, readSidecar } from "../exchange/read-export.ts";
import { findSidecarText, toSidecar, writeSidecar } from "../exchange/sidecar.ts";
import type { AsyncCalls, ShellHandlers } from "./call-types.ts";
import type { EngineParts } from "./engine-parts.ts";
import { listWanted } from "./export-calls.ts";
import type { SearchCalls } from "./search-calls.ts";
import { addPersonLabel } from "./tag-calls.ts";

type Calls = HandlersOf<AsyncCalls<"importLibrary"> & ShellHandlers<"importSidecars" | "writeSidecars">>;

/** Sidecars read at a time: enough for a network drive, few enough for its handles. */
const readAtOnce = 16;

export function makeImportCalls(parts: EngineParts, search: SearchCalls): Calls {
  const { library, nowMs } = parts;
  const finish = (marks: MarksImport, isDryRun: boolean): ImportReport => {
    const report = marks.toReport(isDryRun);
    if (isDryRun) return report;
    const db = library.writableDb;
    const what = `Imported tags and collections of ${countSounds(report.byHashCount + report.byPathCount)}`;
    makeEdit(db, what, nowMs(), (edit) => marks.apply(edit, addPersonLabel, nowMs()));
    if (marks.hasNewLabels) queueAllSounds(db);
    library.noteChange();
    return report;
  };
  return {
    importLibrary: async ({ path: filePath, isDryRun }) => {
      const marks = new MarksImport(isDryRun ? library.db : library.writableDb);
      marks.addHead(await readExport(path.resolve(filePath), (sound) => marks.addSound(sound)));
      return finish(marks, isDryRun);
    },
    importSidecars: async ({ isDryRun }) => {
      const db = isDryRun ? library.db : library.writableDb;
      const marks = new MarksImport(db);
      await readSidecars(db, marks);
      return finish(marks, isDryRun);
    },
    writeSidecars: async (request) => {
      const { db } = library;
      const soundIds = await listWanted(db, search, request);
      return writeAll(db, soundIds);
    },
  };
}

async function readSidecars(db: ReadableDb, marks: MarksImport): Promise<void> {
  const paths = listPresentPaths(db);
  for (let start = 0; start < paths.length; start += readAtOnce) {
    const some = paths.slice(start, start + readAtOnce);
    const texts = await Promise.all(some.map(findSidecarText));
    for (const [i, text] of texts.entries()) {
      const filePath = some[i] as string;
      const sidecar = text === undefined ? undefined : readSidecar(text, filePath);
      if (!sidecar) continue;
      marks.addHead({ labels: sidecar.labels, collections: [] });
      marks.addSound(sidecar.sound, filePath);
    }
  }
}

async function writeAll(db: ReadableDb, soundIds: readonly number[]): Promise<SidecarReport> {
  const report: SidecarReport = { writtenCount: 0, sameCount: 0, refused: [] };
  const definitions = listLabelDefinitions(db);
  for (const soundId of soundIds) {
    const [sound] = exportSounds(db, [soundId]);
    for (const { path: filePath, state } of sound?.files ?? []) {
      if (!sound || state !== "present") continue;
      try {
        const text = toSidecar(path.basename(filePath), sound, definitions);
        if (await writeSidecar(filePath, text)) report.writtenCount++;
        else report.sameCount++;
      } catch (error) {
        report.refused.push({ path: filePath, ...toErrorData(error) });
      }
    }
  }
  return report;
}
