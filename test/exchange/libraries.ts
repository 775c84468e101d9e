// Set-ups: engines over libraries that were made without listening, and what they export.
import type { ExportRequest } from "../../preload/exchange.ts";
import { closeLibrary, openLibrary } from "../../main/db/open-library.ts";
import { streamExport } from "../../main/shell/export-library.ts";
import { storeSoundResult } from "../../main/db/store-result.ts";
import { addFile, soundResult } from "../db/library-setups.ts";
import { openEngine, tempLibraryPath, type TestEngine } from "../engine/engine-setup.ts";

export const everything: Omit<ExportRequest, "format"> = {
  query: "",
  scope: { kind: "all" },
  limit: 0,
  ucs: { creatorId: "", sourceId: "" },
};

/** The whole text of an export. */
export async function exportText(engine: TestEngine, request: Partial<ExportRequest>): Promise<string> {
  let text = "";
  const whole: ExportRequest = { ...everything, format: "json", ...request };
  for await (const piece of streamExport(engine.handlers as never, whole)) text += piece;
  return text;
}

/** An engine over a library of these files; equal contents are one sound. Nothing is listened to. */
export function libraryOf(contents: Record<string, string>, rootPath = "/sounds"): TestEngine {
  const libraryPath = tempLibraryPath();
  const db = openLibrary(libraryPath, "write");
  for (const [name, contentHash] of Object.entries(contents)) {
    const { fileId } = addFile(db, `${rootPath}/${name}`, { rootPath });
    storeSoundResult(db, soundResult(fileId, { contentHash }));
  }
  closeLibrary(db);
  return openEngine(libraryPath);
}
