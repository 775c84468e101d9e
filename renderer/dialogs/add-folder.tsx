// Earshot's own folder panel, for shells without a native dialog. Works without a pointer.
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { DirectoryListing } from "../../preload/folders.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { Icon } from "../elements/icon.tsx";
import { SoundName } from "../elements/sound-name.tsx";
import { Modal } from "../elements/modal.tsx";
import { addFolder } from "../stores/edits.ts";
import { closeDialog } from "../stores/window-state.ts";
import { texts } from "../texts.ts";

interface DirectoryListProps {
  listing: DirectoryListing;
  /** The path that would be added: of a folder in the list, or another. */
  path: string;
  onChoose: (path: string) => void;
  onOpen: (path: string) => void;
  onAdd: () => void;
}

/** Arrow keys or a click choose, Enter, Right or two clicks go in, Left or Backspace goes out, Ctrl or Cmd with Enter adds. */
function DirectoryList({ listing, path, onChoose, onOpen, onAdd }: DirectoryListProps) {
  const listRef = useRef<HTMLDivElement>(null);
  const { directories, parentPath } = listing;
  const index = directories.findIndex((directory) => directory.path === path);
  const current = directories[index];
  const choose = (next: number): void => {
    const directory = directories[Math.min(directories.length - 1, Math.max(0, next))];
    if (directory) onChoose(directory.path);
  };

  useEffect(() => {
    listRef.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [index]);
  // Another folder starts at its top; the element stays, so the focus does too.
  useEffect(() => {
    if (listRef.current) listRef.current.scrollTop = 0;
  }, [listing.path]);

  const handleKey = (event: KeyboardEvent): void => {
    const actions: Record<string, () => void> = {
      ArrowDown: () => choose(index + 1),
      ArrowUp: () => choose(index - 1),
      Home: () => choose(0),
      End: () => choose(directories.length - 1),
      Enter: () => current?.isReadable && onOpen(current.path),
      ArrowRight: () => current?.isReadable && onOpen(current.path),
      ArrowLeft: () => parentPath !== null && onOpen(parentPath),
      Backspace: () => parentPath !== null && onOpen(parentPath),
    };
    const isAdding = event.key === "Enter" && (event.ctrlKey || event.metaKey);
    const action = isAdding ? onAdd : actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };

  return (
    <div
      ref={listRef}
      role="listbox"
      tabIndex={0}
      className="directory-list"
      aria-label={texts.folderDialog.directories}
      aria-activedescendant={current ? `directory-${index}` : undefined}
      onKeyDown={handleKey}
    >
      {directories.length === 0 && <p className="panel-note">{texts.folderDialog.empty}</p>}
      {directories.map(({ path: directoryPath, name, isReadable }, position) => (
        // The list has the keyboard; its options take the pointer only.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={directoryPath}
          id={`directory-${position}`}
          role="option"
          tabIndex={-1}
          aria-selected={position === index}
          aria-disabled={!isReadable}
          className="directory"
          onClick={() => choose(position)}
          onDoubleClick={() => isReadable && onOpen(directoryPath)}
        >
          <Icon name="folder" />
          <SoundName name={name} />
          {!isReadable && <span className="cell-note">{texts.folderDialog.unreadable}</span>}
        </div>
      ))}
    </div>
  );
}

function toPatterns(text: string): string[] {
  return text
    .split(",")
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== "");
}

/** What went wrong last, of opening and of adding alike. */
type SetProblem = (problem: string | null) => void;

function useAddFolder(path: string, excludes: string, setProblem: SetProblem) {
  const [isAdding, setIsAdding] = useState(false);
  const add = async (): Promise<void> => {
    setIsAdding(true);
    setProblem(null);
    try {
      await addFolder(path, toPatterns(excludes));
      closeDialog();
    } catch (thrown) {
      const { message, hint } = toErrorData(thrown);
      setProblem(`${message} ${hint}`.trim());
      setIsAdding(false);
    }
  };
  return { add, isAdding };
}

/** The folder on show. One that cannot be opened leaves the last one standing, with the reason. */
function useDirectory() {
  const [problem, setProblem] = useState<string | null>(null);
  const [listing, setListing] = useState<DirectoryListing | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const latest = useRef(0);
  const open = async (path: string | null): Promise<void> => {
    const own = ++latest.current;
    try {
      const next = await getBridge().engine.listDirectory({ path });
      if (own !== latest.current) return;
      setListing(next);
      setTyped(null);
      setProblem(null);
    } catch (thrown) {
      if (own !== latest.current) return;
      const { message, hint } = toErrorData(thrown);
      setProblem(`${message} ${hint}`.trim());
    }
  };
  // oxlint-disable-next-line react/set-state-in-effect -- state changes when the answer has come, not here
  useEffect(() => void open(null), []);
  return { listing, typed, setTyped, problem, setProblem, open };
}

export function AddFolderDialog() {
  const { listing, typed, setTyped, problem, setProblem, open } = useDirectory();
  const [excludes, setExcludes] = useState("");
  const path = typed ?? listing?.path ?? "";
  const { add, isAdding } = useAddFolder(path, excludes, setProblem);

  const go = (to: string): void => void open(to);
  // The field always says which folder would be added, typed or chosen in the list.
  const choose = (to: string): void => {
    setTyped(to);
    setProblem(null);
  };
  const handleEnter = (event: KeyboardEvent): void => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    // A path that was typed but not yet looked at is opened first, so that it is seen before it is added.
    const isUnseen = typed !== null && typed !== listing?.path;
    if (isUnseen && !event.ctrlKey && !event.metaKey) go(typed);
    else void add();
  };
  return (
    <Modal
      title={texts.folderDialog.title}
      description={texts.folderDialog.description}
      className="add-folder"
    >
      <div className="modal-body">
        <div className="path-line">
          <button
            type="button"
            className="button"
            disabled={!listing?.parentPath}
            onClick={() => listing?.parentPath && go(listing.parentPath)}
          >
            {texts.folderDialog.parent}
          </button>
          <input
            type="text"
            className="field"
            data-first-focus="true"
            aria-label={texts.folderDialog.path}
            value={path}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => choose(event.target.value)}
            onKeyDown={handleEnter}
          />
        </div>
        {listing ? (
          <DirectoryList
            listing={listing}
            path={path}
            onChoose={choose}
            onOpen={go}
            onAdd={() => void add()}
          />
        ) : (
          <div className="directory-list" />
        )}
        <p className="path-note" role={problem === null ? "status" : "alert"}>
          {problem ?? (path === listing?.path ? texts.folderDialog.audioFiles(listing.audioFileCount) : null)}
        </p>
        <label className="field-row">
          {texts.folderDialog.excludes}
          <input
            type="text"
            className="field"
            value={excludes}
            placeholder={texts.folderDialog.excludesHint}
            spellCheck={false}
            onChange={(event) => setExcludes(event.target.value)}
            onKeyDown={handleEnter}
          />
        </label>
        <div className="modal-actions">
          <button type="button" className="button" onClick={closeDialog}>
            {texts.folderDialog.cancel}
          </button>
          <button
            type="button"
            className="button button-primary"
            disabled={isAdding || path === ""}
            onClick={() => void add()}
          >
            {texts.folderDialog.add}
          </button>
        </div>
      </div>
    </Modal>
  );
}
