// Settings of the window, and the models.
import type { ReactNode } from "react";
import { Modal } from "../elements/modal.tsx";
import { useLibrary } from "../stores/library.ts";
import { type Appearance, type Settings, useSettings } from "../stores/settings.ts";
import { texts } from "../texts.ts";
import { LibrarySettingsForm } from "./library-settings-form.tsx";
import { ModelList } from "./model-list.tsx";

const appearances = Object.keys(texts.settings.appearances) as Appearance[];

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className="settings-group">
      <legend className="panel-title">{title}</legend>
      {children}
    </fieldset>
  );
}

function Switch({ name, label }: { name: "isCompact" | "isAutoplayOn" | "isLoopOn"; label: string }) {
  const isOn = useSettings((settings) => settings[name]);
  return (
    <label className="settings-choice">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => useSettings.setState({ [name]: event.target.checked } as Partial<Settings>)}
      />
      {label}
    </label>
  );
}

export function SettingsDialog() {
  const appearance = useSettings((settings) => settings.appearance);
  const libraryPath = useLibrary((library) => library.status?.libraryPath);
  const version = useLibrary((library) => library.shell?.version);
  return (
    <Modal title={texts.settings.title} className="settings">
      <Group title={texts.settings.appearance}>
        <div className="settings-row">
          {appearances.map((each) => (
            <label key={each} className="settings-choice">
              <input
                type="radio"
                name="appearance"
                checked={appearance === each}
                data-first-focus={appearance === each}
                onChange={() => useSettings.setState({ appearance: each })}
              />
              {texts.settings.appearances[each]}
            </label>
          ))}
        </div>
        <Switch name="isCompact" label={texts.settings.compact} />
      </Group>
      <Group title={texts.settings.listening}>
        <Switch name="isAutoplayOn" label={texts.settings.autoplay} />
        <Switch name="isLoopOn" label={texts.settings.loop} />
      </Group>
      <Group title={texts.settings.background}>
        <LibrarySettingsForm />
      </Group>
      <Group title={texts.settings.models}>
        <p className="settings-hint">{texts.settings.modelsHint}</p>
        <ModelList />
      </Group>
      <Group title={texts.settings.library}>
        <p className="settings-path">{libraryPath}</p>
        {version !== undefined && <p className="settings-hint">{texts.settings.about(version)}</p>}
      </Group>
    </Modal>
  );
}
