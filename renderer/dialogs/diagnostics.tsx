// What a report of a fault needs, to be read and copied.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { copyText, tell } from "../commands/actions.ts";
import { Modal } from "../elements/modal.tsx";
import { texts } from "../texts.ts";

export function Diagnostics() {
  const [withPaths, setWithPaths] = useState(false);
  const [isCopied, setIsCopied] = useState(false);
  const { data, error } = useQuery({
    queryKey: ["diagnostics", withPaths],
    queryFn: () => getBridge().shell.getDiagnostics({ withPaths }),
    gcTime: 0,
  });
  const copy = async (): Promise<void> => {
    await tell(() => copyText(data ?? ""));
    setIsCopied(true);
  };
  return (
    <Modal title={texts.diagnostics.title} description={texts.diagnostics.description} className="logs">
      <div className="modal-body">
        <textarea
          className="diagnostics"
          readOnly
          // The button waits for the text, which takes a moment.
          data-first-focus="true"
          aria-label={texts.diagnostics.title}
          aria-busy={!data && !error}
          spellCheck={false}
          value={error ? toErrorData(error).message : (data ?? texts.diagnostics.asking)}
        />
        <div className="modal-actions">
          <label className="settings-choice">
            <input
              type="checkbox"
              checked={withPaths}
              onChange={(event) => {
                setWithPaths(event.target.checked);
                setIsCopied(false);
              }}
            />
            {texts.diagnostics.withPaths}
          </label>
          <span className="modal-space" role="status">
            {isCopied && texts.diagnostics.copied}
          </span>
          <button
            type="button"
            className="button button-primary"
            disabled={data === undefined}
            onClick={() => void copy()}
          >
            {texts.diagnostics.copy}
          </button>
        </div>
      </div>
    </Modal>
  );
}
