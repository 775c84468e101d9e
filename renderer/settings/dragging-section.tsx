// What happens on the way from the window into another program.
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { ShellSettings } from "../../preload/shell.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { tell } from "../commands/actions.ts";
import { useLibrary } from "../stores/library.ts";
import { queryClient } from "../stores/query-client.ts";
import { texts } from "../texts.ts";

const queryKey = ["shellSettings"];

async function save(changes: Partial<ShellSettings>): Promise<void> {
  queryClient.setQueryData(queryKey, await getBridge().shell.saveShellSettings(changes));
}

function ExportFolder({ folder }: { folder: string }) {
  const canReveal = useLibrary((library) => library.shell?.canReveal ?? false);
  const [problem, setProblem] = useState<string | null>(null);
  const handleSubmit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const typed = new FormData(event.currentTarget).get("folder");
    setProblem(null);
    try {
      await save({ exportFolder: typeof typed === "string" ? typed : "" });
    } catch (thrown) {
      const { message, hint } = toErrorData(thrown);
      setProblem(`${message} ${hint}`.trim());
    }
  };
  return (
    <>
      <form className="settings-folder-line" onSubmit={(event) => void handleSubmit(event)}>
        <label className="field-row">
          {texts.settings.exportFolder}
          <input
            key={folder}
            type="text"
            name="folder"
            className="field"
            defaultValue={folder}
            spellCheck={false}
          />
        </label>
        <button type="submit" className="button">
          {texts.settings.save}
        </button>
        {canReveal && (
          <button
            type="button"
            className="button"
            onClick={() => void tell(() => getBridge().shell.revealFolder({ folder: "exports" }))}
          >
            {texts.settings.reveal}
          </button>
        )}
      </form>
      {problem !== null && (
        <p className="model-problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

function ShellSwitch({
  name,
  label,
  settings,
}: {
  name: "usesX11" | "notifiesWhenDone";
  label: string;
  settings: ShellSettings;
}) {
  return (
    <label className="settings-choice">
      <input
        type="checkbox"
        checked={settings[name]}
        onChange={(event) => {
          const isOn = event.target.checked;
          void tell(() => save({ [name]: isOn }));
        }}
      />
      {label}
    </label>
  );
}

export function DraggingSection() {
  const shell = useLibrary((library) => library.shell);
  const { data: settings } = useQuery({
    queryKey,
    queryFn: () => getBridge().shell.getShellSettings({}),
  });
  if (!settings) return null;
  return (
    <>
      <p className="settings-hint">{texts.settings.draggingHint(shell?.canDragFiles ?? false)}</p>
      <ExportFolder folder={settings.exportFolder} />
      <p className="settings-hint">{texts.settings.exportHint}</p>
      {shell?.isWayland && (
        <>
          <ShellSwitch name="usesX11" label={texts.settings.usesX11} settings={settings} />
          <p className="settings-hint">{texts.settings.usesX11Hint}</p>
        </>
      )}
      {shell?.platform === "win32" && <p className="settings-hint">{texts.settings.elevatedHint}</p>}
      {shell?.kind === "electron" && (
        <ShellSwitch name="notifiesWhenDone" label={texts.settings.notifies} settings={settings} />
      )}
    </>
  );
}
