// The models: which one listens, which can be had, and what is wrong with them.
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { ModelInfo } from "../../preload/models.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { formatBytes, formatTimeLeft } from "../elements/format.ts";
import { useLibrary } from "../stores/library.ts";
import { queryClient } from "../stores/query-client.ts";
import { texts } from "../texts.ts";

/** Runs a call on a model, then shows the list as it is now. */
function useModelAction() {
  const [message, setMessage] = useState<string | null>(null);
  const run = async (action: () => Promise<string | undefined>): Promise<void> => {
    setMessage(null);
    try {
      setMessage((await action()) ?? null);
    } catch (thrown) {
      const { message: text, hint } = toErrorData(thrown);
      setMessage(`${text} ${hint}`.trim());
    }
    await queryClient.invalidateQueries({ queryKey: ["models"] });
  };
  return { message, run };
}

function InstallProgress({ modelId }: { modelId: string }) {
  const install = useLibrary((library) => library.installs[modelId]);
  if (!install || install.state === "done" || install.state === "cancelled") return null;
  if (install.state === "failed") return <p className="model-problem">{install.problem?.message}</p>;
  const received = formatBytes(install.receivedBytes);
  const total = formatBytes(install.totalBytes);
  const rate = formatBytes(Math.round(install.bytesPerSec));
  return (
    <div className="model-progress">
      <progress max={install.totalBytes} value={install.receivedBytes} aria-label={install.file} />
      <span>
        {install.state === "verifying"
          ? texts.settings.verifying
          : texts.settings.installProgress(received, total, rate)}
        {install.etaSec !== null && ` · ${texts.status.left(formatTimeLeft(install.etaSec))}`}
      </span>
    </div>
  );
}

function ModelActions({ model, run }: { model: ModelInfo; run: ReturnType<typeof useModelAction>["run"] }) {
  const { engine } = getBridge();
  const { id: modelId } = model;
  const isInstalling = model.state === "installing";
  const canInstall = model.state === "not-installed" || (model.state === "damaged" && !model.isBundled);
  const act = (action: () => Promise<string | undefined>) => () => void run(action);
  return (
    <span className="model-actions">
      {model.state === "ready" && !model.isActive && (
        <button
          type="button"
          className="button"
          onClick={act(() => engine.setActiveModel({ modelId }).then(() => undefined))}
        >
          {texts.settings.activate}
        </button>
      )}
      {(model.state === "ready" || model.state === "damaged") && (
        <button
          type="button"
          className="button"
          onClick={act(async () => {
            const { problem, title } = await engine.verifyModel({ modelId });
            return problem ? `${problem.message} ${problem.hint}` : texts.settings.verified(title);
          })}
        >
          {texts.settings.verify}
        </button>
      )}
      {canInstall && (
        <button
          type="button"
          className="button"
          onClick={act(() => engine.installModel({ modelId }).then(() => undefined))}
        >
          {texts.settings.install(formatBytes(model.sizeBytes))}
        </button>
      )}
      {isInstalling && (
        <button
          type="button"
          className="button"
          onClick={act(() => engine.cancelInstall({ modelId }).then(() => undefined))}
        >
          {texts.settings.cancelInstall}
        </button>
      )}
    </span>
  );
}

function Model({ model }: { model: ModelInfo }) {
  const { message, run } = useModelAction();
  return (
    <li className="model">
      <div className="model-line">
        <strong>{model.title}</strong>
        <span className={`model-state model-state-${model.state}`}>
          {model.isActive ? texts.settings.active : texts.settings.states[model.state]}
        </span>
        <ModelActions model={model} run={run} />
      </div>
      <p className="settings-hint">
        {model.description} {model.licence} · {formatBytes(model.sizeBytes)}
        {model.isBundled && ` · ${texts.settings.bundled}`}
      </p>
      {model.problem && (
        <p className="model-problem">
          {model.problem.message} {model.problem.hint}
        </p>
      )}
      <InstallProgress modelId={model.id} />
      {message !== null && (
        <p className="settings-hint" role="status">
          {message}
        </p>
      )}
    </li>
  );
}

function AddModelFolder() {
  const [path, setPath] = useState("");
  const { message, run } = useModelAction();
  const hasFolderDialog = useLibrary((library) => library.shell?.hasFolderDialog ?? false);
  const add = (chosen: string): void =>
    void run(async () => {
      const model = await getBridge().engine.addModelFolder({ path: chosen });
      setPath("");
      return texts.settings.verified(model.title);
    });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (path.trim() !== "") add(path.trim());
  };
  const choose = async (): Promise<void> => {
    const chosen = await getBridge().shell.chooseFolder({});
    if (chosen !== null) add(chosen);
  };
  return (
    <form className="path-line" onSubmit={submit}>
      <input
        type="text"
        className="field"
        value={path}
        aria-label={texts.settings.addModelFolderPath}
        placeholder={texts.settings.addModelFolderPath}
        spellCheck={false}
        onChange={(event) => setPath(event.target.value)}
      />
      {hasFolderDialog && (
        <button type="button" className="button" onClick={() => void choose()}>
          {texts.folderDialog.choose}
        </button>
      )}
      <button type="submit" className="button" disabled={path.trim() === ""}>
        {texts.settings.addModelFolder}
      </button>
      {message !== null && <p role="status">{message}</p>}
    </form>
  );
}

export function ModelList() {
  const { data: models = [], error } = useQuery({
    queryKey: ["models"],
    queryFn: () => getBridge().engine.listModels({}),
  });
  // What is on this machine is chosen from; what would have to be fetched stands behind a word.
  const here = models.filter(({ state, isBundled }) => isBundled || state !== "not-installed");
  const more = models.filter((model) => !here.includes(model));
  return (
    <>
      {error && <p className="model-problem">{toErrorData(error).message}</p>}
      <ul className="models">
        {here.map((model) => (
          <Model key={model.id} model={model} />
        ))}
      </ul>
      {more.length > 0 && (
        <details className="more-models">
          <summary className="more-models-title">{texts.settings.moreModels(more.length)}</summary>
          <ul className="models">
            {more.map((model) => (
              <Model key={model.id} model={model} />
            ))}
          </ul>
        </details>
      )}
      <AddModelFolder />
    </>
  );
}
