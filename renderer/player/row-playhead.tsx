// Where the playing sound is, in its own row. Moved outside of React, once a frame.
import { useEffect, useRef } from "react";
import { deck } from "./player.ts";

/** @param width px of the row's waveform */
export function RowPlayhead({ width, durationSec }: { width: number; durationSec: number }) {
  const lineRef = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let frame = 0;
    const run = (): void => {
      const share = Math.min(1, deck.currentTime / durationSec);
      lineRef.current?.style.setProperty("transform", `translateX(${share * width}px)`);
      frame = requestAnimationFrame(run);
    };
    run();
    return () => cancelAnimationFrame(frame);
  }, [width, durationSec]);
  return <span ref={lineRef} className="row-playhead" aria-hidden="true" />;
}
