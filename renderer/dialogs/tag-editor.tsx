// Tags of one sound, of a selection, or of a folder: confirm, reject, add. Opens with T and needs no pointer.
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import type { SoundId } from "../../preload/sound.ts";
import type { SoundTag, TagFamily } from "../../preload/tags.ts";
import { getBridge } from "../bridge/bridge.ts";
import { displayName } from "../elements/display-name.ts";
import { Modal } from "../elements/modal.tsx";
import { fetchRows } from "../stores/edits.ts";
import { setTag, useLabels } from "../stores/tags.ts";
import { mergeTags, type TagOnSounds } from "../tags/merge-tags.ts";
import { TagRows } from "../tags/tag-rows.tsx";
import { toLabelChoices } from "../tags/label-choices.ts";
import { texts } from "../texts.ts";
import { AddTag } from "./add-tag.tsx";
import { useTagSubject } from "./tag-subject.ts";

/** Of more sounds, the tags of the first are listed; a word on them goes to all. */
const mostLooked = 2000;

async function loadTags(ids: readonly SoundId[]): Promise<(readonly SoundTag[])[]> {
  const [first] = ids;
  if (ids.length === 1 && first !== undefined) {
    return [(await getBridge().engine.getSound({ id: first })).allTags];
  }
  return (await fetchRows(ids.slice(0, mostLooked))).map(({ tags }) => tags);
}

export function TagEditor() {
  const { ids, name } = useTagSubject();
  const labels = useLabels();
  const { data: tagsOfSounds } = useQuery({ queryKey: ["tagEditor", ids], queryFn: () => loadTags(ids) });
  const listRef = useRef<HTMLUListElement>(null);
  const inputRef = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const tags = mergeTags(tagsOfSounds ?? []);
  const isLoaded = tagsOfSounds !== undefined;

  // The first tag has the focus, so that Y and N work at once; without one there is only adding.
  useEffect(() => {
    if (!isLoaded || inputRef.current?.value !== "") return;
    const first = listRef.current?.querySelector<HTMLElement>(".tag-row");
    (first ?? inputRef.current)?.focus();
  }, [isLoaded]);

  const say = (tag: Pick<TagOnSounds, "label" | "family">, word: "confirmed" | "rejected" | "none"): void =>
    void setTag(ids, tag.label, word, tag.family);
  const add = (label: string, family: TagFamily): void => {
    setTyped("");
    say({ label, family }, "confirmed");
  };
  const handleListKey = (event: KeyboardEvent): void => {
    if (event.key !== "/" && event.key.toLowerCase() !== "a") return;
    event.preventDefault();
    inputRef.current?.focus();
  };
  const title =
    ids.length === 1 && name !== null ? texts.tags.editorOne(displayName(name)) : editorTitle(ids, name);
  return (
    <Modal title={title} description={texts.tags.editorHint} className="tag-editor">
      <div className="modal-body">
        <AddTag
          inputRef={inputRef}
          typed={typed}
          choices={toLabelChoices(labels, typed)}
          onType={setTyped}
          onAdd={add}
          onLeave={() => listRef.current?.querySelector<HTMLElement>(".tag-row[tabindex='0']")?.focus()}
        />
        {isLoaded && tags.length === 0 && <p className="panel-note">{texts.tags.none}</p>}
        {/* Its rows take the keys; these lead back to the field. */}
        {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions */}
        <div className="tag-editor-list" onKeyDown={handleListKey}>
          <TagRows
            tags={tags}
            soundCount={Math.min(ids.length, mostLooked)}
            label={texts.tags.title}
            listRef={listRef}
            onWord={say}
          />
        </div>
      </div>
    </Modal>
  );
}

function editorTitle(ids: readonly SoundId[], name: string | null): string {
  return name === null
    ? texts.tags.editorSeveral(ids.length)
    : texts.tags.editorFolder(ids.length, displayName(name));
}
