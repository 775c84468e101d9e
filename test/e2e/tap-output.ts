// Listens beside the destination of a page's audio context, without a change of what goes there. Runs in the page.

/** What the page holds as `tap`. */
export interface Tap {
  /** The page's context; null until it was opened. */
  context: AudioContext | null;
  /** What the processor posted, with what turns times of the context (s) into those of `performance.now()` (ms). */
  messages: { data: unknown; offsetMs: number }[];
}

/**
 * Give it to `page.evaluate` before the page has opened its context, or to `page.addInitScript`. The page's policy must be
 * bypassed, since the worklet is none of its own scripts.
 * @param processing body of the worklet's `process([input])`; `this.port.postMessage` tells the page
 */
export function installTap(processing: string): void {
  const tap: Tap = { context: null, messages: [] };
  Object.assign(globalThis, { tap });
  const worklet = `registerProcessor("tap", class extends AudioWorkletProcessor {
    process([input]) {
      ${processing}
      return true;
    }
  });`;
  const Native = AudioContext;
  const connect = Reflect.get(AudioNode.prototype, "connect") as (
    this: AudioNode,
    to: AudioNode,
  ) => AudioNode;
  let bus: GainNode | null = null;

  async function attach(context: AudioContext, source: AudioNode): Promise<void> {
    const address = URL.createObjectURL(new Blob([worklet], { type: "text/javascript" }));
    await context.audioWorklet.addModule(address);
    const node = new AudioWorkletNode(context, "tap");
    connect.call(source, node);
    // It is silent; without a way to the destination it would not be computed.
    connect.call(node, context.destination);
    node.port.onmessage = ({ data }: MessageEvent) => {
      const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
      tap.messages.push({ data, offsetMs: performanceTime - contextTime * 1000 });
    };
  }

  globalThis.AudioContext = class extends Native {
    constructor(options?: AudioContextOptions) {
      super(options);
      bus = this.createGain();
      tap.context = this;
      void attach(this, bus);
    }
  };
  AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
    if (bus && to === bus.context.destination) connect.call(this, bus);
    return connect.call(this, to);
  } as typeof AudioNode.prototype.connect;
}
