// Calls about tags and labels.
import type { TagLabel } from "../../preload/tags.ts";
import { AppError } from "../base/app-error.ts";
import type { HandlersOf } from "../base/channel.ts";
import { countSounds } from "../base/count-words.ts";
import type { WritableDb } from "../db/database.ts";
import { type Edit, makeEdit } from "../db/journal.ts";
import {
  dropLabelDefinition,
  ensureLabel,
  findLabelId,
  listLabelDefinitions,
  putLabelDefinition,
} from "../db/labels.ts";
import { queueAllSounds } from "../db/tag-queue.ts";
import { summariseTags } from "../db/tag-summary.ts";
import { putPersonTag } from "../db/tags.ts";
import { findVocabularyLabel } from "../search/vocabulary.ts";
import type { AsyncCalls } from "./call-types.ts";
import type { EngineParts } from "./engine-parts.ts";
import type { ModelChoice } from "./model-choice.ts";
import { listTagLabels } from "./tagger-setup.ts";

type Names = "setTag" | "listLabels" | "saveLabel" | "removeLabel" | "retag" | "getTagSummary";

export function makeTagCalls(
  { library, nowMs }: EngineParts,
  models: ModelChoice,
): HandlersOf<AsyncCalls<Names>> {
  const edit = (label: string, work: (made: Edit) => void) => {
    const done = makeEdit(library.writableDb, label, nowMs(), work);
    library.noteChange();
    return done;
  };
  return {
    setTag: ({ ids, label, state }) => {
      const what = { confirmed: "Tagged", rejected: "Untagged", none: "Cleared a tag of" }[state];
      return edit(`${what} ${countSounds(ids.length)} “${label}”`, (made) => {
        const labelId = findLabelId(made.db, label) ?? addPersonLabel(made, label);
        const isConfirmed = state === "none" ? null : state === "confirmed";
        for (const id of ids) putPersonTag(made, id, labelId, isConfirmed, nowMs());
      });
    },
    listLabels: (): TagLabel[] => listTagLabels(library.db, models.findForSearch()),
    saveLabel: (definition) =>
      edit(`Saved the label “${definition.label}”`, (made) => {
        const label = findVocabularyLabel(definition.label)?.label ?? definition.label;
        putLabelDefinition(made, { ...definition, label });
      }),
    removeLabel: ({ label }) => {
      const original = findVocabularyLabel(label);
      refuseUnchanged(library.writableDb, label);
      const what = original ? "Restored" : "Removed";
      return edit(`${what} the label “${label}”`, (made) => {
        dropLabelDefinition(made, label, original?.family ?? "own", original === undefined);
      });
    },
    retag: () => {
      queueAllSounds(library.writableDb);
      library.noteChange();
    },
    getTagSummary: () => summariseTags(library.db),
  };
}

/** A label of the vocabulary, or one that a person has just thought of: its name is what it sounds like. */
export function addPersonLabel(edit: Edit, label: string): number {
  const known = findVocabularyLabel(label);
  if (known) return ensureLabel(edit.db, known.label, known.family);
  putLabelDefinition(edit, { label, family: "own", isEnabled: true, synonyms: [], prompts: [label] });
  return ensureLabel(edit.db, label, "own");
}

function refuseUnchanged(db: WritableDb, label: string): void {
  const wanted = label.toLowerCase();
  if (listLabelDefinitions(db).some((own) => own.label.toLowerCase() === wanted)) return;
  throw new AppError(
    "no-own-label",
    `“${label}” is no label of your own.`,
    "Labels of the vocabulary can be switched off instead.",
  );
}
