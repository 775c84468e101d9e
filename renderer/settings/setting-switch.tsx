// One setting that is on or off.
import { type Settings, useSettings } from "../stores/settings.ts";

type Name = { [Key in keyof Settings]: Settings[Key] extends boolean ? Key : never }[keyof Settings];

export function SettingSwitch({ name, label }: { name: Name; label: string }) {
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
