// Calls that take over what a person said elsewhere, and that write and read sidecars.
import path from "node:path";
import type { ImportReport, SidecarReport } from "../../preload/exchange.ts";
import { AppError, toErrorData } from "../base/app-error.ts";
import type { HandlersOf } from "../base/channel.ts";
import { countSounds } from "../base/count-words.ts";
import { dropLeftovers } from "../base/part-files.ts";
import type { ReadableDb } from "../db/database.ts";
import { exportSounds, listPresentPaths } from "../db/export-sounds.ts";
import { makeEdit } from "../db/journal.ts";
import { listLabelDefinitions } from "../db/labels.ts";
import { findSetting } from "../db/settings.ts";
import { queueAllSounds } from "../db/tag-queue.ts";
import { MarksImport } from "../exchange/import-marks.ts";
import { readExport, readSidecar } from "../exchange/read-export.ts";
import { findSidecarText, toSidecar, toSidecarPath, writeSidecar } from "../exchange/sidecar.ts";
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
      const refused = await readSidecars(db, marks);
      return { ...finish(marks, isDryRun), refused };
    },
    writeSidecars: async (request) => {
      const { db } = library;
      const soundIds = await listWanted(db, search, request);
      return writeAll(db, soundIds, findSetting(db, "id") ?? null);
    },
  };
}

/** @returns those that could not be read: one bad sidecar must not keep the others out */
async function readSidecars(db: ReadableDb, marks: MarksImport): Promise<ImportReport["refused"]> {
  const refused: ImportReport["refused"] = [];
  const paths = listPresentPaths(db);
  for (let start = 0; start < paths.length; start += readAtOnce) {
    const some = paths.slice(start, start + readAtOnce);
    const answers = await Promise.all(some.map(readOne));
    for (const [i, answer] of answers.entries()) {
      const filePath = some[i] as string;
      if (answer instanceof AppError) {
        refused.push({ path: toSidecarPath(filePath), ...toErrorData(answer) });
      } else if (answer) {
        marks.addHead({ labels: answer.labels, collections: [] });
        marks.addSound(answer.sound, filePath);
      }
    }
  }
  return refused;
}

async function readOne(filePath: string): Promise<ReturnType<typeof readSidecar> | AppError> {
  try {
    const text = await findSidecarText(filePath);
    return text === undefined ? undefined : readSidecar(text, toSidecarPath(filePath));
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

async function writeAll(
  db: ReadableDb,
  soundIds: readonly number[],
  libraryId: string | null,
): Promise<SidecarReport> {
  const report: SidecarReport = { writtenCount: 0, sameCount: 0, refused: [] };
  const definitions = listLabelDefinitions(db);
  const tidied = new Set<string>();
  for (const soundId of soundIds) {
    const [sound] = exportSounds(db, [soundId]);
    for (const { path: filePath, state } of sound?.files ?? []) {
      if (!sound || state !== "present") continue;
      const folder = path.dirname(filePath);
      if (!tidied.has(folder)) await dropLeftovers(folder);
      tidied.add(folder);
      try {
        const sidecar = toSidecar(path.basename(filePath), sound, definitions, libraryId);
        if (await writeSidecar(filePath, sidecar)) report.writtenCount++;
        else report.sameCount++;
      } catch (error) {
        report.refused.push({ path: filePath, ...toErrorData(error) });
      }
    }
  }
  return report;
}
