// A plan of file names by the Universal Category System (UCS, universalcategorysystem.com):
// CatID_FXName_CreatorID_SourceID. Only a table: nothing is renamed.
import { readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { UcsNaming } from "../../preload/exchange.ts";
import type { SoundTag } from "../../preload/tags.ts";
import { findAppRoot } from "../base/entry.ts";
import type { ExportedSound } from "../db/export-sounds.ts";
import { type Cell, toCsv } from "./spreadsheet.ts";

/** Labels of the vocabulary to CatIDs of UCS 8: those that our labels need, by no means all. */
const mapSchema = z.object({
  version: z.literal(1),
  categories: z.record(z.string(), z.object({ category: z.string(), subcategory: z.string() })),
  labels: z.record(z.string(), z.string()),
});
type UcsMap = z.infer<typeof mapSchema>;

let bundled: UcsMap | undefined;

/** The map that comes with the program (assets/labels/ucs.json); read once. */
export function getUcsMap(): UcsMap {
  const file = path.join(findAppRoot(), "assets", "labels", "ucs.json");
  bundled ??= mapSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  return bundled;
}

/** What stands for a creator or a source that was not given: UCS wants all four parts. */
const nobody = "NONE";

export function toUcsHead(): string {
  return toCsv([["path", "proposedName", "catId", "category", "subcategory", "label", "problem"]]);
}

/** One row a file. */
export function toUcsPart(sounds: readonly ExportedSound[], naming: UcsNaming): string {
  return toCsv(sounds.flatMap(({ files, tags }) => files.map((file) => toRow(file.path, tags, naming))));
}

function toRow(filePath: string, tags: readonly SoundTag[], naming: UcsNaming): Cell[] {
  const { labels, categories } = getUcsMap();
  const name = path.basename(filePath);
  const known = categories[/^([A-Z]+[A-Za-z]*)[_-]/.exec(name)?.[1] ?? ""];
  if (known) return [filePath, "", "", known.category, known.subcategory, "", "named by UCS already"];
  // Confirmed ones come first, then the surest.
  const tag = tags.find(({ label, state }) => state !== "rejected" && labels[label] !== undefined);
  const catId = labels[tag?.label ?? ""];
  const category = categories[catId ?? ""];
  if (!tag || !catId || !category) return [filePath, "", "", "", "", "", "no tag with a UCS category"];
  const proposed = toUcsName(name, catId, naming);
  return [filePath, proposed, catId, category.category, category.subcategory, tag.label, ""];
}

/** The file's own name becomes the FXName; underscores part the name's blocks, so it may have none. */
export function toUcsName(name: string, catId: string, { creatorId, sourceId }: UcsNaming): string {
  const extension = path.extname(name);
  const blocks = [path.basename(name, extension), creatorId || nobody, sourceId || nobody].map(toBlock);
  return `${[catId, ...blocks].join("_")}${extension}`;
}

function toBlock(text: string): string {
  return text
    .replace(/[<>:"/\\|?*\p{Cc}]/gu, "")
    .replace(/[\s_]+/g, " ")
    .trim();
}
