// How sounds are heard.
import { useSettings } from "../stores/settings.ts";
import { texts } from "../texts.ts";
import { SettingSwitch } from "./setting-switch.tsx";

const slowestBpm = 40;
const fastestBpm = 240;

function ProjectTempo() {
  const tempo = useSettings((settings) => settings.projectTempoBpm);
  return (
    <label className="settings-choice">
      {texts.settings.projectTempo}
      <input
        type="number"
        className="field field-number"
        min={slowestBpm}
        max={fastestBpm}
        step={0.1}
        defaultValue={tempo}
        onChange={(event) => {
          const projectTempoBpm = event.target.valueAsNumber;
          if (projectTempoBpm >= slowestBpm && projectTempoBpm <= fastestBpm)
            useSettings.setState({ projectTempoBpm });
        }}
      />
    </label>
  );
}

export function PlaybackSection() {
  return (
    <>
      <SettingSwitch name="isAutoplayOn" label={texts.settings.autoplay} />
      <SettingSwitch name="isLoopOn" label={texts.settings.loop} />
      <SettingSwitch name="isGainMatched" label={texts.settings.gainMatch} />
      <SettingSwitch name="isTempoMatched" label={texts.settings.tempoMatch} />
      <ProjectTempo />
    </>
  );
}
