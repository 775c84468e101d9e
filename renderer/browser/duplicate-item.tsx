// One group of equal or nearly equal sounds, file by file.
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import type { DuplicateGroup } from "../../preload/collections.ts";
import type { SoundDetail } from "../../preload/sound.ts";
import { getBridge } from "../bridge/bridge.ts";
import { copyText, showSimilarTo, tell } from "../commands/actions.ts";
import { CutPath } from "../elements/cut-path.tsx";
import { formatBytes, formatLength, formatScore } from "../elements/format.ts";
import { useElementWidth } from "../elements/use-element-width.ts";
import { useTheme } from "../elements/use-theme.ts";
import { loadSound, usePlayer } from "../player/player.ts";
import { useRowPeaks } from "../stores/sounds.ts";
import { notify } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { RowWaveform } from "../waveform/row-waveform.tsx";

/** Waveform, gaps and buttons beside a path, px. */
const besidePath = 350;

function copyPath(path: string): void {
  void tell(async () => {
    await copyText(path);
    notify(texts.status.pathsCopied(1));
  });
}

function SoundFiles({ sound, pathWidth }: { sound: SoundDetail; pathWidth: number }) {
  const peaks = useRowPeaks(sound.id);
  const theme = useTheme();
  const isPlaying = usePlayer((player) => player.isPlaying && player.soundId === sound.id);
  const facts = [
    sound.durationSec === null ? "" : formatLength(sound.durationSec),
    sound.format,
    formatBytes(sound.sizeBytes),
  ];
  return sound.paths.map((path) => (
    <div key={path} className={`copy-line ${isPlaying ? "row-playing" : ""}`}>
      <button
        type="button"
        className="copy-play"
        aria-label={texts.duplicates.play(sound.name)}
        title={texts.player.play}
        onClick={() => loadSound(sound.id, null, true)}
      >
        <RowWaveform peaks={peaks} centroidHz={sound.centroidHz} theme={theme} width={72} height={20} />
      </button>
      <CutPath path={path} width={pathWidth} sizePx={13} />
      <span className="copy-facts">{facts.filter(Boolean).join(" · ")}</span>
      <button type="button" className="button" onClick={() => copyPath(path)}>
        {texts.inspector.copyPath}
      </button>
    </div>
  ));
}

/** An exact group is one sound with several files; its size is what all but one of them take. */
function describe({ kind, cosine }: DuplicateGroup, sounds: readonly SoundDetail[]): string {
  const files = sounds.reduce((sum, { paths }) => sum + paths.length, 0);
  if (kind === "near") return texts.duplicates.near(files, formatScore(cosine));
  const spare = sounds.reduce((sum, { paths, sizeBytes }) => sum + (paths.length - 1) * sizeBytes, 0);
  return texts.duplicates.exact(files, formatBytes(spare));
}

export function DuplicateItem({ group }: { group: DuplicateGroup }) {
  const itemRef = useRef<HTMLDivElement>(null);
  const width = useElementWidth(itemRef);
  const { soundIds, kind } = group;
  const { data: sounds = [] } = useQuery({
    queryKey: ["sound", "group", soundIds],
    queryFn: () => Promise.all(soundIds.map((id) => getBridge().engine.getSound({ id }))),
  });
  const [first] = soundIds;
  return (
    <div ref={itemRef} className="copy-group">
      <div className="copy-heading">
        <span>{sounds.length > 0 ? describe(group, sounds) : texts.list.loadingRow}</span>
        {kind === "near" && first !== undefined && (
          <button type="button" className="button" onClick={() => showSimilarTo(first)}>
            {texts.inspector.moreSimilar}
          </button>
        )}
      </div>
      {sounds.map((sound) => (
        <SoundFiles key={sound.id} sound={sound} pathWidth={Math.max(80, width - besidePath)} />
      ))}
    </div>
  );
}
