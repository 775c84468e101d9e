// Export: which format, and all of the library or what the list shows. A file by the system's dialog, or a download.
import { useState } from "react";
import type { ExportFormat, ExportRequest } from "../../preload/exchange.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { CallError } from "../bridge/web-bridge.ts";
import { Modal } from "../elements/modal.tsx";
import { useLibrary } from "../stores/library.ts";
import { useSearch } from "../stores/search.ts";
import { closeDialog, notify } from "../stores/window-state.ts";
import { texts } from "../texts.ts";

const formats: ExportFormat[] = ["json", "csv", "ucs"];

function toRequest(format: ExportFormat, isAll: boolean): ExportRequest {
  const { line, scope } = useSearch.getState();
  const what = isAll ? ({ query: "", scope: { kind: "all" } } as const) : { query: line, scope };
  return { format, ...what, limit: 0, ucs: { creatorId: "", sourceId: "" } };
}

/**
 * The browser's own download: the text never lies in the page's memory. A browser tells nobody why a download
 * failed, so a refusal is asked for first.
 */
async function download(url: string, request: ExportRequest): Promise<void> {
  const link = document.createElement("a");
  link.href = `${url}?${new URLSearchParams({ request: JSON.stringify(request) }).toString()}`;
  const { ok } = await fetch(link.href, { method: "HEAD" });
  if (!ok) throw new CallError({ code: "refused", message: await (await fetch(link.href)).text(), hint: "" });
  link.download = "";
  link.click();
}

/** @returns whether anything was exported; a person may cancel the system's dialog */
async function exportLibrary(request: ExportRequest): Promise<boolean> {
  const url = useLibrary.getState().shell?.exportUrl ?? null;
  if (url !== null) {
    await download(url, request);
    return true;
  }
  const written = await getBridge().shell.exportLibrary(request);
  if (written) notify(texts.exporting.done(written.soundCount, written.path));
  return written !== null;
}

export function ExportDialog() {
  const [format, setFormat] = useState<ExportFormat>("json");
  const isNarrowed = useSearch(({ line, scope }) => line.trim() !== "" || scope.kind !== "all");
  const [isAll, setIsAll] = useState(true);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (): Promise<void> => {
    setIsBusy(true);
    setProblem(null);
    try {
      if (await exportLibrary(toRequest(format, isAll))) closeDialog();
    } catch (thrown) {
      const { message, hint } = toErrorData(thrown);
      setProblem(`${message} ${hint}`.trim());
    }
    setIsBusy(false);
  };
  return (
    <Modal title={texts.exporting.title} description={texts.exporting.description}>
      <div className="modal-body">
        {formats.map((each) => (
          <label key={each} className="settings-choice">
            <input
              type="radio"
              name="export-format"
              data-first-focus={each === format}
              checked={each === format}
              onChange={() => setFormat(each)}
            />
            {texts.exporting.formats[each]}
          </label>
        ))}
        {isNarrowed && (
          <label className="settings-choice">
            <input type="checkbox" checked={!isAll} onChange={(event) => setIsAll(!event.target.checked)} />
            {texts.exporting.shownOnly}
          </label>
        )}
        <p className="path-note" role={problem === null ? undefined : "alert"}>
          {problem}
        </p>
        <div className="modal-actions">
          <button type="button" className="button" onClick={closeDialog}>
            {texts.exporting.cancel}
          </button>
          <button
            type="button"
            className="button button-primary"
            disabled={isBusy}
            onClick={() => void run()}
          >
            {texts.exporting.run}
          </button>
        </div>
      </div>
    </Modal>
  );
}
