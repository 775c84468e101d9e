// The player: large waveform, transport, gain. Drawing comes from stored peaks; nothing is fetched for it.
import { displayName } from "../elements/display-name.ts";
import { formatSigned } from "../elements/format.ts";
import { IconButton } from "../elements/icon-button.tsx";
import { Icon } from "../elements/icon.tsx";
import { useSettings } from "../stores/settings.ts";
import { useSoundRow } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { PlayerClock } from "./player-clock.tsx";
import { PlayerWaveform } from "./player-waveform.tsx";
import { togglePlaying, usePlayer } from "./player.ts";

function Toggle({ name, label, keys }: { name: "isLoopOn" | "isAutoplayOn"; label: string; keys: string }) {
  const isOn = useSettings((settings) => settings[name]);
  return (
    <button
      type="button"
      className="toggle"
      aria-pressed={isOn}
      title={`${label} (${keys})`}
      onClick={() => useSettings.setState({ [name]: !isOn })}
    >
      {label}
    </button>
  );
}

function Gain() {
  const gainDb = useSettings((settings) => settings.gainDb);
  const text = gainDb <= -40 ? texts.player.silent : texts.player.gainText(formatSigned(gainDb));
  return (
    <label className="gain" title={`${texts.player.gain} (+ −)`}>
      <Icon name="volume" />
      <input
        type="range"
        min={-40}
        max={0}
        step={1}
        value={gainDb}
        aria-label={texts.player.gain}
        aria-valuetext={text}
        onChange={(event) => useSettings.setState({ gainDb: Number(event.target.value) })}
        onDoubleClick={() => useSettings.setState({ gainDb: 0 })}
      />
      <span className="gain-value">{text}</span>
    </label>
  );
}

export function PlayerView() {
  const soundId = usePlayer((player) => player.soundId);
  const isPlaying = usePlayer((player) => player.isPlaying);
  const problem = usePlayer((player) => player.problem);
  const row = useSoundRow(soundId);
  return (
    <section className="player" aria-label={texts.player.label}>
      <div className="player-transport">
        <IconButton
          icon={isPlaying ? "stop" : "play"}
          label={isPlaying ? texts.player.stop : texts.player.play}
          keys="Space"
          className="player-button"
          disabled={soundId === null}
          onClick={togglePlaying}
        />
        <PlayerClock />
      </div>
      <div className="player-stage">
        <div className="player-name">
          {soundId === null ? texts.player.nothing : <bdi>{displayName(row?.name ?? "")}</bdi>}
          {problem !== null && (
            <span className="player-problem" role="alert">
              {problem}
            </span>
          )}
        </div>
        <PlayerWaveform />
      </div>
      <div className="player-options">
        <Gain />
        <span className="player-toggles">
          <Toggle name="isLoopOn" label={texts.player.loop} keys="L" />
          <Toggle name="isAutoplayOn" label={texts.player.autoplay} keys="A" />
        </span>
      </div>
    </section>
  );
}
