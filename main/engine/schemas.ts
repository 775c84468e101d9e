// The shape of every request at run time. The contract's types hold at build time only, and requests come
// from other processes and, in the web shell, from a browser.
import * as z from "zod";
import type { EngineCalls } from "../../preload/engine-calls.ts";
import type { ShellCalls } from "../../preload/shell-calls.ts";
import { AppError } from "../base/app-error.ts";

type AllCalls = EngineCalls & ShellCalls;
export type CallName = keyof AllCalls;

const nothing = z.strictObject({});
const id = z.int().min(1).max(0xffff_ffff);
/** Room for every list of a large library, and none for one that fills the memory. */
const ids = z.array(id).max(100_000);
const path = z.string().min(1).max(32_768);
const modelId = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][\w.-]*$/, "a model id has letters, digits, dots, dashes");
const patterns = z.array(z.string().max(1000)).max(1000);
const query = z.string().max(10_000);
const limit = z.int().min(0).max(10_000_000);

const weight = z.number().min(0).max(1).exactOptional();
const aspectWeights = z.strictObject({
  timbre: weight,
  brightness: weight,
  envelope: weight,
  length: weight,
  pitch: weight,
  tempo: weight,
});

const scope = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("all") }),
  z.strictObject({ kind: z.literal("favourites") }),
  z.strictObject({ kind: z.literal("recent") }),
  z.strictObject({ kind: z.literal("folder"), path }),
  z.strictObject({ kind: z.literal("similar"), soundId: id, weights: aspectWeights.exactOptional() }),
  z.strictObject({ kind: z.literal("collection"), id }),
  z.strictObject({ kind: z.literal("tag"), label: z.string().min(1).max(200) }),
  z.strictObject({ kind: z.literal("used") }),
]);

const sortColumn = z.enum([
  "score",
  "name",
  "durationSec",
  "format",
  "addedMs",
  "modifiedMs",
  "folderPath",
  "sampleRate",
  "tempoBpm",
  "key",
  "kind",
  "loudnessLufs",
  "useCount",
  "lastUsedMs",
]);

/** A label or the name of a collection: one line, without spaces around it. */
const name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, "it has no line breaks");
const lines = z.array(name).max(100);
const family = z.enum([
  "drums",
  "percussion",
  "instruments",
  "synths",
  "vocals",
  "foley",
  "ambience",
  "effects",
  "moods",
  "processing",
  "own",
]);

const searchRequest = z.strictObject({
  query,
  scope,
  sort: z.strictObject({ column: sortColumn, descending: z.boolean() }),
  limit,
});

const exportFormat = z.enum(["json", "csv", "ucs"]);
const ucs = z.strictObject({ creatorId: z.string().max(100), sourceId: z.string().max(100) });

const exportRequest = z.strictObject({ format: exportFormat, query, scope, limit, ucs });

const region = z.strictObject({ startSec: z.number().min(0), endSec: z.number().min(0) });

/** Calls that the renderer may make. */
const engineSchemas = {
  getStatus: nothing,
  listFolders: nothing,
  addFolder: z.strictObject({ path, excludes: patterns }),
  removeFolder: z.strictObject({ folderId: id }),
  listFolderTree: z.strictObject({ path: path.nullable() }),
  listDirectory: z.strictObject({ path: path.nullable() }),
  startIndexing: nothing,
  pauseIndexing: nothing,
  resumeIndexing: nothing,
  getSettings: nothing,
  changeSettings: z.strictObject({
    gentleMode: z.enum(["off", "auto", "always"]).optional(),
    isWatchOn: z.boolean().optional(),
    isTaggingByEar: z.boolean().optional(),
    tagCaution: z.enum(["usual", "careful"]).optional(),
  }),
  listErrors: nothing,
  retryErrors: nothing,
  searchNames: searchRequest,
  search: searchRequest,
  parseQuery: z.strictObject({ query }),
  suggestQuery: z.strictObject({ query, caret: z.int().min(0).max(10_000) }),
  explainMatch: z.strictObject({ query, scope, soundId: id }),
  getSounds: z.strictObject({ ids }),
  getSound: z.strictObject({ id }),
  getPeaks: z.strictObject({ ids }),
  getPlayerPeaks: z.strictObject({ id }),
  setFavourite: z.strictObject({ ids, isFavourite: z.boolean() }),
  listTagCounts: z.strictObject({ query, scope }),
  setTag: z.strictObject({ ids, label: name, state: z.enum(["confirmed", "rejected", "none"]) }),
  listLabels: nothing,
  saveLabel: z.strictObject({
    label: name,
    family,
    synonyms: lines,
    prompts: lines,
    isEnabled: z.boolean(),
  }),
  removeLabel: z.strictObject({ label: name }),
  retag: nothing,
  getTagSummary: nothing,
  listCollections: nothing,
  createCollection: z.strictObject({ name, query: query.nullable(), ids }),
  renameCollection: z.strictObject({ id, name }),
  removeCollection: z.strictObject({ id }),
  addToCollection: z.strictObject({ id, ids }),
  removeFromCollection: z.strictObject({ id, ids }),
  recordUse: z.strictObject({ kind: z.enum(["play", "drag", "copy"]), ids }),
  recordQuery: z.strictObject({ query }),
  listHistory: z.strictObject({ kind: z.enum(["query", "use"]), limit }),
  clearHistory: nothing,
  undo: nothing,
  redo: nothing,
  listDuplicates: z.strictObject({ kind: z.enum(["exact", "near"]) }),
  getMap: z.strictObject({ mayLayOut: z.boolean() }),
  getMapGroups: z.strictObject({ by: z.enum(["tag", "kind", "folder"]) }),
  layOutMap: nothing,
  importLibrary: z.strictObject({ path, isDryRun: z.boolean() }),
  listModels: nothing,
  setActiveModel: z.strictObject({ modelId }),
  installModel: z.strictObject({ modelId }),
  cancelInstall: z.strictObject({ modelId }),
  addModelFolder: z.strictObject({ path }),
  verifyModel: z.strictObject({ modelId }),
} satisfies { [Name in keyof EngineCalls]: z.ZodType<Parameters<EngineCalls[Name]>[0]> };

const shellSchemas = {
  searchSounds: z.strictObject({ query, limit }),
  similarSounds: z.strictObject({ path, limit }),
  classifyFile: z.strictObject({
    path,
    labels: z.array(z.string().min(1).max(1000)).min(1).max(10_000),
    template: z.string().max(1000),
    modelId: modelId.nullable(),
  }),
  tagFile: z.strictObject({ path, labelsPath: path.nullable(), modelId: modelId.nullable() }),
  listTaggedSounds: z.strictObject({ afterId: z.int().min(0), limit }),
  embedFile: z.strictObject({ path, modelId: modelId.nullable() }),
  embedText: z.strictObject({ text: z.string().max(100_000), modelId: modelId.nullable() }),
  addBundledFolder: z.strictObject({ path }),
  indexAll: z.strictObject({
    folders: z.array(path).max(10_000),
    excludes: patterns,
    modelId: modelId.nullable(),
  }),
  diagnose: nothing,
  getPlayable: z.strictObject({ id, fileId: id.optional() }),
  getFiles: z.strictObject({ ids, fileIds: ids.optional() }),
  getPaths: z.strictObject({ ids, fileIds: ids.optional() }),
  renderRegion: z.strictObject({ id, fileId: id.optional(), region, folder: path }),
  decodeRegion: z.strictObject({ id, region }),
  findSoundByPath: z.strictObject({ path }),
  decodeToWav: z.strictObject({ id }),
  beginExport: exportRequest,
  writeSidecars: exportRequest,
  writeTagsIntoFiles: z.strictObject({
    paths: z.array(path).max(1000),
    isDryRun: z.boolean(),
    withSuggested: z.boolean(),
    keepsTime: z.boolean(),
  }),
  importSidecars: z.strictObject({ isDryRun: z.boolean() }),
  exportPart: z.strictObject({ format: exportFormat, ids, ucs }),
  confinePath: z.strictObject({ path }),
} satisfies { [Name in keyof ShellCalls]: z.ZodType<Parameters<ShellCalls[Name]>[0]> };

const schemas: Record<CallName, z.ZodType> = { ...engineSchemas, ...shellSchemas };

/**
 * Checks the shape of a request.
 * @returns the request, typed
 * @throws AppError `invalid-request`, naming the part that is wrong; `query-too-long`, `text-too-long`
 */
export function checkRequest<Name extends CallName>(
  name: Name,
  request: unknown,
): Parameters<AllCalls[Name]>[0] {
  const result = schemas[name].safeParse(request);
  if (result.success) return result.data as Parameters<AllCalls[Name]>[0];
  const issue = result.error.issues[0];
  if (issue?.code === "too_big" && (issue.path[0] === "query" || issue.path[0] === "text")) {
    const most = Number(issue.maximum).toLocaleString("en-US");
    const what = issue.path[0] === "query" ? "query" : "text";
    throw new AppError(
      `${what}-too-long`,
      `The ${what} is longer than ${most} characters.`,
      "A sound is described in a few words.",
    );
  }
  const where = issue && issue.path.length > 0 ? `\`${issue.path.join(".")}\` of ` : "";
  throw new AppError(
    "invalid-request",
    `The request ${name} is malformed: ${where}it: ${issue?.message ?? "wrong shape"}.`,
    "This is a fault of the program that asked.",
  );
}
