// Gives a collection its name, first or anew.
import { type FormEvent, useState } from "react";
import { Modal } from "../elements/modal.tsx";
import { createCollection, renameCollection } from "../stores/collections.ts";
import { closeDialog } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { type NameSubject, useNameSubject } from "./name-subject.ts";

function save(subject: NameSubject, name: string): Promise<boolean> {
  switch (subject.kind) {
    case "rename":
      return renameCollection(subject.id, name);
    case "search":
      return createCollection(name, { query: subject.query });
    case "sounds":
      return createCollection(name, { ids: subject.ids });
  }
}

/** What the field holds at first: the name as it is, or the search line. */
function firstName(subject: NameSubject): string {
  if (subject.kind === "rename") return subject.name;
  return subject.kind === "search" ? subject.query : "";
}

export function NameDialog() {
  const { subject } = useNameSubject();
  const [name, setName] = useState(firstName(subject));
  const words = texts.collections.nameDialog[subject.kind];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (name.trim() === "") return;
    void save(subject, name.trim()).then((isDone) => isDone && closeDialog());
  };
  return (
    <Modal title={words.title} description={words.description} className="name-dialog">
      <form className="modal-body" onSubmit={submit}>
        <input
          type="text"
          className="field"
          data-first-focus="true"
          aria-label={texts.collections.name}
          value={name}
          maxLength={200}
          spellCheck={false}
          autoComplete="off"
          onFocus={(event) => event.target.select()}
          onChange={(event) => setName(event.target.value)}
        />
        <div className="modal-actions">
          <button type="button" className="button" onClick={closeDialog}>
            {texts.folderDialog.cancel}
          </button>
          <button type="submit" className="button button-primary" disabled={name.trim() === ""}>
            {words.save}
          </button>
        </div>
      </form>
    </Modal>
  );
}
