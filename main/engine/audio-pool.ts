// Shares the sounds of one model out among embedder processes: each computes one while the next waits for it.
import { Slots } from "../base/slots.ts";
import type { Features } from "../clap/front-end.ts";
import type { EmbedderKeeper, PartToLoad } from "./embedder-keeper.ts";

/** One is computed and one waits, so that no process idles and a crash costs no more than these. */
const soundsPerProcess = 2;

export class AudioPool {
  /** True when its processes do nothing else. */
  readonly isApart: boolean;
  readonly keepers: readonly EmbedderKeeper[];
  #part: PartToLoad;
  #slots: Slots;

  constructor(keepers: readonly EmbedderKeeper[], part: PartToLoad, isApart: boolean) {
    this.keepers = keepers;
    this.#part = part;
    this.isApart = isApart;
    this.#slots = new Slots(this.slotCount);
  }

  /** Sounds that are with the processes at once; further ones wait here. */
  get slotCount(): number {
    return soundsPerProcess * this.keepers.length;
  }

  get isIdle(): boolean {
    return this.keepers.every(({ callCount }) => callCount === 0);
  }

  /** @returns the embedding of the parts of one sound */
  embed(features: Features[]): Promise<Float32Array> {
    const { modelId } = this.#part;
    return this.#slots.use(() =>
      this.#findFreest().askPart(this.#part, (api) => api.embedAudio({ modelId, features })),
    );
  }

  /** Ends the processes; the next sound starts them again. Not for a process that embeds texts too. */
  async end(): Promise<void> {
    await Promise.all(this.keepers.map((keeper) => keeper.end()));
  }

  #findFreest(): EmbedderKeeper {
    return this.keepers.reduce((freest, keeper) => (keeper.callCount < freest.callCount ? keeper : freest));
  }
}
