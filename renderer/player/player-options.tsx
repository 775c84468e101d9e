// How the sound is played: gain, pitch, tempo, loop; and the handle that drags it out.
import type { DragEvent } from "react";
import { startDrag } from "../commands/drag.ts";
import { formatLength, formatSigned } from "../elements/format.ts";
import { Icon } from "../elements/icon.tsx";
import { type Settings, useSettings } from "../stores/settings.ts";
import { useSoundRow } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { usePlayer } from "./player.ts";

type Switch = "isLoopOn" | "isAutoplayOn" | "isGainMatched" | "isTempoMatched" | "isSpectrogramOn";

interface ToggleProps {
  name: Switch;
  label: string;
  explanation: string;
  keys: string;
}

function Toggle({ name, label, explanation, keys }: ToggleProps) {
  const isOn = useSettings((settings) => settings[name]);
  return (
    <button
      type="button"
      className="toggle"
      aria-pressed={isOn}
      title={`${explanation} (${keys})`}
      onClick={() => useSettings.setState({ [name]: !isOn } as Partial<Settings>)}
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

function Pitch() {
  const semitones = useSettings((settings) => settings.pitchSemitones);
  const text = texts.player.pitchText(semitones);
  return (
    <label className="gain" title={`${texts.player.pitchExplanation} (, .)`}>
      <Icon name="pitch" />
      <input
        type="range"
        min={-24}
        max={24}
        step={1}
        value={semitones}
        aria-label={texts.player.pitch}
        aria-valuetext={text}
        onChange={(event) => useSettings.setState({ pitchSemitones: Number(event.target.value) })}
        onDoubleClick={() => useSettings.setState({ pitchSemitones: 0 })}
      />
      <span className="gain-value">{text}</span>
    </label>
  );
}

/** What is dragged: the region where there is one, the file otherwise. */
function DragHandle() {
  const soundId = usePlayer((player) => player.soundId);
  const region = usePlayer((player) => player.region);
  const row = useSoundRow(soundId);
  const isThere = row?.fileState === "present";
  const handleStart = (event: DragEvent): void => {
    if (soundId !== null) startDrag(event.nativeEvent, [soundId], region);
  };
  return (
    // A handle for the pointer; by keyboard, regions are saved and files copied by commands.
    <span
      className="drag-handle"
      draggable={isThere}
      aria-disabled={!isThere}
      title={region ? texts.player.dragRegion : texts.player.dragFile}
      onDragStart={handleStart}
    >
      <Icon name="grip" />
      {region ? formatLength(region.endSec - region.startSec) : texts.player.file}
    </span>
  );
}

export function PlayerOptions() {
  const { player } = texts;
  return (
    <div className="player-options">
      <div className="player-sliders">
        <Gain />
        <Pitch />
      </div>
      <span className="player-toggles">
        <Toggle name="isLoopOn" label={player.loop} explanation={player.loop} keys="L" />
        <Toggle name="isAutoplayOn" label={player.autoplay} explanation={player.autoplay} keys="A" />
        <Toggle name="isGainMatched" label={player.match} explanation={player.matchExplanation} keys="G" />
        <Toggle name="isTempoMatched" label={player.tempo} explanation={player.tempoExplanation} keys="B" />
        <Toggle name="isSpectrogramOn" label={player.spectrum} explanation={player.spectrogram} keys="S" />
        <DragHandle />
      </span>
    </div>
  );
}
