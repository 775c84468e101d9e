// Labels as this library knows them: ids for what rows mention, and definitions that replace the vocabulary's.
import type { TagFamily } from "../../preload/tags.ts";
import { execute, findRow, insertRow, listRows, type ReadableDb, type WritableDb } from "./database.ts";
import type { Edit } from "./journal.ts";

/** A label's id and family. */
export interface StoredLabel {
  id: number;
  name: string;
  family: TagFamily;
}

/** What a library says about a label in place of the vocabulary. */
export interface LabelDefinition {
  label: string;
  family: TagFamily;
  isEnabled: boolean;
  synonyms: string[];
  prompts: string[];
}

/** All labels that were ever mentioned. */
export function listStoredLabels(db: ReadableDb): StoredLabel[] {
  return listRows<StoredLabel>(db, "SELECT id, name, family FROM labels ORDER BY id");
}

/** The label's id, whatever its case, or undefined. */
export function findLabelId(db: ReadableDb, name: string): number | undefined {
  return findRow<{ id: number }>(db, "SELECT id FROM labels WHERE name = ?", name)?.id;
}

/** The label's id, made when it is new. A label that is known keeps its spelling and family. */
export function ensureLabel(db: WritableDb, name: string, family: TagFamily): number {
  return (
    findLabelId(db, name) ?? insertRow(db, "INSERT INTO labels (name, family) VALUES (?, ?)", name, family)
  );
}

/** Enters the vocabulary's labels, and their families where these have changed with the program. */
export function storeVocabulary(
  db: WritableDb,
  labels: readonly { label: string; family: TagFamily }[],
): void {
  for (const { label, family } of labels) {
    const id = ensureLabel(db, label, family);
    execute(
      db,
      `UPDATE labels SET family = ? WHERE id = ? AND family <> ?
       AND NOT EXISTS (SELECT 1 FROM label_definitions WHERE label_id = labels.id)`,
      family,
      id,
      family,
    );
  }
}

/** Own and changed labels, by name. */
export function listLabelDefinitions(db: ReadableDb): LabelDefinition[] {
  return listRows<{ label: string; family: TagFamily; enabled: number; synonyms: string; prompts: string }>(
    db,
    `SELECT name AS label, family, is_enabled AS enabled, synonyms, prompts
     FROM label_definitions JOIN labels ON labels.id = label_id ORDER BY name`,
  ).map(({ label, family, enabled, synonyms, prompts }) => ({
    label,
    family,
    isEnabled: enabled === 1,
    synonyms: toLines(synonyms),
    prompts: toLines(prompts),
  }));
}

/** Adds or replaces a definition. */
export function putLabelDefinition(edit: Edit, definition: LabelDefinition): void {
  const id = ensureLabel(edit.db, definition.label, definition.family);
  const { isEnabled, synonyms, prompts } = definition;
  edit.put("labels", [id], [definition.family]);
  edit.put("label_definitions", [id], [isEnabled ? 1 : 0, synonyms.join("\n"), prompts.join("\n")]);
}

/**
 * Takes a definition away, and with `andTags` what a person said about sounds.
 * @param family the vocabulary's, for a label that is as it came again
 */
export function dropLabelDefinition(edit: Edit, label: string, family: TagFamily, andTags: boolean): void {
  const id = findLabelId(edit.db, label);
  if (id === undefined) return;
  edit.put("labels", [id], [family]);
  edit.put("label_definitions", [id], null);
  if (!andTags) return;
  const tagged = listRows<{ sound_id: number }>(
    edit.db,
    "SELECT sound_id FROM person_tags WHERE label_id = ?",
    id,
  );
  for (const { sound_id: soundId } of tagged) edit.put("person_tags", [soundId, id], null);
  // The tagger's own, which it makes again should the label come back.
  execute(edit.db, "DELETE FROM suggested_tags WHERE label_id = ?", id);
}

function toLines(text: string): string[] {
  return text === "" ? [] : text.split("\n");
}
