// Collections: shown by a press, filled by dropping rows on them, moved by dragging or with Alt and an arrow, renamed
// with F2, removed with Delete.
import { ContextMenu } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import type { Collection } from "../../preload/collections.ts";
import { openRenameDialog } from "../dialogs/name-subject.ts";
import { displayName } from "../elements/display-name.ts";
import { formatCount } from "../elements/format.ts";
import { Icon } from "../elements/icon.tsx";
import { type RovingOptions, useRovingFocus } from "../elements/use-roving-focus.ts";
import { moveId, removeCollection, showCollection, useCollections } from "../stores/collections.ts";
import { useSearch } from "../stores/search.ts";
import { useSettings } from "../stores/settings.ts";
import { useWindowState } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { collectionDragHandlers } from "./collection-drag.ts";

const roving: RovingOptions = { selector: ".collection", keys: "vertical" };

function move(ids: readonly number[], id: number, step: number): void {
  useSettings.setState({ collectionOrder: moveId(ids, id, step) });
}

function CollectionMenu({ collection, children }: { collection: Collection; children: ReactNode }) {
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu">
          <ContextMenu.Item
            className="menu-item"
            onSelect={() => setTimeout(() => openRenameDialog(collection), 0)}
          >
            {texts.collections.rename}
          </ContextMenu.Item>
          <ContextMenu.Item className="menu-item" onSelect={() => void removeCollection(collection.id)}>
            {texts.collections.remove}
          </ContextMenu.Item>
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

function CollectionItem({ collection, order }: { collection: Collection; order: readonly number[] }) {
  const { id, name, kind, query, soundCount } = collection;
  const isCurrent = useSearch(({ scope }) => scope.kind === "collection" && scope.id === id);
  const isListShown = useWindowState(({ view }) => view === "sounds");
  const handleKey = (event: KeyboardEvent): void => {
    const actions: Record<string, () => void> = {
      F2: () => openRenameDialog(collection),
      Delete: () => void removeCollection(id),
      ...(event.altKey && { ArrowUp: () => move(order, id, -1), ArrowDown: () => move(order, id, 1) }),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  };
  const about = query === null ? texts.collections.manual : texts.collections.smart(query);
  return (
    <li>
      <CollectionMenu collection={collection}>
        <button
          type="button"
          className="place collection"
          aria-current={isCurrent && isListShown ? "page" : undefined}
          title={`${displayName(name)}: ${displayName(about)}`}
          onClick={() => void showCollection(collection)}
          onKeyDown={handleKey}
          {...collectionDragHandlers(collection, order)}
        >
          <Icon name={kind === "smart" ? "search" : "stack"} />
          <bdi className="place-title">{displayName(name)}</bdi>
          {soundCount !== null && <span className="place-count">{formatCount(soundCount)}</span>}
        </button>
      </CollectionMenu>
    </li>
  );
}

export function CollectionList() {
  const collections = useCollections();
  const listRef = useRef<HTMLUListElement>(null);
  useRovingFocus(listRef, roving, (collections?.length ?? 0) > 0);
  if (!collections) return null;
  if (collections.length === 0) return <p className="panel-note">{texts.collections.none}</p>;
  const order = collections.map(({ id }) => id);
  return (
    <ul ref={listRef} className="collections" aria-label={texts.side.collections}>
      {collections.map((collection) => (
        <CollectionItem key={collection.id} collection={collection} order={order} />
      ))}
    </ul>
  );
}
