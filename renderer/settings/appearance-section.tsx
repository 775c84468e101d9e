// How the window looks.
import { type Appearance, useSettings } from "../stores/settings.ts";
import { texts } from "../texts.ts";
import { SettingSwitch } from "./setting-switch.tsx";

const appearances = Object.keys(texts.settings.appearances) as Appearance[];

export function AppearanceSection() {
  const appearance = useSettings((settings) => settings.appearance);
  return (
    <>
      <fieldset>
        <legend className="visually-hidden">{texts.settings.appearance}</legend>
        <div className="settings-row">
          {appearances.map((each) => (
            <label key={each} className="settings-choice">
              <input
                type="radio"
                name="appearance"
                checked={appearance === each}
                onChange={() => useSettings.setState({ appearance: each })}
              />
              {texts.settings.appearances[each]}
            </label>
          ))}
        </div>
      </fieldset>
      <SettingSwitch name="isCompact" label={texts.settings.compact} />
      <SettingSwitch name="isMini" label={texts.settings.mini} />
      <p className="settings-hint">{texts.settings.zoomHint}</p>
    </>
  );
}
