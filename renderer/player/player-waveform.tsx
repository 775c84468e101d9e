// The large waveform: seeking, selecting a part, zooming, and the spectrogram in its place.
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { getBridge } from "../bridge/bridge.ts";
import { formatClock } from "../elements/format.ts";
import { useTheme } from "../elements/use-theme.ts";
import { stepRestMs, useRested } from "../elements/use-rested.ts";
import { useSettings } from "../stores/settings.ts";
import { useSoundRow } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { centroidColour, type Theme } from "../waveform/centroid-colour.ts";
import { toPlayerPeaks } from "../waveform/columns.ts";
import { deck, seek, usePlayer } from "./player.ts";
import { SpectrogramView } from "./spectrogram-view.tsx";
import { type DrawnColours, drawSound, showRegions, useSurfer } from "./use-surfer.ts";
import { resetZoom } from "./zoom.ts";

const seekStepSec = 0.5;

/** Peaks of silence, drawn while the real ones are on their way. */
const flatLine: [Float32Array, Float32Array] = [new Float32Array(2), new Float32Array(2)];

function coloursOf(centroidHz: number | null, theme: Theme): DrawnColours {
  return {
    waveColor: centroidColour(centroidHz, theme, true),
    progressColor: centroidColour(centroidHz, theme),
    cursorColor: getComputedStyle(document.documentElement).getPropertyValue("--accent").trim(),
  };
}

function handleKey(event: KeyboardEvent<HTMLElement>): void {
  const stepSec = Math.max(seekStepSec, deck.duration / 50);
  const targets: Record<string, number> = {
    ArrowLeft: deck.currentTime - stepSec,
    ArrowRight: deck.currentTime + stepSec,
    Home: 0,
    End: deck.duration,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  seek(target);
}

/** Position for screen readers: told when it is asked for by the focus, not sixty times a second. */
function usePosition(slider: HTMLElement | null, durationSec: number): void {
  useEffect(() => {
    const tell = (): void => {
      slider?.setAttribute("aria-valuenow", deck.currentTime.toFixed(2));
      slider?.setAttribute(
        "aria-valuetext",
        texts.player.positionText(formatClock(deck.currentTime), formatClock(durationSec)),
      );
    };
    tell();
    deck.addEventListener("timeupdate", tell);
    return () => deck.removeEventListener("timeupdate", tell);
  }, [slider, durationSec]);
}

export function PlayerWaveform() {
  // Nothing is drawn for what a held key passes over.
  const soundId = useRested(
    usePlayer((player) => player.soundId),
    stepRestMs,
  );
  const matchedWindow = usePlayer((player) => player.matchedWindow);
  const region = usePlayer((player) => player.region);
  const isSpectrogramOn = useSettings((settings) => settings.isSpectrogramOn);
  const [hasPicture, setHasPicture] = useState(false);
  const row = useSoundRow(soundId);
  const theme = useTheme();
  const { attach, own } = useSurfer();
  const { data: peaks } = useQuery({
    queryKey: ["playerPeaks", soundId],
    queryFn: () => (soundId === null ? null : getBridge().engine.getPlayerPeaks({ id: soundId })),
    enabled: soundId !== null,
    gcTime: 60_000,
  });
  const durationSec = row?.durationSec ?? 0;
  const centroidHz = row?.centroidHz ?? null;
  usePosition(own?.container ?? null, durationSec);

  // Before it is drawn: what is zoomed is drawn again.
  useEffect(() => resetZoom(), [soundId]);

  useEffect(() => {
    if (!own || soundId === null) return;
    const drawn = peaks ? toPlayerPeaks(peaks.data) : flatLine;
    // The address that is playing already, or none: wavesurfer then leaves the deck alone and only draws.
    void drawSound(own, soundId, deck.currentSrc, drawn, durationSec, coloursOf(centroidHz, theme));
  }, [own, soundId, peaks, durationSec, centroidHz, theme]);

  useEffect(() => {
    if (own) showRegions(own);
  }, [own, region, matchedWindow, soundId]);

  // Faint until there is a picture, and behind what is said in place of one.
  const waveformClass = hasPicture ? "player-waveform-hidden" : "player-waveform-behind";
  return (
    <div className={`player-waveform ${isSpectrogramOn ? waveformClass : ""}`}>
      <div
        ref={attach}
        className="player-surface"
        role="slider"
        tabIndex={0}
        aria-label={texts.player.position}
        aria-valuemin={0}
        aria-valuemax={durationSec}
        aria-valuenow={0}
        onKeyDown={handleKey}
      />
      {/* Inside wavesurfer's own scrolled element, so that it zooms and moves with the waveform. */}
      {isSpectrogramOn &&
        soundId !== null &&
        own !== null &&
        createPortal(
          <SpectrogramView
            key={soundId}
            soundId={soundId}
            colour={centroidColour(centroidHz, theme)}
            onPicture={setHasPicture}
          />,
          own.surfer.getWrapper(),
        )}
    </div>
  );
}
