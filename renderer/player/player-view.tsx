// The player: large waveform, transport, gain. Drawing comes from stored peaks; nothing is fetched for it.
import { displayName } from "../elements/display-name.ts";
import { IconButton } from "../elements/icon-button.tsx";
import { useShownFile } from "../stores/shown-file.ts";
import { useSoundRow } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { PlayerClock } from "./player-clock.tsx";
import { PlayerOptions } from "./player-options.tsx";
import { PlayerWaveform } from "./player-waveform.tsx";
import { togglePlaying, usePlayer } from "./player.ts";

export function PlayerView() {
  const soundId = usePlayer((player) => player.soundId);
  const isPlaying = usePlayer((player) => player.isPlaying);
  const problem = usePlayer((player) => player.problem);
  const row = useSoundRow(soundId);
  const shown = useShownFile(soundId);
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
          {soundId === null ? texts.player.nothing : <bdi>{displayName(shown?.name ?? row?.name ?? "")}</bdi>}
          {problem !== null && (
            <span className="player-problem" role="alert">
              {problem}
            </span>
          )}
        </div>
        <PlayerWaveform />
      </div>
      <PlayerOptions />
    </section>
  );
}
