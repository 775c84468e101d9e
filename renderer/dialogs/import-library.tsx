// Import: first what would be taken over, then the taking. The file lies on the machine that the library is on.
import { useState } from "react";
import type { ImportReport } from "../../preload/exchange.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { Modal } from "../elements/modal.tsx";
import { useLibrary } from "../stores/library.ts";
import { closeDialog, notify } from "../stores/window-state.ts";
import { texts } from "../texts.ts";

function useImport(path: string) {
  const [report, setReport] = useState<ImportReport | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const ask = async (isDryRun: boolean): Promise<void> => {
    setIsBusy(true);
    setProblem(null);
    try {
      const answer = await getBridge().engine.importLibrary({ path: path.trim(), isDryRun });
      setReport(answer);
      if (!isDryRun) {
        notify(texts.importing.done(answer));
        closeDialog();
      }
    } catch (thrown) {
      const { message, hint } = toErrorData(thrown);
      setReport(null);
      setProblem(`${message} ${hint}`.trim());
    }
    setIsBusy(false);
  };
  return { report, setReport, isBusy, problem, ask };
}

export function ImportDialog() {
  const hasFileDialog = useLibrary(({ shell }) => shell?.hasFolderDialog === true);
  const [path, setPath] = useState("");
  const { report, setReport, isBusy, problem, ask } = useImport(path);
  const take = (next: string): void => {
    setPath(next);
    setReport(null);
  };
  const choose = async (): Promise<void> => {
    const chosen = await getBridge().shell.chooseImportFile({});
    if (chosen !== null) take(chosen);
  };
  return (
    <Modal title={texts.importing.title} description={texts.importing.description}>
      <form
        className="modal-body"
        onSubmit={(event) => {
          event.preventDefault();
          void ask(report === null);
        }}
      >
        <div className="path-line">
          <input
            type="text"
            className="field"
            data-first-focus="true"
            aria-label={texts.importing.path}
            placeholder={texts.importing.path}
            value={path}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => take(event.target.value)}
          />
          {hasFileDialog && (
            <button type="button" className="button" onClick={() => void choose()}>
              {texts.importing.choose}
            </button>
          )}
        </div>
        <p className="path-note" role={problem === null ? "status" : "alert"}>
          {problem ?? (report && texts.importing.report(report))}
        </p>
        <div className="modal-actions">
          <button type="button" className="button" onClick={closeDialog}>
            {texts.importing.cancel}
          </button>
          <button type="submit" className="button button-primary" disabled={isBusy || path.trim() === ""}>
            {report === null ? texts.importing.check : texts.importing.run}
          </button>
        </div>
      </form>
    </Modal>
  );
}
