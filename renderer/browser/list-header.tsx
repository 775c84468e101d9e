// The header of the list: sorts, and is where columns are moved, resized and chosen.
import { ContextMenu } from "radix-ui";
import { type KeyboardEvent, memo, useRef, useState } from "react";
import { type RovingOptions, useRovingFocus } from "../elements/use-roving-focus.ts";
import { currentSort, toggleSort, useSearch } from "../stores/search.ts";
import { useSettings } from "../stores/settings.ts";
import { texts } from "../texts.ts";
import { resetColumnWidth, setColumnWidth, startColumnDrag, startResize } from "./column-drag.ts";
import { ColumnMenu } from "./column-menu.tsx";
import { stepColumn, type Column, type ColumnId } from "./columns.ts";

const roving: RovingOptions = { selector: ".header-title", keys: "horizontal" };
/** What a key press adds to a width, px. */
const widthStep = 16;

/** Alt with Left or Right moves the column, with Shift too it makes it narrower or wider. */
function handleHeaderKey(event: KeyboardEvent<HTMLElement>, id: ColumnId, shown: readonly ColumnId[]): void {
  if (!event.altKey || (event.key !== "ArrowLeft" && event.key !== "ArrowRight")) return;
  event.preventDefault();
  event.stopPropagation();
  const step = event.key === "ArrowLeft" ? -1 : 1;
  if (event.shiftKey) {
    const { width } = event.currentTarget.getBoundingClientRect();
    setColumnWidth(id, width + step * widthStep);
  } else {
    useSettings.setState(({ columns }) => ({ columns: stepColumn(columns, shown, id, step) }));
  }
}

function HeaderTitle({ column }: { column: Column }) {
  const sort = useSearch(currentSort);
  const { sort: sortColumn } = column;
  const isSorted = sortColumn !== null && sort.column === sortColumn;
  if (sortColumn === null) {
    return (
      <span className="header-title" title={column.explanation}>
        {column.title}
      </span>
    );
  }
  return (
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
  );
}

function HeaderCell({ column, shown }: { column: Column; shown: readonly ColumnId[] }) {
  const sort = useSearch(currentSort);
  const isSorted = column.sort !== null && sort.column === column.sort;
  const order = isSorted ? (sort.descending ? "descending" : "ascending") : undefined;
  return (
    <span
      role="columnheader"
      tabIndex={-1}
      aria-sort={order}
      data-column={column.id}
      className={`header-cell ${column.isNumeric ? "cell-numeric" : ""} ${isSorted ? "header-sorted" : ""}`}
      onPointerDown={(event) => startColumnDrag(event, column.id)}
      onKeyDown={(event) => handleHeaderKey(event, column.id, shown)}
    >
      <HeaderTitle column={column} />
      <span
        className="resize-handle"
        title={texts.list.resizeColumn(column.title)}
        onPointerDown={(event) => startResize(event, column.id)}
        onDoubleClick={() => resetColumnWidth(column.id)}
      />
    </span>
  );
}

interface ListHeaderProps {
  columns: readonly Column[];
  template: string;
}

/** Not drawn again with the rows, which change in every frame of a scroll. */
export const ListHeader = memo(function ListHeader({ columns, template }: ListHeaderProps) {
  const rowRef = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<ColumnId | null>(null);
  useRovingFocus(rowRef, roving);
  const shown = columns.map(({ id }) => id);
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>
        <div
          ref={rowRef}
          role="row"
          aria-rowindex={1}
          className="list-header"
          style={{ gridTemplateColumns: template }}
          onContextMenu={({ target }) => {
            const cell = (target as Element).closest<HTMLElement>("[data-column]");
            setPointed((cell?.dataset["column"] ?? null) as ColumnId | null);
          }}
        >
          <span role="columnheader" className="header-cell">
            <span className="visually-hidden">{texts.list.favourite}</span>
          </span>
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} shown={shown} />
          ))}
        </div>
      </ContextMenu.Trigger>
      <ColumnMenu pointed={pointed} shown={shown} />
    </ContextMenu.Root>
  );
});
