// The folders of the library as a tree. Arrow keys walk it, Enter shows a folder, T tags all its sounds,
// Delete takes a root out.
import { useQuery } from "@tanstack/react-query";
import { ContextMenu } from "radix-ui";
import { type KeyboardEvent, useRef, useState } from "react";
import type { FolderNode, FolderRow } from "../../preload/folders.ts";
import { getBridge } from "../bridge/bridge.ts";
import { showScope, tell } from "../commands/actions.ts";
import { openTagEditorFor } from "../dialogs/tag-subject.ts";
import { displayName } from "../elements/display-name.ts";
import { formatCount } from "../elements/format.ts";
import { Icon } from "../elements/icon.tsx";
import { lastPart } from "../elements/path-parts.ts";
import { type RovingOptions, useRovingFocus } from "../elements/use-roving-focus.ts";
import { removeFolder } from "../stores/edits.ts";
import { useLibrary } from "../stores/library.ts";
import { useSearch } from "../stores/search.ts";
import { useWindowState } from "../stores/window-state.ts";
import { texts } from "../texts.ts";

const roving: RovingOptions = { selector: ".folder", keys: "own" };

interface TreeEntry extends FolderNode {
  /** The folder that the user added, for the tree's first level. */
  root: FolderRow | null;
}

interface BranchProps {
  entry: TreeEntry;
  depth: number;
  openPaths: ReadonlySet<string>;
  onToggle: (path: string, isOpen: boolean) => void;
}

function useShownFolder(): string | null {
  const scope = useSearch((search) => search.scope);
  const view = useWindowState((state) => state.view);
  return view === "sounds" && scope.kind === "folder" ? scope.path : null;
}

/** Moves the focus among the items in sight; Right opens or goes in, Left closes or goes out. */
function handleKey(event: KeyboardEvent<HTMLElement>, { entry, openPaths, onToggle }: BranchProps): void {
  const items = [
    ...(event.currentTarget.closest("[role=tree]")?.querySelectorAll<HTMLElement>(".folder") ?? []),
  ];
  const index = items.indexOf(event.currentTarget);
  const isOpen = openPaths.has(entry.path);
  const level = Number(event.currentTarget.getAttribute("aria-level"));
  const actions: Record<string, () => void> = {
    ArrowDown: () => items[index + 1]?.focus(),
    ArrowUp: () => items[index - 1]?.focus(),
    Home: () => items[0]?.focus(),
    End: () => items.at(-1)?.focus(),
    ArrowRight: () => (entry.hasChildren && !isOpen ? onToggle(entry.path, true) : items[index + 1]?.focus()),
    ArrowLeft: () => {
      if (isOpen) onToggle(entry.path, false);
      else
        items
          .slice(0, index)
          .findLast((item) => Number(item.getAttribute("aria-level")) < level)
          ?.focus();
    },
    Enter: () => showScope({ kind: "folder", path: entry.path }),
    " ": () => showScope({ kind: "folder", path: entry.path }),
    t: () => void tell(() => openTagEditorFor({ kind: "folder", path: entry.path }, entry.name)),
    Delete: () => entry.root && void removeFolder(entry.root),
  };
  const action = actions[event.key];
  if (!action || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  action();
}

function FolderItem(props: BranchProps) {
  const { entry, depth, openPaths, onToggle } = props;
  const isOpen = openPaths.has(entry.path);
  const isCurrent = useShownFolder() === entry.path;
  const isOffline = entry.root !== null && entry.root.state !== "present";
  return (
    <div
      role="treeitem"
      // The tree is one stop of Tab: useRovingFocus says which item.
      tabIndex={-1}
      aria-level={depth + 1}
      aria-expanded={entry.hasChildren ? isOpen : undefined}
      aria-selected={isCurrent}
      className={`folder ${isOffline ? "folder-offline" : ""}`}
      style={{ paddingInlineStart: 4 + depth * 12 }}
      title={displayName(entry.path) + (isOffline ? ` · ${texts.side.offline}` : "")}
      onClick={() => showScope({ kind: "folder", path: entry.path })}
      onKeyDown={(event) => handleKey(event, props)}
    >
      <button
        type="button"
        tabIndex={-1}
        className={`twisty ${isOpen ? "twisty-open" : ""}`}
        hidden={!entry.hasChildren}
        aria-label={isOpen ? texts.side.collapse(entry.name) : texts.side.expand(entry.name)}
        onClick={(event) => {
          event.stopPropagation();
          onToggle(entry.path, !isOpen);
        }}
      >
        <Icon name="chevron" />
      </button>
      {!entry.hasChildren && <span className="twisty" />}
      {depth === 0 && <Icon name={isOffline ? "drive" : "folder"} />}
      <bdi className="place-title">{displayName(entry.name)}</bdi>
      <span className="place-count">{formatCount(entry.soundCount)}</span>
    </div>
  );
}

function FolderMenu({ entry, children }: { entry: TreeEntry; children: React.ReactNode }) {
  const { root, path, name } = entry;
  const tagAll = (): void => void tell(() => openTagEditorFor({ kind: "folder", path }, name));
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>
        <div>{children}</div>
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu">
          <ContextMenu.Item className="menu-item" onSelect={tagAll}>
            {texts.side.tagFolder}
          </ContextMenu.Item>
          {root && (
            <ContextMenu.Item className="menu-item" onSelect={() => void removeFolder(root)}>
              {texts.side.removeFolderShort}
            </ContextMenu.Item>
          )}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

function Branch(props: BranchProps) {
  const { entry, depth, openPaths } = props;
  const isOpen = openPaths.has(entry.path);
  const { data: children = [] } = useQuery({
    queryKey: ["folderTree", entry.path],
    queryFn: () => getBridge().engine.listFolderTree({ path: entry.path }),
    enabled: isOpen,
  });
  return (
    <>
      <FolderMenu entry={entry}>
        <FolderItem {...props} />
      </FolderMenu>
      {isOpen && (
        <div role="group">
          {children.map((child) => (
            <Branch key={child.path} {...props} entry={{ ...child, root: null }} depth={depth + 1} />
          ))}
        </div>
      )}
    </>
  );
}

export function FolderTree() {
  const folders = useLibrary((library) => library.folders);
  const isKnown = useLibrary((library) => library.status !== null);
  const [openPaths, setOpenPaths] = useState<ReadonlySet<string>>(new Set());
  const { data: nodes = [] } = useQuery({
    queryKey: ["folderTree", null, folders.map(({ id }) => id)],
    queryFn: () => getBridge().engine.listFolderTree({ path: null }),
    enabled: folders.length > 0,
  });
  const treeRef = useRef<HTMLDivElement>(null);
  useRovingFocus(treeRef, roving, folders.length > 0);
  const toggle = (path: string, isOpen: boolean): void => {
    const next = new Set(openPaths);
    if (isOpen) next.add(path);
    else next.delete(path);
    setOpenPaths(next);
  };
  if (!isKnown) return null;
  if (folders.length === 0) return <p className="panel-note">{texts.side.noFolders}</p>;
  return (
    <div ref={treeRef} role="tree" aria-label={texts.side.folders} className="folder-tree">
      {folders.map((root) => {
        const node = nodes.find(({ path }) => path === root.path);
        const entry: TreeEntry = {
          path: root.path,
          name: node?.name ?? lastPart(root.path),
          soundCount: node?.soundCount ?? root.soundCount,
          hasChildren: node?.hasChildren ?? false,
          root,
        };
        return <Branch key={root.id} entry={entry} depth={0} openPaths={openPaths} onToggle={toggle} />;
      })}
    </div>
  );
}
