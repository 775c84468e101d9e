// Commands about what is heard.
import { goToList } from "../browser/list-control.ts";
import { getBridge } from "../bridge/bridge.ts";
import { replay, stopPlaying, togglePlaying, usePlayer } from "../player/player.ts";
import { clearRegion, markRegion, selectMatch } from "../player/region.ts";
import { zoomBy } from "../player/zoom.ts";
import { clearSelection } from "../stores/selection.ts";
import { useSettings } from "../stores/settings.ts";
import { findShownFile } from "../stores/shown-file.ts";
import { soundRows } from "../stores/sounds.ts";
import { notify, useWindowState } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { tell, toggleSetting } from "./actions.ts";
import { type Command, command, everywhere, held } from "./command.ts";

function changeGain(db: number): void {
  useSettings.setState(({ gainDb }) => ({ gainDb: Math.min(0, Math.max(-40, gainDb + db)) }));
}

function changePitch(semitones: number): void {
  useSettings.setState(({ pitchSemitones }) => ({
    pitchSemitones: Math.min(24, Math.max(-24, pitchSemitones + semitones)),
  }));
}

/** The project's tempo becomes that of the sound in the player. */
function takeTempo(): void {
  const { soundId } = usePlayer.getState();
  const tempoBpm = soundId === null ? null : (soundRows.find(soundId)?.tempoBpm ?? null);
  if (tempoBpm === null) {
    notify(texts.player.noTempo);
    return;
  }
  useSettings.setState({ projectTempoBpm: tempoBpm });
  notify(texts.player.tempoTaken(tempoBpm));
}

/** From another view back to the list. @returns false where the list is */
function leaveView(): boolean {
  if (useWindowState.getState().view === "sounds") return false;
  goToList();
  return true;
}

/** One thing a press: stops what is heard, leads back to the list, lets go of the region, then of the selection. */
function stopThenClear(): void {
  if (!stopPlaying() && !leaveView() && !clearRegion()) clearSelection();
}

const hasSound = (): boolean => usePlayer.getState().soundId !== null;
const hasRegion = (): boolean => usePlayer.getState().region !== null;
const hasMatch = (): boolean => usePlayer.getState().matchedWindow !== null;

async function saveRegion(): Promise<void> {
  const { soundId, region } = usePlayer.getState();
  if (soundId === null || region === null) return;
  await tell(async () => {
    const path = await getBridge().shell.saveRegion({
      id: soundId,
      fileId: findShownFile(soundId)?.fileId,
      region,
    });
    notify(texts.player.regionSaved(path));
  });
}

export const playerCommands: readonly Command[] = [
  command("play", "play", ["Space"], togglePlaying),
  command("play", "replay", ["Enter"], replay),
  command("play", "stop", ["Esc"], stopThenClear),
  command("play", "loop", ["L"], () => toggleSetting("isLoopOn")),
  command("play", "autoplay", ["A"], () => toggleSetting("isAutoplayOn")),
  command("play", "gainUp", ["+", "="], () => changeGain(1), held),
  command("play", "gainDown", ["-"], () => changeGain(-1), held),
  command("play", "gainMatch", ["G"], () => toggleSetting("isGainMatched")),
  command("play", "pitchUp", ["."], () => changePitch(1), held),
  command("play", "pitchDown", [","], () => changePitch(-1), held),
  command("play", "tempoMatch", ["B"], () => toggleSetting("isTempoMatched")),
  command("play", "takeTempo", ["Shift+B"], takeTempo, { isEnabled: hasSound }),

  command("region", "regionStart", ["["], () => markRegion("start"), { isEnabled: hasSound }),
  command("region", "regionEnd", ["]"], () => markRegion("end"), { isEnabled: hasSound }),
  command("region", "regionMatch", ["M"], selectMatch, { isEnabled: hasMatch }),
  command("region", "saveRegion", ["Mod+S"], saveRegion, { isEnabled: hasRegion, ...everywhere }),
  command("region", "zoomIn", ["Z"], () => zoomBy(1), held),
  command("region", "zoomOut", ["Shift+Z"], () => zoomBy(-1), held),
  command("region", "spectrogram", ["S"], () => toggleSetting("isSpectrogramOn")),
];
