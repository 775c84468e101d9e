// Position and length. Written to the page directly while it runs: no component is redrawn sixty times a second.
import { useEffect, useRef } from "react";
import { formatClock, formatDuration } from "../elements/format.ts";
import { useSoundRow } from "../stores/sounds.ts";
import { deck, usePlayer } from "./player.ts";

export function PlayerClock() {
  const nowRef = useRef<HTMLSpanElement>(null);
  const isPlaying = usePlayer((player) => player.isPlaying);
  const soundId = usePlayer((player) => player.soundId);
  const durationSec = useSoundRow(soundId)?.durationSec ?? 0;

  useEffect(() => {
    let frame = 0;
    const write = (): void => {
      if (nowRef.current) nowRef.current.textContent = formatClock(deck.currentTime);
    };
    const run = (): void => {
      write();
      frame = requestAnimationFrame(run);
    };
    if (isPlaying) run();
    else write();
    deck.addEventListener("seeked", write);
    deck.addEventListener("emptied", write);
    return () => {
      cancelAnimationFrame(frame);
      deck.removeEventListener("seeked", write);
      deck.removeEventListener("emptied", write);
    };
  }, [isPlaying, soundId]);

  return (
    <span className="player-clock">
      <span ref={nowRef} className="player-now">
        {formatClock(0)}
      </span>
      <span className="player-total">/ {formatDuration(durationSec)}</span>
    </span>
  );
}
