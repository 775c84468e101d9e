// Settings that the library keeps: whether folders are followed, and how much of the machine listening may take.
import type { GentleMode } from "../../preload/indexing.ts";
import { changeLibrarySettings, useLibrarySettings } from "../stores/library-settings.ts";
import { texts } from "../texts.ts";
import { Choices } from "./choices.tsx";

const gentleModes = Object.keys(texts.settings.gentleModes) as GentleMode[];

export function LibrarySettingsForm() {
  const settings = useLibrarySettings();
  if (!settings) return null;
  return (
    <>
      <label className="settings-choice">
        <input
          type="checkbox"
          checked={settings.isWatchOn}
          onChange={(event) => void changeLibrarySettings({ isWatchOn: event.target.checked })}
        />
        {texts.settings.watch}
      </label>
      <Choices
        title={texts.settings.gentle}
        choices={gentleModes}
        chosen={settings.gentleMode}
        nameOf={(mode) => texts.settings.gentleModes[mode]}
        onChoose={(gentleMode) => void changeLibrarySettings({ gentleMode })}
      />
    </>
  );
}
