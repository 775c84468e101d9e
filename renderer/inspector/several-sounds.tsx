// What is known of a selection of several sounds, and what can be done with all of them at once.
import { useQuery } from "@tanstack/react-query";
import type { SoundId } from "../../preload/sound.ts";
import { type CommandId, findCommand } from "../commands/commands.ts";
import { formatBytes, formatLength } from "../elements/format.ts";
import { KeyCaps } from "../elements/key-caps.tsx";
import { fetchRows } from "../stores/edits.ts";
import { setTag } from "../stores/tags.ts";
import { mergeTags } from "../tags/merge-tags.ts";
import { TagRows } from "../tags/tag-rows.tsx";
import { texts } from "../texts.ts";

/** Of more sounds no totals are told: they would cost a fetch of every row. */
const mostSummed = 2000;
const mostTags = 12;
const actions: CommandId[] = ["favourite", "tags", "collect", "takeOut", "copyPath"];

function ActionButton({ id }: { id: CommandId }) {
  const command = findCommand(id);
  if (!command?.isEnabled()) return null;
  return (
    <button type="button" className="button button-keyed" onClick={() => void command.run()}>
      {command.title}
      <KeyCaps keys={command.keys[0]} />
    </button>
  );
}

export function SeveralSounds({ ids }: { ids: ReadonlySet<SoundId> }) {
  const { data: rows } = useQuery({
    // A set would be the same key whatever it holds.
    queryKey: ["severalSounds", ids.size <= mostSummed ? [...ids] : ids.size],
    queryFn: () => fetchRows([...ids]),
    enabled: ids.size <= mostSummed,
    placeholderData: (previous) => previous,
  });
  const isCurrent = rows?.length === ids.size;
  const tags = mergeTags((rows ?? []).map((row) => row.tags)).slice(0, mostTags);
  return (
    <>
      <section className="inspector-part">
        <h2 className="inspector-name">{texts.inspector.several(ids.size)}</h2>
        {isCurrent && (
          <dl className="facts">
            <div className="fact">
              <dt>{texts.inspector.totalLength}</dt>
              <dd>{formatLength(rows.reduce((sum, { durationSec }) => sum + (durationSec ?? 0), 0))}</dd>
            </div>
            <div className="fact">
              <dt>{texts.inspector.totalSize}</dt>
              <dd>{formatBytes(rows.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))}</dd>
            </div>
          </dl>
        )}
        <div className="inspector-actions">
          {actions.map((id) => (
            <ActionButton key={id} id={id} />
          ))}
        </div>
      </section>
      {isCurrent && tags.length > 0 && (
        <section className="inspector-part">
          <h3 className="panel-title">{texts.tags.title}</h3>
          <TagRows
            tags={tags}
            soundCount={ids.size}
            label={texts.tags.title}
            onWord={({ label, family }, word) => void setTag([...ids], label, word, family)}
          />
        </section>
      )}
    </>
  );
}
