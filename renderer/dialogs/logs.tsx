// The log viewer: what Earshot's processes noted, newest first.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { copyText, tell } from "../commands/actions.ts";
import { formatBytes } from "../elements/format.ts";
import { formatMoment } from "../elements/format-when.ts";
import { Modal } from "../elements/modal.tsx";
import { useLibrary } from "../stores/library.ts";
import { texts } from "../texts.ts";
import { readLogLines, type LogEntry } from "./log-lines.ts";

/** More lines than anyone reads; the file has them all. */
const mostLines = 500;

function Entry({ entry }: { entry: LogEntry }) {
  const { timeMs, grade, message, details } = entry;
  return (
    <li className={`log-line log-${grade}`}>
      <time>{timeMs === 0 ? "" : formatMoment(timeMs)}</time>
      <span className="log-grade">{texts.logs.grades[grade]}</span>
      <span className="log-text">
        {message} <span className="log-details">{details}</span>
      </span>
    </li>
  );
}

export function Logs() {
  const [chosen, setChosen] = useState<string | null>(null);
  const canReveal = useLibrary((library) => library.shell?.canReveal ?? false);
  const { data: files = [], error } = useQuery({
    queryKey: ["logs"],
    queryFn: () => getBridge().shell.listLogs({}),
    gcTime: 0,
  });
  const shown =
    files.find(({ name }) => name === chosen) ?? files.find(({ lines }) => lines.length > 0) ?? files[0];
  return (
    <Modal title={texts.logs.title} className="logs">
      <div className="modal-body">
        <div className="path-line">
          <select
            className="field"
            data-first-focus="true"
            aria-label={texts.logs.file}
            value={shown?.name ?? ""}
            onChange={(event) => setChosen(event.target.value)}
          >
            {files.map(({ name, sizeBytes }) => (
              <option key={name} value={name}>
                {`${name} (${formatBytes(sizeBytes)})`}
              </option>
            ))}
          </select>
          <button
            type="button"
            className="button"
            disabled={!shown}
            onClick={() => void tell(() => copyText(shown?.lines.join("\n") ?? ""))}
          >
            {texts.logs.copy}
          </button>
          {canReveal && (
            <button
              type="button"
              className="button"
              onClick={() => void tell(() => getBridge().shell.revealFolder({ folder: "logs" }))}
            >
              {texts.settings.reveal}
            </button>
          )}
        </div>
        {error && <p className="model-problem">{toErrorData(error).message}</p>}
        {/* Scrolled by keyboard too. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <ul className="log-lines" tabIndex={0} aria-label={texts.logs.lines}>
          {shown &&
            readLogLines(shown.lines.slice(-mostLines)).map((entry, index) => (
              // Lines never move within a reading of the file.
              // oxlint-disable-next-line react/no-array-index-key
              <Entry key={index} entry={entry} />
            ))}
          {(!shown || shown.lines.length === 0) && <li className="panel-note">{texts.logs.none}</li>}
        </ul>
      </div>
    </Modal>
  );
}
