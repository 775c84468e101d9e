// The cells of one row, by column.
import type { Peaks, SoundRow } from "../../preload/sound.ts";
import {
  formatChannels,
  formatCount,
  formatDate,
  formatDuration,
  formatKey,
  formatSampleRate,
  formatScore,
  formatSigned,
  formatTempo,
} from "../elements/format.ts";
import { CutPath } from "../elements/cut-path.tsx";
import { pathBelowRoot } from "../elements/path-parts.ts";
import { SoundName } from "../elements/sound-name.tsx";
import { RowPlayhead } from "../player/row-playhead.tsx";
import { texts } from "../texts.ts";
import type { Theme } from "../waveform/centroid-colour.ts";
import { RowWaveform } from "../waveform/row-waveform.tsx";
import type { ColumnId } from "./columns.ts";
import { TagsCell } from "./tags-cell.tsx";

interface CellProps {
  column: ColumnId;
  row: SoundRow;
  peaks: Peaks | undefined;
  /** 0..1, NaN where the list is not ranked. */
  score: number;
  isPlaying: boolean;
  theme: Theme;
  waveformWidth: number;
  waveformHeight: number;
  folderWidth: number;
  roots: readonly string[];
}

/** What a person should know before trusting the row; null for a sound that is all right. */
export function rowProblem(row: SoundRow): { short: string; long: string } | null {
  if (row.status === "error") return texts.list.error;
  if (row.fileState === "offline") return texts.list.offline;
  if (row.fileState === "missing") return texts.list.missing;
  return row.status === "pending" ? texts.list.pending : null;
}

function NameCell({ row }: { row: SoundRow }) {
  const problem = rowProblem(row);
  return (
    <>
      <SoundName name={row.name} title={row.path} />
      {row.copyCount > 1 && (
        <span className="cell-note" title={texts.list.copies(row.copyCount)}>
          ×{row.copyCount}
        </span>
      )}
      {problem && (
        <span
          className={row.status === "error" ? "cell-note cell-note-error" : "cell-note"}
          title={problem.long}
        >
          {problem.short}
        </span>
      )}
    </>
  );
}

function ScoreCell({ score }: { score: number }) {
  if (Number.isNaN(score)) return null;
  return (
    <span className="score">
      <span className="score-track" aria-hidden="true">
        <span className="score-bar" style={{ width: `${Math.min(1, Math.max(0, score)) * 100}%` }} />
      </span>
      {formatScore(score)}
    </span>
  );
}

/** The content of one cell. Numbers that are not known are left blank: a dash in every row is noise. */
export function SoundCell(props: CellProps) {
  const { column, row } = props;
  switch (column) {
    case "waveform":
      return (
        <>
          <RowWaveform
            peaks={props.peaks}
            centroidHz={row.centroidHz}
            theme={props.theme}
            width={props.waveformWidth}
            height={props.waveformHeight}
          />
          {props.isPlaying && row.durationSec !== null && (
            <RowPlayhead width={props.waveformWidth} durationSec={row.durationSec} />
          )}
        </>
      );
    case "name":
      return <NameCell row={row} />;
    case "tags":
      return <TagsCell row={row} />;
    case "folder":
      return (
        <CutPath
          path={pathBelowRoot(row.folderPath, props.roots)}
          fullPath={row.folderPath}
          width={props.folderWidth}
        />
      );
    case "tempo":
      return row.tempoBpm === null ? null : formatTempo(row.tempoBpm);
    case "key":
      return row.key === null ? null : formatKey(row.key);
    case "kind":
      return row.kind === null ? null : texts.inspector.kinds[row.kind];
    case "duration":
      return row.durationSec === null ? null : formatDuration(row.durationSec);
    case "format":
      return row.format;
    case "sampleRate":
      return row.sampleRate === null ? null : formatSampleRate(row.sampleRate);
    case "channels":
      return row.channelCount === null ? null : formatChannels(row.channelCount);
    case "loudness":
      return row.loudnessLufs === null ? null : formatSigned(row.loudnessLufs);
    case "added":
      return formatDate(row.addedMs);
    case "modified":
      return formatDate(row.modifiedMs);
    case "uses":
      return row.useCount === 0 ? null : formatCount(row.useCount);
    case "lastUsed":
      return row.lastUsedMs === null ? null : formatDate(row.lastUsedMs);
    case "score":
      return <ScoreCell score={props.score} />;
  }
}
