// All migrations, oldest first. A released one is never edited: a new version gets a new file.
import type { Migration } from "../migrate.ts";
import { firstSchema } from "./10-first-schema.ts";
import { tagsAndCollections } from "./20-tags-and-collections.ts";
import { mapPositions } from "./30-map-positions.ts";

export const migrations: readonly Migration[] = [firstSchema, tagsAndCollections, mapPositions];
