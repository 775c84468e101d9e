// Settings that the library keeps: whether folders are followed, and how much of the machine listening may take.
import { useEffect, useState } from "react";
import type { GentleMode } from "../../preload/indexing.ts";
import type { LibrarySettings } from "../../preload/library-status.ts";
import { getBridge } from "../bridge/bridge.ts";
import { texts } from "../texts.ts";

const gentleModes = Object.keys(texts.settings.gentleModes) as GentleMode[];

export function LibrarySettingsForm() {
  const [settings, setSettings] = useState<LibrarySettings | null>(null);
  useEffect(() => {
    // An engine that cannot answer shows why elsewhere; here the choices stay away until it can.
    getBridge()
      .engine.getSettings({})
      .then(setSettings, () => {});
  }, []);
  if (!settings) return null;
  const change = (wanted: Partial<LibrarySettings>): void => {
    getBridge()
      .engine.changeSettings(wanted)
      .then(setSettings, () => {});
  };
  return (
    <>
      <label className="settings-choice">
        <input
          type="checkbox"
          checked={settings.isWatchOn}
          onChange={(event) => change({ isWatchOn: event.target.checked })}
        />
        {texts.settings.watch}
      </label>
      <p className="settings-hint" id="gentle-mode">
        {texts.settings.gentle}
      </p>
      <div className="settings-row" role="radiogroup" aria-labelledby="gentle-mode">
        {gentleModes.map((mode) => (
          <label key={mode} className="settings-choice">
            <input
              type="radio"
              name="gentle-mode"
              checked={settings.gentleMode === mode}
              onChange={() => change({ gentleMode: mode })}
            />
            {texts.settings.gentleModes[mode]}
          </label>
        ))}
      </div>
    </>
  );
}
