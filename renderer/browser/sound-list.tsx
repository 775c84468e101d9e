// The list of sounds: a grid of which only the rows in sight exist.
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useEffect, useMemo, useRef } from "react";
import type { SoundId } from "../../preload/sound.ts";
import { usePlayer } from "../player/player.ts";
import { useElementWidth } from "../elements/use-element-width.ts";
import { useRescuedFocus } from "../elements/use-rescued-focus.ts";
import { useTheme } from "../elements/use-theme.ts";
import { useLibrary } from "../stores/library.ts";
import { isRanked, rankedLimit, type Results, useSearch } from "../stores/search.ts";
import { indexOfSound, useSelection } from "../stores/selection.ts";
import { rowHeight as heightOfRow, useSettings } from "../stores/settings.ts";
import { texts } from "../texts.ts";
import { gridTemplate, layoutColumns, visibleColumns, type ColumnId } from "./columns.ts";
import { listElementId, setRowsPerPage } from "./list-control.ts";
import { ListHeader } from "./list-header.tsx";
import { handleRowClick, handleRowDragStart, handleRowMouseDown, handleRowPointerOver } from "./row-mouse.ts";
import { RowMenu } from "./row-menu.tsx";
import { SoundListRow, rowElementId } from "./sound-list-row.tsx";
import { useTakeover } from "./use-takeover.ts";

const headerHeight = 28;
const cellPadding = 12;
/** Rows kept ready above and below those in sight. */
const overscan = 6;
/** Below the last row of a list that was cut off. */
const footerHeight = 40;

/** Which columns there is room for, and how wide each is. */
function useColumns(isRankedList: boolean, listWidth: number) {
  const chosen = useSettings((settings) => settings.columns);
  const widths = useSettings((settings) => settings.columnWidths);
  return useMemo(() => {
    const columns = visibleColumns(chosen, isRankedList, listWidth);
    const columnWidths = layoutColumns(columns, widths, listWidth);
    const innerWidth = (id: ColumnId): number =>
      (columnWidths[columns.findIndex((column) => column.id === id)] ?? 0) - cellPadding;
    return {
      columns,
      template: gridTemplate(columnWidths),
      waveformWidth: innerWidth("waveform"),
      folderWidth: innerWidth("folder"),
    };
  }, [chosen, widths, isRankedList, listWidth]);
}

/** @param followedRef the cursor that the list has scrolled to last; outlives the list */
export function SoundList({
  results,
  followedRef,
}: {
  results: Results;
  followedRef: RefObject<SoundId | null>;
}) {
  const { soundIds, scores, totalCount, chips, shownFiles } = results.response;
  const shownFileOf = useMemo(
    () => new Map(shownFiles?.map((file) => [file.soundId, file] as const)),
    [shownFiles],
  );
  const isScopeRanked = useSearch((search) => search.isScopeRanked && search.scope === results.request.scope);
  const ranked = isRanked({ chips, isScopeRanked });
  const rowHeight = heightOfRow(useSettings((settings) => settings.isCompact));
  const selected = useSelection((selection) => selection.ids);
  const cursor = useSelection((selection) => selection.cursor);
  const playingId = usePlayer((player) => (player.isPlaying ? player.soundId : null));
  const folders = useLibrary((library) => library.folders);
  const roots = useMemo(() => folders.map(({ path }) => path), [folders]);
  const theme = useTheme();
  const listRef = useRef<HTMLDivElement>(null);
  useRescuedFocus(listRef);
  const listWidth = useElementWidth(listRef);
  const { columns, template, waveformWidth, folderWidth } = useColumns(ranked, listWidth);
  const isCutOff = ranked && soundIds.length === rankedLimit && totalCount > rankedLimit;

  // One function for one list: the virtualizer lays all rows out anew, 100,000 of them, for each new one.
  const getItemKey = useCallback((index: number) => soundIds[index] as number, [soundIds]);
  const virtualizer = useVirtualizer({
    count: soundIds.length,
    getScrollElement: () => listRef.current,
    estimateSize: () => rowHeight,
    overscan,
    paddingStart: headerHeight,
    paddingEnd: isCutOff ? footerHeight : 0,
    scrollPaddingStart: headerHeight,
    getItemKey,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, rowHeight]);
  useTakeover(listRef, rowHeight, headerHeight);

  const viewHeight = virtualizer.scrollRect?.height ?? 0;
  useEffect(
    () => setRowsPerPage(Math.floor((viewHeight - headerHeight) / rowHeight)),
    [viewHeight, rowHeight],
  );

  // The list follows the cursor when it moves, and only then: scrolling away is the user's right.
  useEffect(() => {
    if (cursor === followedRef.current) return;
    followedRef.current = cursor;
    const index = indexOfSound(cursor);
    if (index < 0) return;
    // Where it stands already nothing is asked of the virtualizer, which lays the page out to answer.
    const top = headerHeight + index * rowHeight - (virtualizer.scrollOffset ?? 0);
    const isInSight = top >= headerHeight && top + rowHeight <= viewHeight;
    if (!isInSight) virtualizer.scrollToIndex(index, { align: "auto" });
  }, [cursor, virtualizer, followedRef, rowHeight, viewHeight]);

  const rows = virtualizer.getVirtualItems();
  const slotCount = Math.ceil(viewHeight / rowHeight) + 2 * overscan + 2;
  const isCursorThere = cursor !== null && rows.some(({ key }) => key === cursor);
  return (
    <RowMenu>
      {/* The keyboard is the window's: commands/keyboard.ts. */}
      {/* oxlint-disable-next-line jsx-a11y/click-events-have-key-events */}
      <div
        ref={listRef}
        id={listElementId}
        className="sound-list"
        role="grid"
        tabIndex={0}
        aria-label={texts.list.label}
        aria-rowcount={soundIds.length + 1}
        aria-multiselectable
        aria-activedescendant={isCursorThere ? rowElementId(cursor) : undefined}
        onMouseDown={handleRowMouseDown}
        onClick={handleRowClick}
        onPointerOver={handleRowPointerOver}
        onDragStart={handleRowDragStart}
      >
        <ListHeader columns={columns} template={template} />
        <div role="rowgroup" className="rows" style={{ height: virtualizer.getTotalSize() - headerHeight }}>
          {rows.map((item) => {
            const id = item.key as number;
            return (
              <SoundListRow
                // By place, not by sound: a row that scrolls out is drawn anew as the one that scrolls in.
                key={item.index % slotCount}
                id={id}
                index={item.index}
                top={item.start - headerHeight}
                height={rowHeight}
                columns={columns}
                template={template}
                waveformWidth={waveformWidth}
                folderWidth={folderWidth}
                roots={roots}
                shownFile={shownFileOf.get(id)}
                score={scores[item.index] ?? Number.NaN}
                isSelected={selected.has(id)}
                isCursor={id === cursor}
                isPlaying={id === playingId}
                theme={theme}
              />
            );
          })}
          {isCutOff && <p className="list-end">{texts.search.limited(rankedLimit, totalCount)}</p>}
        </div>
      </div>
    </RowMenu>
  );
}
