// A bridge without an engine, for component tests only: answers from made-up sounds, and lets the test push events.
// The address of the page says which library: ?sounds=12&folders=1&errors=3&phase=listening&fail=search&slow=1&slowMeaning=1
import type { EarshotBridge, EngineApi, BridgeEvents } from "../../../preload/contract.ts";
import type { ShellInfo } from "../../../preload/shell.ts";
import type { FolderRow } from "../../../preload/folders.ts";
import type { IndexPhase } from "../../../preload/indexing.ts";
import type { LibrarySettings, LibraryStatus } from "../../../preload/library-status.ts";
import type { MapGrouping, MapGroups, MapWork, SoundMap } from "../../../preload/map.ts";
import type { QueryChip, SearchRequest, SearchResponse } from "../../../preload/search.ts";
import type { SoundRow } from "../../../preload/sound.ts";
import { directories, fakeErrors, fakeImport, fakeLogs, models, noFolder } from "./fake-facts.ts";
import { chance, fakePeaks, fakeSound } from "./fake-sounds.ts";
import { FakeStore } from "./fake-store.ts";

declare global {
  interface Window {
    /** What the page asked for, in order, and a way to push events: read by the tests. */
    fake: {
      calls: { name: string; request: unknown }[];
      emit<Name extends keyof BridgeEvents>(name: Name, payload: BridgeEvents[Name]): void;
      setSoundCount(count: number): void;
      /** The status is refused while this is true. */
      isEngineLost: boolean;
    };
  }
}

const parameters = new URLSearchParams(window.location.search);
let soundCount = Number(parameters.get("sounds") ?? 12);
const errorCount = Number(parameters.get("errors") ?? 0);
const phase = (parameters.get("phase") ?? "idle") as IndexPhase;
const failing = parameters.get("fail") ?? "";
const answerMs = Number(parameters.get("slow") ?? 0);
/** ?map=layout: as if all were being laid out. */
const mapWork: MapWork | null =
  parameters.get("map") === "layout" ? { kind: "layout", share: 0.4, soundCount: 12 } : null;
const meaningMs = Number(parameters.get("slowMeaning") ?? 0);

const calls: { name: string; request: unknown }[] = [];
const listeners = new Map<string, Set<(payload: never) => void>>();
const favourites = new Map<number, boolean>();
const store = new FakeStore();
let librarySettings: LibrarySettings = {
  gentleMode: "auto",
  isWatchOn: true,
  isTaggingByEar: true,
  tagCaution: "usual",
};
let folders: FolderRow[] =
  soundCount > 0 || phase === "scanning"
    ? [
        { id: 1, path: "/home/ada/Samples", state: "present", excludes: [], addedMs: 0, soundCount },
        { id: 2, path: "/media/ada/Archive", state: "offline", excludes: [], addedMs: 0, soundCount: 0 },
      ]
    : [];

function soundById(id: number): SoundRow {
  const row = fakeSound(id);
  return {
    ...row,
    isFavourite: favourites.get(id) ?? row.isFavourite,
    tags: store.tagsOf(row).filter(({ state }) => state !== "rejected"),
    useCount: store.useCount(id),
  };
}

const angleOf = (id: number): number => id * Math.PI * (3 - Math.sqrt(5));

/** A sunflower: sound 1 in the middle, each further one a little farther out. */
function fakeMap(): SoundMap {
  const soundIds = Uint32Array.from({ length: soundCount }, (_, index) => index + 1);
  return {
    soundIds,
    x: Float32Array.from(soundIds, (id) => Math.sqrt(id - 1) * Math.cos(angleOf(id))),
    y: Float32Array.from(soundIds, (id) => Math.sqrt(id - 1) * Math.sin(angleOf(id))),
    changedCount: Number(parameters.get("changed") ?? 0),
    work: failing === "map" ? null : mapWork,
    problem:
      failing === "map" ? { code: "map-failed", message: "The map failed.", hint: "Try again." } : null,
  };
}

function fakeGroups(by: MapGrouping): MapGroups {
  const names = { tag: ["drums", "synths"], kind: ["one-shot", "loop", "long"], folder: ["Kicks"] }[by];
  const soundIds = Uint32Array.from({ length: soundCount }, (_, index) => index + 1);
  return {
    soundIds,
    names,
    groups: Uint8Array.from(soundIds, (id) => (id % 5 === 0 ? 255 : id % names.length)),
  };
}

function allSounds(): SoundRow[] {
  return Array.from({ length: soundCount }, (_, index) => soundById(index + 1));
}

/** Words become text chips, `-word` minus chips, `<2s` and `wav` filters, and `<2` a filter with a mistake. */
function toChips(query: string): QueryChip[] {
  return [...query.matchAll(/\S+/g)].map((match) => {
    const [text] = match;
    const place = { start: match.index, end: match.index + text.length };
    if (text.startsWith("-"))
      return { kind: "minus", filter: null, label: text.slice(1), ...place, problem: null };
    if (text.startsWith("<")) {
      const problem = text.endsWith("s") ? null : `“${text}” needs a unit: ${text}s.`;
      return { kind: "filter", filter: "duration", label: text, ...place, problem };
    }
    if (text.startsWith("#")) {
      const problem = store.isLabel(text.slice(1))
        ? null
        : `There is no tag “${text.slice(1)}” in the library`;
      return { kind: "filter", filter: "tag", label: text, ...place, problem };
    }
    if (text === "wav") return { kind: "filter", filter: "format", label: text, ...place, problem: null };
    return { kind: "text", filter: null, label: text.replaceAll('"', ""), ...place, problem: null };
  });
}

type Compare = (a: SoundRow, b: SoundRow) => number;
const compareBy: Partial<Record<string, Compare>> = {
  durationSec: (a, b) => (a.durationSec ?? 0) - (b.durationSec ?? 0),
  addedMs: (a, b) => a.addedMs - b.addedMs,
  format: (a, b) => a.format.localeCompare(b.format),
};
const byName = new Intl.Collator("en", { numeric: true });

const bouncesPath = "/home/ada/Projects/2026 Album/Bounces";
const copyName = "Final take.wav";

const likeness = (row: SoundRow): number => chance(row.id, 31) * 0.39;

function findSounds({ query, scope, sort, limit }: SearchRequest, hasMeaning: boolean): SearchResponse {
  // A folder that holds copies of sounds that lie elsewhere too.
  const isInBounces = query === "in:bounces";
  const terms = isInBounces ? [] : toChips(query).filter(({ kind }) => kind === "text");
  let rows = allSounds();
  if (scope.kind === "favourites") rows = rows.filter(({ isFavourite }) => isFavourite);
  if (scope.kind === "folder") rows = rows.filter(({ folderPath }) => folderPath.startsWith(scope.path));
  if (scope.kind === "collection") rows = rows.filter(({ id }) => store.isInCollection(scope.id, id));
  if (scope.kind === "similar") rows = rows.filter(({ id }) => id !== scope.soundId);
  if (scope.kind === "used") rows = rows.filter(({ useCount }) => useCount > 0);
  for (const { label, filter, problem } of toChips(query)) {
    if (filter === "tag" && problem === null)
      rows = rows.filter(({ tags }) => tags.some((tag) => `#${tag.label}` === label));
  }
  if (isInBounces) rows = rows.filter(({ copyCount }) => copyCount > 1);
  if (query.includes("wav")) rows = rows.filter(({ format }) => format === "wav");
  const isNamed = (row: SoundRow): boolean => terms.every(({ label }) => row.name.includes(label));
  const isRanked = terms.length > 0 || scope.kind === "similar";
  if (terms.length > 0) {
    rows = rows.filter((row) => isNamed(row) || (hasMeaning && query !== "zzz" && chance(row.id, 30) > 0.6));
  }
  // Names alone rank the other way round, so that meaning has something to put in order.
  const score = (row: SoundRow): number =>
    (isNamed(row) && terms.length > 0 ? 0.6 : 0.2) + (hasMeaning ? likeness(row) : 0.39 - likeness(row));
  const compare: Compare =
    sort.column === "score"
      ? (a, b) => score(a) - score(b)
      : (compareBy[sort.column] ?? ((a, b) => byName.compare(a.name, b.name)));
  if (soundCount < 20_000 || sort.column !== "name")
    rows.sort((a, b) => (sort.descending ? compare(b, a) : compare(a, b)));
  const shown = limit > 0 ? rows.slice(0, limit) : rows;
  const isLong = (row: SoundRow): boolean => isRanked && row.kind === "long";
  return {
    soundIds: Uint32Array.from(shown, ({ id }) => id),
    scores: Float32Array.from(shown, (row) => (isRanked ? score(row) : Number.NaN)),
    windowStartSec: Float32Array.from(shown, (row) => (isLong(row) ? 0.5 : Number.NaN)),
    windowEndSec: Float32Array.from(shown, (row) => (isLong(row) ? 10.5 : Number.NaN)),
    shownFiles: isInBounces
      ? shown.map(({ id }) => ({
          soundId: id,
          fileId: 1000 + id,
          path: `${bouncesPath}/${copyName}`,
          name: copyName,
          folderPath: bouncesPath,
        }))
      : [],
    totalCount: rows.length,
    chips: toChips(query),
    phase: hasMeaning ? "full" : "names",
    problem: null,
    elapsedMs: 1,
  };
}

/** What the engine answers where a sound is silent. */
function nothingHeard(request: SearchRequest): SearchResponse {
  const problem = { code: "nothing-heard", message: "Nothing can be heard in the sound.", hint: "" };
  const none = findSounds({ ...request, scope: { kind: "collection", id: -1 } }, true);
  return { ...none, problem };
}

function status(): LibraryStatus {
  return {
    libraryPath: "/home/ada/.local/share/earshot/library.db",
    schemaVersion: 10,
    soundCount,
    fileCount: soundCount,
    readyCount: soundCount,
    pendingCount: phase === "listening" ? Math.floor(soundCount / 3) : 0,
    errorCount,
    offlineCount: 0,
    favouriteCount: allSounds().filter(({ isFavourite }) => isFavourite).length,
    windowCount: 0,
    folderCount: folders.length,
    modelId: "pocket",
    modelTitle: "Pocket",
    revision: 1,
    tagging: null,
    rescue: null,
    canUndo: null,
    canRedo: null,
    progress: {
      phase,
      foundCount: soundCount + errorCount,
      doneCount: Math.floor((soundCount * 2) / 3),
      totalCount: soundCount,
      pendingWindowCount: 0,
      errorCount,
      soundsPerSec: 312,
      etaSec: phase === "listening" ? 740 : null,
      currentPath: null,
      slowReason: null,
      problem: null,
    },
    health: { embedder: "ready", executionProvider: "CPU", restartCount: 0 },
  };
}

const answers: { [Name in keyof EngineApi]?: (request: never) => unknown } = {
  getStatus: status,
  listFolders: () => folders,
  addFolder: ({ path, excludes }: { path: string; excludes: string[] }) => {
    if (path.includes("nowhere")) throw noFolder;
    const folder: FolderRow = {
      id: folders.length + 1,
      path,
      state: "present",
      excludes,
      addedMs: 0,
      soundCount: 40,
    };
    folders = [...folders, folder];
    soundCount += 40;
    emit("libraryChanged", { revision: 2 });
    return folder;
  },
  importLibrary: ({ path, isDryRun }: { path: string; isDryRun: boolean }) => {
    if (path.includes("nowhere"))
      throw { code: "no-such-file", message: `The file ${path} cannot be read: it is not there.`, hint: "" };
    return { ...fakeImport, isDryRun };
  },
  removeFolder: ({ folderId }: { folderId: number }) => {
    folders = folders.filter(({ id }) => id !== folderId);
    emit("libraryChanged", { revision: 3 });
  },
  listFolderTree: ({ path }: { path: string | null }) =>
    path === null
      ? folders.map((folder) => ({
          path: folder.path,
          name: folder.path.split("/").at(-1),
          soundCount: folder.soundCount,
          hasChildren: folder.state === "present",
        }))
      : (directories[path] ?? []).map((name, index) => ({
          path: `${path}/${name}`,
          name,
          soundCount: 1234 >> index,
          hasChildren: false,
        })),
  listDirectory: ({ path }: { path: string | null }) => {
    const at = path ?? "/home/ada";
    if (at.includes("nowhere")) throw noFolder;
    return {
      path: at,
      parentPath: at === "/" ? null : at.slice(0, at.lastIndexOf("/")) || "/",
      directories: (directories[at] ?? []).map((name) => ({
        name,
        path: `${at}/${name}`,
        isReadable: name !== "locked",
      })),
      audioFileCount: at.endsWith("Samples") ? 12 : 0,
    };
  },
  getSettings: () => librarySettings,
  changeSettings: (change: Partial<LibrarySettings>) => {
    librarySettings = { ...librarySettings, ...change };
    return librarySettings;
  },
  listErrors: () => fakeErrors(errorCount),
  searchNames: (request: SearchRequest) => findSounds(request, false),
  search: (request: SearchRequest) => {
    if (failing === "search")
      throw { code: "internal", message: "The index could not be read.", hint: "Run earshot doctor." };
    if (failing === "similar" && request.scope.kind === "similar") return nothingHeard(request);
    return findSounds(request, true);
  },
  explainMatch: () => ({
    meaning: 0.6,
    name: 0.3,
    tag: 0.1,
    words: ["kick"],
    tags: ["kick"],
    cosine: 0.42,
  }),
  getSounds: ({ ids }: { ids: number[] }) => ids.filter((id) => id <= soundCount).map(soundById),
  getSound: ({ id }: { id: number }) => {
    const row = soundById(id);
    const error =
      row.status === "error"
        ? { code: "damaged-file", message: "The file ends in the middle of its audio.", hint: "" }
        : null;
    return {
      ...row,
      paths: row.copyCount > 1 ? [row.path, `${bouncesPath}/${copyName}`] : [row.path],
      contentHash: "0",
      error,
      windowCount: 0,
      allTags: store.tagsOf(row),
    };
  },
  getPeaks: ({ ids }: { ids: number[] }) =>
    ids
      .map(soundById)
      .filter(({ status: state }) => state === "ready")
      .map((row) => fakePeaks(row, 200)),
  getPlayerPeaks: ({ id }: { id: number }) => fakePeaks(soundById(id), 4096),
  setFavourite: ({ ids, isFavourite }: { ids: number[]; isFavourite: boolean }) => {
    for (const id of ids) favourites.set(id, isFavourite);
    store.remember(`${ids.length} sounds ${isFavourite ? "added to" : "removed from"} favourites`, () => {
      for (const id of ids) favourites.set(id, !isFavourite);
    });
  },
  getTagSummary: () => ({
    taggedSoundCount: soundCount,
    suggestedCounts: { name: soundCount, folder: 0, audio: Math.floor(soundCount / 2) },
    confirmedCount: 3,
    rejectedCount: 1,
    waitingCount: 0,
  }),
  listTagCounts: () => store.tagCounts(allSounds()),
  suggestQuery: ({ query }: { query: string }) => store.suggest(query),
  getMap: fakeMap,
  getMapGroups: ({ by }: { by: MapGrouping }) => fakeGroups(by),
  layOutMap: () => undefined,
  listDuplicates: ({ kind }: { kind: "exact" | "near" }) =>
    soundCount < 12
      ? []
      : kind === "exact"
        ? [{ kind, cosine: 1, soundIds: [4] }]
        : [{ kind, cosine: 0.99, soundIds: [1, 2, 6] }],
  ...store.calls,
  listModels: () => models,
  verifyModel: () => models[0],
};

const shellInfo: ShellInfo = {
  kind: "web",
  version: "0.1.0",
  platform: "linux",
  hasFolderDialog: false,
  canDragFiles: false,
  canReveal: true,
  canCopyFiles: parameters.has("native"),
  canStayOnTop: parameters.has("native"),
  isWayland: false,
  audioUrl: "/audio/",
  exportUrl: null,
  demoFolder: "/opt/earshot/demo",
};

function emit<Name extends keyof BridgeEvents>(name: Name, payload: BridgeEvents[Name]): void {
  for (const listener of listeners.get(name) ?? []) listener(payload as never);
}

function remote(table: Record<string, ((request: never) => unknown) | undefined>): never {
  return new Proxy(table, {
    get: (_target, name: string) => async (request: unknown) => {
      calls.push({ name, request });
      if (name === "getStatus" && window.fake.isEngineLost)
        throw { code: "engine-failed", message: "The engine ended.", hint: "" };
      const delayMs = name === "search" ? answerMs + meaningMs : name === "searchNames" ? answerMs : 0;
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      return table[name]?.(request as never) ?? null;
    },
  }) as never;
}

const bridge: EarshotBridge = {
  engine: remote(answers),
  shell: remote({
    getShellInfo: () => shellInfo,
    takeOpened: () => [],
    exportLibrary: () => ({ path: "/home/ada/export.csv", soundCount }),
    listLogs: () => fakeLogs,
    getDiagnostics: () => "Earshot 0.1.0\nLinux, 2 cores\n",
    getShellSettings: () => ({
      exportFolder: "/home/ada/Music/Earshot",
      usesX11: false,
      notifiesWhenDone: true,
    }),
  }),
  on: (name, listener) => {
    const ofName = listeners.get(name) ?? new Set();
    listeners.set(name, ofName.add(listener));
    return () => ofName.delete(listener);
  },
};

window.earshot = bridge;
window.fake = { calls, emit, setSoundCount: (count) => (soundCount = count), isEngineLost: false };
