// Runs the whole of indexing: scans the folders, has every new sound listened to, then the windows of long
// ones. One run at a time; it can be paused, resumed and stopped, and what it has stored is never done twice.
import type { ErrorData } from "../../preload/error-data.ts";
import type { IndexPhase, IndexProgress } from "../../preload/indexing.ts";
import { AppError, toErrorData } from "../base/app-error.ts";
import type { Log } from "../base/log.ts";
import type { Features, FrontEndSpec } from "../clap/front-end.ts";
import type { WritableDb } from "../db/database.ts";
import { dropOrphanSounds } from "../db/sounds.ts";
import { type PendingSound, takePendingSounds, takePendingWindows } from "../db/work.ts";
import { Attempts, type Outcome } from "./attempts.ts";
import { DiskLooks } from "./disk-looks.ts";
import type { Gentleness } from "./gentle/gentleness.ts";
import { Gate } from "./gate.ts";
import { indexSound } from "./index-sound.ts";
import { IndexState } from "./index-state.ts";
import { indexWindows } from "./index-windows.ts";
import { LibraryWriter } from "./library-writer.ts";
import type { SoundListener } from "./sound-listener.ts";
import type { Suspects } from "./suspects.ts";
import type { ChangedPlace } from "./watch/changed-place.ts";
import { runQueue } from "./work-queue.ts";

/** The model that sounds are embedded by. */
export interface IndexModel {
  id: string;
  /** Key of its stored embeddings. */
  embeddingKey: string;
  frontEnd: FrontEndSpec;
}

export interface IndexerOptions {
  db: WritableDb;
  getEmbeddingKey(): string;
  /** Asked before every round of work. @throws AppError `model-...` when the model cannot be used */
  getModel(): IndexModel | Promise<IndexModel>;
  embedAudio(modelId: string, features: Features[]): Promise<Float32Array>;
  /** Sounds that are embedded at once; one more would wait. */
  countAudioSlots(modelId: string): Promise<number>;
  /** Notes of the files in flight, for the case of a crash. */
  suspects: Suspects;
  gentleness: Gentleness;
  /** The worker threads; who made them ends them. */
  listener: SoundListener;
  log: Log;
  nowMs: () => number;
  /** Called after every change of `progress`; throttling is the caller's. */
  onProgress: () => void;
  /** Called after every change of the library; throttling is the caller's. */
  onChange: () => void;
}

export class Indexer {
  #options: IndexerOptions;
  #writer: LibraryWriter;
  #attempts: Attempts;
  #gate = new Gate();
  #running: Promise<IndexProgress> | undefined;
  #looks: DiskLooks;
  /** True while sounds are listened to; looks at places are then made beside it. */
  #isListening = false;
  #beside: Promise<void> = Promise.resolve();
  #besideFailure: { error: unknown } | undefined;
  /** Set by a look beside the work: whole sounds are to be listened to before more windows. */
  #isNewFound = false;
  #stop = new AbortController();
  #state: IndexState;

  constructor(options: IndexerOptions) {
    this.#options = options;
    this.#state = new IndexState(options);
    this.#writer = new LibraryWriter(options.db, options.nowMs);
    const { suspects, log } = options;
    this.#attempts = new Attempts({ writer: this.#writer, suspects, log, signal: this.#stop.signal });
    this.#looks = new DiskLooks({
      db: options.db,
      scan: (root, excludes, places) => options.listener.scan(root, excludes, places),
      nowMs: options.nowMs,
      onFound: (foundCount) =>
        this.#state.show(this.#isListening ? { foundCount } : { phase: "scanning", foundCount }),
      onChange: options.onChange,
      signal: this.#stop.signal,
    });
  }

  get progress(): IndexProgress {
    return this.#state.progress;
  }

  /**
   * Scans all folders and listens to what is new. While a run is under way, it begins anew with a scan as
   * soon as the sounds in flight are done.
   * @returns the progress at the end; `problem` says why a run ended early
   */
  run(): Promise<IndexProgress> {
    this.#looks.wantAll();
    this.#running ??= this.#runToEnd();
    return this.#running;
  }

  /** The same for places of one folder only. A run that is under way goes on meanwhile. */
  look(folderId: number, places: readonly ChangedPlace[]): void {
    this.#looks.want(folderId, places);
    if (!this.#running) this.#running = this.#runToEnd();
    else if (this.#isListening) this.#beside = this.#lookBeside();
  }

  /** Lets the sounds in flight finish and begins no new ones. */
  pause(): void {
    this.#gate.close();
    if (this.#state.progress.phase === "listening") this.#state.show({ phase: "paused", etaSec: null });
  }

  resume(): void {
    this.#gate.open();
    if (this.#state.progress.phase === "paused") {
      this.#state.restartMeter();
      this.#state.show({ phase: "listening" });
    }
  }

  /** Listening has become gentle, or is no longer. */
  noteGentleness(): void {
    if (this.#isListening) this.#state.show({ slowReason: this.#options.gentleness.reason });
  }

  /** Lets the sounds in flight finish and ends the run for good. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.#gate.open();
    await this.#running;
  }

  async #runToEnd(): Promise<IndexProgress> {
    let problem: ErrorData | null = null;
    this.#state.show({ problem });
    try {
      while ((this.#looks.isWanted || this.#isNewFound) && !this.#stop.signal.aborted) {
        this.#isNewFound = false;
        await this.#looks.run();
        await this.#listen();
        await this.#beside;
        if (this.#besideFailure) throw this.#besideFailure.error;
      }
    } catch (error) {
      problem = toErrorData(error);
      if (!(error instanceof AppError))
        this.#options.log.error({ error: (error as Error).stack }, "run failed");
    }
    // Cleared in the same turn as the loop ends, so that a wish for a run is never lost.
    this.#running = undefined;
    this.#besideFailure = undefined;
    const phase: IndexPhase = problem || this.#stop.signal.aborted ? "stopped" : "idle";
    if (!this.#stop.signal.aborted) this.#state.recount();
    this.#options.suspects.clear();
    this.#state.show({ phase, problem, soundsPerSec: 0, etaSec: null, currentPath: null });
    return this.progress;
  }

  /** Names that a watcher brings are there at once, however long the sounds in flight take. */
  async #lookBeside(): Promise<void> {
    try {
      const hasChanged = await this.#looks.run();
      if (!hasChanged || this.#stop.signal.aborted) return;
      this.#isNewFound = true;
      this.#state.recount();
    } catch (error) {
      this.#besideFailure ??= { error };
    }
  }

  async #listen(): Promise<void> {
    this.#isListening = true;
    try {
      if (this.#looks.isWanted) this.#beside = this.#lookBeside();
      await this.#listenToPending();
    } finally {
      this.#isListening = false;
    }
  }

  /** Whole sounds first, so that search is good early; then windows of long ones. */
  async #listenToPending(): Promise<void> {
    this.#state.recount();
    if (
      this.#state.progress.doneCount >= this.#state.progress.totalCount &&
      this.#state.progress.pendingWindowCount === 0
    ) {
      this.#dropOrphans();
      return;
    }
    const { gentleness } = this.#options;
    const model = await this.#options.getModel();
    await gentleness.start();
    try {
      await this.#listenWith(model);
    } finally {
      gentleness.stop();
      this.#state.show({ slowReason: null });
    }
  }

  async #listenWith(model: IndexModel): Promise<void> {
    const { db, gentleness } = this.#options;
    const embeddingCount = await this.#options.countAudioSlots(model.id);
    this.#state.restartMeter();
    this.#state.show({ phase: this.#gate.isClosed ? "paused" : "listening", slowReason: gentleness.reason });

    const shared = {
      getId: ({ soundId }: PendingSound) => soundId,
      gate: this.#gate,
      rest: (workedMs: number) => gentleness.rest(workedMs, this.#stop.signal),
      isInterrupted: () =>
        this.#looks.isAllWanted || this.#besideFailure !== undefined || this.#stop.signal.aborted,
    };
    await runQueue({
      ...shared,
      takeNext: (limit, inHand) => takePendingSounds(db, model.embeddingKey, limit, inHand),
      getInFlightCount: () => this.#getInFlightCount(embeddingCount),
      work: (sound) => this.#indexSound(sound, model),
    });
    if (shared.isInterrupted()) return;
    this.#dropOrphans();
    // Only now it is known which sounds are long.
    this.#state.recount();
    this.#state.restartMeter();
    this.#state.show({ soundsPerSec: 0, etaSec: null });
    await runQueue({
      ...shared,
      isInterrupted: () => this.#isNewFound || shared.isInterrupted(),
      takeNext: (limit, inHand) => takePendingWindows(db, model.embeddingKey, limit, inHand),
      getInFlightCount: () => this.#getInFlightCount(0),
      work: (sound) => this.#indexWindows(sound, model, embeddingCount),
    });
  }

  /** What edits and excludes have left behind: after listening, since only that tells an edit from a move. */
  #dropOrphans(): void {
    if (dropOrphanSounds(this.#options.db).length > 0) this.#options.onChange();
  }

  async #indexSound(sound: PendingSound, model: IndexModel): Promise<void> {
    const outcome = await this.#attempt(sound, () =>
      indexSound(sound, model.frontEnd, {
        listener: this.#options.listener,
        embed: (features) => this.#options.embedAudio(model.id, features),
        library: this.#writer.forSounds(model.embeddingKey),
      }),
    );
    this.#state.noteSound(sound.sizeBytes, outcome === "done");
    this.#options.onChange();
  }

  async #indexWindows(sound: PendingSound, model: IndexModel, embeddingCount: number): Promise<void> {
    await this.#attempt(sound, async () => {
      await indexWindows(
        sound,
        model.frontEnd,
        {
          listener: this.#options.listener,
          embed: (features) => this.#options.embedAudio(model.id, features),
          getEmbeddingCount: () => (this.#mustBeAlone ? 1 : embeddingCount),
          library: this.#writer.forWindows(model.embeddingKey),
          onWindow: (workedMs) => {
            this.#state.noteWindow();
            return this.#options.gentleness.rest(workedMs, this.#stop.signal);
          },
        },
        this.#stop.signal,
      );
    });
    this.#options.onChange();
  }

  async #attempt(sound: PendingSound, work: () => Promise<void>): Promise<Outcome> {
    this.#state.show({ currentPath: sound.path });
    const outcome = await this.#attempts.run(sound, work);
    if (outcome === "refused") this.#state.show({ errorCount: this.#state.progress.errorCount + 1 });
    return outcome;
  }

  #getInFlightCount(besideThreads: number): number {
    return this.#mustBeAlone ? 1 : this.#options.listener.threadCount + besideThreads;
  }

  /** One thing at a time: a file that may crash the engine is looked for, or the machine has other work. */
  get #mustBeAlone(): boolean {
    const { suspects, gentleness } = this.#options;
    return suspects.count > 0 || gentleness.reason !== null;
  }
}
