// The menu of the list's header: which columns there are, and in which order.
import { ContextMenu } from "radix-ui";
import { useSettings } from "../stores/settings.ts";
import { texts } from "../texts.ts";
import {
  allColumns,
  defaultColumns,
  fixedColumns,
  stepColumn,
  toggleColumn,
  type ColumnId,
} from "./columns.ts";

function changeColumns(change: (columns: ColumnId[]) => ColumnId[]): void {
  useSettings.setState(({ columns }) => ({ columns: change(columns) }));
}

interface ColumnMenuProps {
  /** The column that the menu was opened on, or null between columns. */
  pointed: ColumnId | null;
  /** Columns in sight, in order. */
  shown: readonly ColumnId[];
}

function PointedColumn({ pointed, shown }: { pointed: ColumnId; shown: readonly ColumnId[] }) {
  const { title } = texts.columns[pointed];
  const index = shown.indexOf(pointed);
  return (
    <>
      <ContextMenu.Item
        className="menu-item"
        disabled={index <= 0}
        onSelect={() => changeColumns((columns) => stepColumn(columns, shown, pointed, -1))}
      >
        {texts.list.moveLeft(title)}
      </ContextMenu.Item>
      <ContextMenu.Item
        className="menu-item"
        disabled={index < 0 || index === shown.length - 1}
        onSelect={() => changeColumns((columns) => stepColumn(columns, shown, pointed, 1))}
      >
        {texts.list.moveRight(title)}
      </ContextMenu.Item>
      {!fixedColumns.includes(pointed) && (
        <ContextMenu.Item
          className="menu-item"
          onSelect={() => changeColumns((columns) => toggleColumn(columns, pointed))}
        >
          {texts.list.hideColumn(title)}
        </ContextMenu.Item>
      )}
      <ContextMenu.Separator className="menu-line" />
    </>
  );
}

export function ColumnMenu({ pointed, shown }: ColumnMenuProps) {
  const { columns, isCompact } = useSettings();
  // Without a query there is no match to show.
  const isWithoutRoom = (id: ColumnId): boolean =>
    id !== "score" && columns.includes(id) && !shown.includes(id);
  return (
    <ContextMenu.Portal>
      <ContextMenu.Content className="menu">
        {pointed !== null && <PointedColumn pointed={pointed} shown={shown} />}
        <ContextMenu.Label className="menu-label">{texts.list.chooseColumns}</ContextMenu.Label>
        {allColumns
          .filter(({ id }) => !fixedColumns.includes(id))
          .map(({ id, title }) => (
            <ContextMenu.CheckboxItem
              key={id}
              className="menu-choice"
              checked={columns.includes(id)}
              onSelect={(event) => event.preventDefault()}
              onCheckedChange={() => changeColumns((chosen) => toggleColumn(chosen, id))}
            >
              <ContextMenu.ItemIndicator className="menu-check">✓</ContextMenu.ItemIndicator>
              {title}
              {isWithoutRoom(id) && (
                <span className="menu-note" title={texts.list.noRoom.long}>
                  {texts.list.noRoom.short}
                </span>
              )}
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
