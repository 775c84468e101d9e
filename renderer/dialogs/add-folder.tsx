// Earshot's own folder panel, for shells without a native dialog. Works without a pointer.
import { useQuery } from "@tanstack/react-query";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { DirectoryListing } from "../../preload/model.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { Icon } from "../elements/icon.tsx";
import { Modal } from "../elements/modal.tsx";
import { addFolder } from "../stores/edits.ts";
import { closeDialog } from "../stores/window-state.ts";
import { texts } from "../texts.ts";

interface DirectoryListProps {
  listing: DirectoryListing;
  onOpen: (path: string) => void;
}

/** Arrow keys walk, Enter or Right goes in, Left or Backspace goes out. */
function DirectoryList({ listing, onOpen }: DirectoryListProps) {
  const listRef = useRef<HTMLDivElement>(null);
  const [index, setIndex] = useState(0);
  const { directories, parentPath } = listing;
  const current = directories[index];

  useEffect(() => {
    listRef.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [index]);

  const handleKey = (event: KeyboardEvent): void => {
    const last = directories.length - 1;
    const actions: Record<string, () => void> = {
      ArrowDown: () => setIndex(Math.min(last, index + 1)),
      ArrowUp: () => setIndex(Math.max(0, index - 1)),
      Home: () => setIndex(0),
      End: () => setIndex(last),
      Enter: () => current?.isReadable && onOpen(current.path),
      ArrowRight: () => current?.isReadable && onOpen(current.path),
      ArrowLeft: () => parentPath !== null && onOpen(parentPath),
      Backspace: () => parentPath !== null && onOpen(parentPath),
    };
    // With Ctrl or Cmd, Enter belongs to the form: add what is shown.
    const action = event.ctrlKey || event.metaKey ? undefined : actions[event.key];
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
      {directories.map(({ path, name, isReadable }, position) => (
        // The list has the keyboard; its options take the pointer only.
        // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
        <div
          key={path}
          id={`directory-${position}`}
          role="option"
          tabIndex={-1}
          aria-selected={position === index}
          aria-disabled={!isReadable}
          className="directory"
          onClick={() => setIndex(position)}
          onDoubleClick={() => isReadable && onOpen(path)}
        >
          <Icon name="folder" />
          <bdi className="cell-name">{name}</bdi>
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

function useAddFolder(path: string, excludes: string) {
  const [problem, setProblem] = useState<string | null>(null);
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
  return { add, isAdding, problem };
}

export function AddFolderDialog() {
  const [place, setPlace] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [excludes, setExcludes] = useState("");
  const { data: listing, error } = useQuery({
    queryKey: ["directory", place],
    queryFn: () => getBridge().engine.listDirectory({ path: place }),
    placeholderData: (previous) => previous,
    staleTime: 0,
  });
  const path = typed ?? listing?.path ?? "";
  const { add, isAdding, problem } = useAddFolder(path, excludes);
  const shownProblem = problem ?? (error ? toErrorData(error).message : null);

  const go = (to: string): void => {
    setPlace(to);
    setTyped(null);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // A path that was typed but not yet looked at is opened first, so that it is seen before it is added.
    if (typed !== null && typed !== listing?.path) go(typed);
    else void add();
  };
  return (
    <Modal
      title={texts.folderDialog.title}
      description={texts.folderDialog.description}
      className="add-folder"
    >
      {/* Ctrl or Cmd with Enter adds from wherever the focus is. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <form
        onSubmit={submit}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void add();
        }}
      >
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
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        {listing && <DirectoryList key={listing.path} listing={listing} onOpen={go} />}
        <p className="path-note" role={shownProblem === null ? "status" : "alert"}>
          {shownProblem ?? (listing && texts.folderDialog.audioFiles(listing.audioFileCount))}
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
      </form>
    </Modal>
  );
}
