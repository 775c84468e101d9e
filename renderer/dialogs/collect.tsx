// Puts the selection into a collection: choose one by name, or type a new name.
import { Command } from "cmdk";
import { useState } from "react";
import { Icon } from "../elements/icon.tsx";
import { Modal } from "../elements/modal.tsx";
import { displayName } from "../elements/display-name.ts";
import { formatCount } from "../elements/format.ts";
import { addToCollection, createCollection, useCollections } from "../stores/collections.ts";
import { selectedInOrder } from "../stores/selection.ts";
import { closeDialog } from "../stores/window-state.ts";
import { texts } from "../texts.ts";

/** The dialog stays while what was wanted has not worked: the status bar says why. */
function choose(action: () => Promise<boolean>): void {
  void action().then((isDone) => isDone && closeDialog());
}

export function Collect() {
  const collections = useCollections() ?? [];
  const [ids] = useState(selectedInOrder);
  const [typed, setTyped] = useState("");
  const name = typed.trim();
  const manual = collections.filter(({ kind }) => kind === "manual");
  const isEmpty = manual.length === 0 && name === "";
  const isKnown = manual.some((each) => each.name.toLowerCase() === name.toLowerCase());
  return (
    <Modal title={texts.collections.collect(ids.length)} className="palette" hasHeader={false}>
      <Command label={texts.collections.collect(ids.length)} loop>
        <Command.Input
          value={typed}
          onValueChange={setTyped}
          placeholder={texts.collections.collectHint(ids.length)}
          className="palette-input"
          data-first-focus="true"
          maxLength={200}
        />
        {isEmpty && <p className="panel-note">{texts.collections.typeName}</p>}
        {/* A list without a choice is none. */}
        <Command.List className="palette-list" hidden={isEmpty}>
          {manual.map(({ id, name: title, soundCount }) => (
            <Command.Item
              key={id}
              value={`${title} ${id}`}
              className="palette-item"
              onSelect={() => choose(() => addToCollection(id, ids))}
            >
              <Icon name="stack" />
              <bdi className="palette-title">{displayName(title)}</bdi>
              <span className="place-count">{formatCount(soundCount ?? 0)}</span>
            </Command.Item>
          ))}
          {name !== "" && !isKnown && (
            <Command.Item
              forceMount
              value={`new ${name}`}
              className="palette-item"
              onSelect={() => choose(() => createCollection(name, { ids }))}
            >
              <Icon name="plus" />
              <bdi className="palette-title">{texts.collections.makeNamed(displayName(name))}</bdi>
            </Command.Item>
          )}
        </Command.List>
      </Command>
    </Modal>
  );
}
