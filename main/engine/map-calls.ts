// The map: places are read at once, and given in the background by a thread, one piece of work at a time.
import { setImmediate } from "node:timers/promises";
import type { MapState, MapWork, SoundMap } from "../../preload/map.ts";
import { AppError, toErrorData } from "../base/app-error.ts";
import type { HandlersOf } from "../base/channel.ts";
import { Throttle } from "../base/throttle.ts";
import type { WritableDb } from "../db/database.ts";
import { countWholeEmbeddings } from "../db/embeddings.ts";
import {
  countMapChanges,
  dropMapPositions,
  listMapPositions,
  type MapPositions,
  noteMapLayout,
  noteMapPlacing,
  storeMapPositions,
} from "../db/map-positions.ts";
import { type MapRows, pickRows } from "../search/map/map-rows.ts";
import { readMapRows } from "../search/map/read-map-rows.ts";
import type { AsyncCalls } from "./call-types.ts";
import type { EngineParts } from "./engine-parts.ts";
import { MapThread } from "./map-thread.ts";
import type { ModelChoice } from "./model-choice.ts";

/** Where more than this share of the sounds has no place, places by neighbours would say little. */
const mostNewShare = 0.5;
/** A map of fewer places is one of a library that is still being listened to: nobody knows their way on it yet. */
const fewPlaces = 1000;
/** Stored in one transaction: some milliseconds, in which a query waits. */
const storedAtOnce = 1000;
const tellEveryMs = 250;

type Names = "getMap" | "layOutMap";

export class MapCalls {
  readonly handlers: HandlersOf<AsyncCalls<Names>> = {
    getMap: ({ mayLayOut }) => this.#getMap(mayLayOut),
    layOutMap: () => this.#start("layout", this.#getModelKey()),
  };

  readonly #parts: EngineParts;
  readonly #models: ModelChoice;
  readonly #tell: Throttle;
  #thread: MapThread | undefined;
  #state: MapState = { work: null, problem: null };
  #isClosed = false;

  constructor(parts: EngineParts, models: ModelChoice) {
    this.#parts = parts;
    this.#models = models;
    this.#tell = new Throttle(tellEveryMs, () => parts.emit("mapChanged", this.#state));
  }

  /** Nothing is written from now on. */
  close(): void {
    this.#isClosed = true;
    this.#tell.cancel();
    this.#thread?.end();
  }

  #getMap(mayLayOut: boolean): SoundMap {
    const { library } = this.#parts;
    const modelKey = this.#getModelKey();
    const positions = listMapPositions(library.db, modelKey);
    const soundCount = countWholeEmbeddings(library.db, modelKey);
    const newCount = soundCount - positions.soundIds.length;
    // A command that only looks at the library shows what is there.
    const canWork = library.mode === "write" && this.#state.work === null && !this.#isClosed;
    // What has failed is tried again at the next look, not for as long as somebody looks.
    if (canWork && newCount > 0 && (mayLayOut || this.#state.problem === null)) {
      const isMostlyNew = newCount > mostNewShare * soundCount;
      // Somebody looks: nothing may move, unless there is little to see. Put among a handful, thousands would pile up.
      const isLayout = isMostlyNew && (mayLayOut || positions.soundIds.length < fewPlaces);
      this.#start(isLayout ? "layout" : "placing", modelKey);
    }
    const changedCount = countMapChanges(library.db, modelKey, positions.soundIds.length);
    return { ...positions, changedCount, ...this.#state };
  }

  #getModelKey(): string {
    return this.#models.findForSearch()?.embeddingKey ?? "";
  }

  /** Begins a piece of work in place of another. A layout that is under way goes on. */
  #start(kind: MapWork["kind"], modelKey: string): void {
    const db = this.#parts.library.writableDb;
    if (this.#isClosed || this.#state.work?.kind === "layout") return;
    this.#thread?.end();
    const thread = new MapThread((share) => this.#note(thread, { share }));
    this.#thread = thread;
    this.#state = { work: { kind, share: 0, soundCount: 0 }, problem: null };
    this.#tell.request();
    void this.#run(thread, db, kind, modelKey);
  }

  async #run(thread: MapThread, db: WritableDb, kind: MapWork["kind"], modelKey: string): Promise<void> {
    const startedMs = performance.now();
    let problem: MapState["problem"] = null;
    try {
      const rows = await readMapRows(db, modelKey);
      const positions = await (kind === "layout"
        ? this.#layOut(thread, rows)
        : this.#placeNew(thread, rows, listMapPositions(db, modelKey)));
      const soundCount = positions.soundIds.length;
      if (this.#isCurrent(thread)) {
        if (kind === "layout") noteMapLayout(db, modelKey, soundCount);
        else noteMapPlacing(db, modelKey, soundCount);
      }
      if (kind === "layout") await this.#drop(thread, db, modelKey);
      await this.#store(thread, db, modelKey, positions);
      this.#parts.log.info(
        { kind, soundCount, elapsedMs: Math.round(performance.now() - startedMs) },
        "map made",
      );
    } catch (error) {
      if (this.#thread !== thread) return;
      if (!(error instanceof AppError))
        this.#parts.log.error({ error: (error as Error).stack }, "map failed");
      problem = toErrorData(isThreadGone(error) ? outOfMemory(error) : error);
    } finally {
      thread.end();
    }
    if (this.#thread !== thread) return;
    this.#thread = undefined;
    this.#state = { work: null, problem };
    this.#tell.flush();
  }

  async #layOut(thread: MapThread, rows: MapRows): Promise<MapPositions> {
    this.#note(thread, { soundCount: rows.soundIds.length });
    return { soundIds: rows.soundIds, ...(await thread.api.layOut({ rows })) };
  }

  async #placeNew(thread: MapThread, rows: MapRows, placed: MapPositions): Promise<MapPositions> {
    const placeOf = new Map(Array.from(placed.soundIds, (soundId, index) => [soundId, index] as const));
    const all = Array.from(rows.soundIds.keys());
    const isPlaced = (row: number): boolean => placeOf.has(rows.soundIds[row] as number);
    const among = pickRows(rows, Uint32Array.from(all.filter(isPlaced)));
    const fresh = pickRows(rows, Uint32Array.from(all.filter((row) => !isPlaced(row))));
    this.#note(thread, { soundCount: fresh.soundIds.length });
    const pick = (values: Float32Array): Float32Array =>
      Float32Array.from(among.soundIds, (soundId) => values[placeOf.get(soundId) as number] as number);
    const places = { x: pick(placed.x), y: pick(placed.y) };
    return { soundIds: fresh.soundIds, ...(await thread.api.placeAmong({ rows: fresh, among, places })) };
  }

  /** Old places go before new ones come: a map that is cut short is a part of one map, not a mixture of two. */
  async #drop(thread: MapThread, db: WritableDb, modelKey: string): Promise<void> {
    while (this.#isCurrent(thread) && dropMapPositions(db, modelKey, storedAtOnce) > 0) await setImmediate();
  }

  async #store(thread: MapThread, db: WritableDb, modelKey: string, positions: MapPositions): Promise<void> {
    const { soundIds, x, y } = positions;
    for (let start = 0; start < soundIds.length && this.#isCurrent(thread); start += storedAtOnce) {
      const end = start + storedAtOnce;
      storeMapPositions(db, modelKey, {
        soundIds: soundIds.subarray(start, end),
        x: x.subarray(start, end),
        y: y.subarray(start, end),
      });
      await setImmediate();
    }
  }

  #isCurrent(thread: MapThread): boolean {
    return this.#thread === thread && !this.#isClosed;
  }

  #note(thread: MapThread, news: Partial<MapWork>): void {
    const { work } = this.#state;
    if (this.#thread !== thread || work === null) return;
    this.#state = { work: { ...work, ...news }, problem: null };
    this.#tell.request();
  }
}

function isThreadGone(error: unknown): boolean {
  return error instanceof AppError && error.code === "process-gone";
}

function outOfMemory(cause: unknown): AppError {
  return new AppError(
    "map-failed",
    "The map could not be laid out: its thread ended before it was done, most likely for want of memory.",
    "Close other programs and lay the map out again.",
    { cause },
  );
}
