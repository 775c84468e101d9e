// How sounds are heard.
import { useId, useState } from "react";
import { useSettings } from "../stores/settings.ts";
import { texts } from "../texts.ts";
import { SettingSwitch } from "./setting-switch.tsx";

const slowestBpm = 40;
const fastestBpm = 240;

const isTempo = (bpm: number): boolean => bpm >= slowestBpm && bpm <= fastestBpm;

/** A tempo out of range is not taken, and the field says so: once it is left, for digits may follow. */
function ProjectTempo() {
  const tempo = useSettings((settings) => settings.projectTempoBpm);
  const [isWrong, setIsWrong] = useState(false);
  const problemId = useId();
  return (
    <div>
      <label className="settings-choice">
        {texts.settings.projectTempo}
        <input
          type="number"
          className="field field-number"
          min={slowestBpm}
          max={fastestBpm}
          step={0.1}
          defaultValue={tempo}
          aria-invalid={isWrong}
          aria-describedby={isWrong ? problemId : undefined}
          onChange={({ target }) => {
            const projectTempoBpm = target.valueAsNumber;
            if (isTempo(projectTempoBpm)) {
              useSettings.setState({ projectTempoBpm });
              setIsWrong(false);
            } else if (projectTempoBpm > fastestBpm) setIsWrong(true);
          }}
          onBlur={({ target }) => setIsWrong(!isTempo(target.valueAsNumber))}
        />
      </label>
      {isWrong && (
        <p id={problemId} className="field-problem" role="alert">
          {texts.settings.tempoRange(slowestBpm, fastestBpm, tempo)}
        </p>
      )}
    </div>
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
