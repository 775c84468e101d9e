// The tags of the selected sound: what it was taken for, how sure that is, and a person's word on it.
import type { SoundDetail } from "../../preload/sound.ts";
import { openTagEditor } from "../dialogs/tag-subject.ts";
import { KeyCaps } from "../elements/key-caps.tsx";
import { setTag } from "../stores/tags.ts";
import { mergeTags } from "../tags/merge-tags.ts";
import { TagRows } from "../tags/tag-rows.tsx";
import { texts } from "../texts.ts";

export function SoundTags({ detail }: { detail: SoundDetail }) {
  const tags = mergeTags([detail.allTags]);
  return (
    <section className="inspector-part">
      <h3 className="panel-title">{texts.tags.title}</h3>
      {tags.length === 0 && (
        <p className="inspector-note">{detail.status === "pending" ? texts.tags.noneYet : texts.tags.none}</p>
      )}
      <TagRows
        tags={tags}
        soundCount={1}
        label={texts.tags.title}
        onWord={({ label, family }, word) => void setTag([detail.id], label, word, family)}
      />
      <button
        type="button"
        className="button button-keyed"
        onClick={() => openTagEditor([detail.id], detail.name)}
      >
        {texts.tags.edit}
        <KeyCaps keys="T" />
      </button>
    </section>
  );
}
