// One row of the list. Redrawn only when its own sound, place or state changes.
import { memo } from "react";
import type { ShownFile } from "../../preload/search.ts";
import type { SoundId } from "../../preload/sound.ts";
import { Icon } from "../elements/icon.tsx";
import { useRowPeaks, useSoundRow } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import type { Theme } from "../waveform/centroid-colour.ts";
import type { Column } from "./columns.ts";
import { SoundCell } from "./sound-cells.tsx";

export interface SoundListRowProps {
  id: SoundId;
  index: number;
  top: number;
  height: number;
  columns: readonly Column[];
  template: string;
  waveformWidth: number;
  folderWidth: number;
  roots: readonly string[];
  /** The copy by which the sound was found, where that is not the row's own file. */
  shownFile: ShownFile | undefined;
  score: number;
  isSelected: boolean;
  isCursor: boolean;
  isPlaying: boolean;
  theme: Theme;
}

/** Id of a row's element, for `aria-activedescendant`. */
export function rowElementId(id: SoundId): string {
  return `sound-row-${id}`;
}

function SkeletonRow() {
  return (
    <span className="skeleton-row">
      <span className="row-waveform row-waveform-pending" />
      <span className="skeleton-bar" />
    </span>
  );
}

export const SoundListRow = memo(function SoundListRow(props: SoundListRowProps) {
  const { id, index, columns, shownFile, isSelected, isCursor, isPlaying } = props;
  const ownRow = useSoundRow(id);
  const row = ownRow && shownFile ? { ...ownRow, ...shownFile } : ownRow;
  const peaks = useRowPeaks(id);
  const state = row ? (row.status === "ready" && row.fileState === "present" ? "" : "row-dim") : "";
  return (
    // Takes no focus: the list has it, and names this row as its active descendant.
    <div
      id={rowElementId(id)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      className={`row ${state} ${isCursor ? "row-cursor" : ""} ${isPlaying ? "row-playing" : ""}`}
      data-sound-id={id}
      draggable={row !== undefined}
      style={{
        transform: `translateY(${props.top}px)`,
        height: props.height,
        gridTemplateColumns: props.template,
      }}
    >
      {!row && <SkeletonRow />}
      {row && (
        <>
          <span role="gridcell" className="cell cell-star">
            <button
              type="button"
              tabIndex={-1}
              className="star"
              data-star="true"
              aria-pressed={row.isFavourite}
              aria-label={row.isFavourite ? texts.list.removeFavourite : texts.list.addFavourite}
              title={row.isFavourite ? texts.list.removeFavourite : texts.list.addFavourite}
            >
              <Icon name="star" isFilled={row.isFavourite} />
            </button>
          </span>
          {columns.map(({ id: column, isNumeric }) => (
            <span
              key={column}
              role="gridcell"
              className={`cell cell-${column} ${isNumeric ? "cell-numeric" : ""}`}
            >
              <SoundCell
                column={column}
                row={row}
                peaks={peaks}
                score={props.score}
                isPlaying={isPlaying}
                theme={props.theme}
                waveformWidth={props.waveformWidth}
                waveformHeight={props.height - 8}
                folderWidth={props.folderWidth}
                roots={props.roots}
              />
            </span>
          ))}
        </>
      )}
    </div>
  );
});
