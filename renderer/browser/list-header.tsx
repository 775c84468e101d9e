// The header of the list: sorts, resizes, and chooses columns from its menu.
import { ContextMenu } from "radix-ui";
import { type PointerEvent, useRef } from "react";
import { type RovingOptions, useRovingFocus } from "../elements/use-roving-focus.ts";
import { currentSort, toggleSort, useSearch } from "../stores/search.ts";
import { useSettings } from "../stores/settings.ts";
import { texts } from "../texts.ts";
import {
  allColumns,
  defaultColumns,
  fixedColumns,
  narrowestColumn,
  type Column,
  type ColumnId,
} from "./columns.ts";

const roving: RovingOptions = { selector: "button.header-title", keys: "horizontal" };

function setWidth(id: ColumnId, width: number): void {
  useSettings.setState(({ columnWidths }) => ({
    columnWidths: { ...columnWidths, [id]: Math.max(narrowestColumn, Math.round(width)) },
  }));
}

function toggleColumn(id: ColumnId): void {
  useSettings.setState(({ columns }) => ({
    columns: columns.includes(id) ? columns.filter((each) => each !== id) : [...columns, id],
  }));
}

/** Drags the right edge of a column. */
function startResize(event: PointerEvent<HTMLElement>, id: ColumnId): void {
  const handle = event.currentTarget;
  const startX = event.clientX;
  const startWidth = handle.parentElement?.getBoundingClientRect().width ?? narrowestColumn;
  event.preventDefault();
  handle.setPointerCapture(event.pointerId);
  const move = (moved: globalThis.PointerEvent): void => setWidth(id, startWidth + moved.clientX - startX);
  handle.addEventListener("pointermove", move);
  handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", move), {
    once: true,
  });
}

function HeaderCell({ column }: { column: Column }) {
  const sort = useSearch(currentSort);
  const isSorted = column.sort !== null && sort.column === column.sort;
  const order = isSorted ? (sort.descending ? "descending" : "ascending") : undefined;
  const { sort: sortColumn } = column;
  return (
    <span
      role="columnheader"
      aria-sort={order}
      className={`header-cell ${column.isNumeric ? "cell-numeric" : ""} ${isSorted ? "header-sorted" : ""}`}
    >
      {sortColumn === null ? (
        <span className="header-title" title={column.explanation}>
          {column.title}
        </span>
      ) : (
        <button
          type="button"
          className="header-title"
          title={column.explanation}
          onClick={() => toggleSort(sortColumn, column.isDescendingFirst)}
        >
          {column.title}
          <span className="sort-sign" aria-hidden="true">
            {isSorted ? (sort.descending ? "↓" : "↑") : ""}
          </span>
        </button>
      )}
      <span
        className="resize-handle"
        title={texts.list.resizeColumn(column.title)}
        onPointerDown={(event) => startResize(event, column.id)}
        onDoubleClick={() =>
          useSettings.setState(({ columnWidths: { [column.id]: _removed, ...rest } }) => ({
            columnWidths: rest,
          }))
        }
      />
    </span>
  );
}

function ColumnMenu() {
  const { columns, isCompact } = useSettings();
  return (
    <ContextMenu.Portal>
      <ContextMenu.Content className="menu">
        <ContextMenu.Label className="menu-label">{texts.list.chooseColumns}</ContextMenu.Label>
        {allColumns
          .filter(({ id }) => !fixedColumns.includes(id))
          .map(({ id, title }) => (
            <ContextMenu.CheckboxItem
              key={id}
              className="menu-choice"
              checked={columns.includes(id)}
              onSelect={(event) => event.preventDefault()}
              onCheckedChange={() => toggleColumn(id)}
            >
              <ContextMenu.ItemIndicator className="menu-check">✓</ContextMenu.ItemIndicator>
              {title}
            </ContextMenu.CheckboxItem>
          ))}
        <ContextMenu.Separator className="menu-line" />
        <ContextMenu.CheckboxItem
          className="menu-choice"
          checked={isCompact}
          onCheckedChange={(checked) => useSettings.setState({ isCompact: checked })}
        >
          <ContextMenu.ItemIndicator className="menu-check">✓</ContextMenu.ItemIndicator>
          {texts.list.compactRows}
        </ContextMenu.CheckboxItem>
        <ContextMenu.Item
          className="menu-choice"
          onSelect={() => useSettings.setState({ columns: defaultColumns, columnWidths: {} })}
        >
          {texts.list.resetColumns}
        </ContextMenu.Item>
      </ContextMenu.Content>
    </ContextMenu.Portal>
  );
}

export function ListHeader({ columns, template }: { columns: readonly Column[]; template: string }) {
  const rowRef = useRef<HTMLDivElement>(null);
  useRovingFocus(rowRef, roving);
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>
        <div
          ref={rowRef}
          role="row"
          aria-rowindex={1}
          className="list-header"
          style={{ gridTemplateColumns: template }}
        >
          <span role="columnheader" className="header-cell">
            <span className="visually-hidden">{texts.list.favourite}</span>
          </span>
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} />
          ))}
        </div>
      </ContextMenu.Trigger>
      <ColumnMenu />
    </ContextMenu.Root>
  );
}
