// The large waveform: the window's one WaveSurfer, fed with stored peaks, playing through our own audio element.
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useEffect, useRef } from "react";
import WaveSurfer from "wavesurfer.js";
import { getBridge } from "../bridge/bridge.ts";
import { formatClock } from "../elements/format.ts";
import { useTheme } from "../elements/use-theme.ts";
import { useSoundRow } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { centroidColour } from "../waveform/centroid-colour.ts";
import { toPlayerPeaks } from "../waveform/columns.ts";
import { audio, seek, usePlayer } from "./player.ts";

const waveformHeight = 56;
const seekStepSec = 0.5;

/** The page's nonce, which lets wavesurfer's style element through the page's policy. */
const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";

/** Peaks of silence, drawn while the real ones are on their way. */
const flatLine: [Float32Array, Float32Array] = [new Float32Array(2), new Float32Array(2)];

function handleKey(event: KeyboardEvent<HTMLElement>): void {
  const stepSec = Math.max(seekStepSec, audio.duration / 50);
  const targets: Record<string, number> = {
    ArrowLeft: audio.currentTime - stepSec,
    ArrowRight: audio.currentTime + stepSec,
    Home: 0,
    End: audio.duration,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  seek(target);
}

function useWaveSurfer() {
  const containerRef = useRef<HTMLDivElement>(null);
  const surferRef = useRef<WaveSurfer | null>(null);
  useEffect(() => {
    const container = containerRef.current;
    if (!container) return undefined;
    const surfer = WaveSurfer.create({
      container,
      media: audio,
      height: waveformHeight,
      cursorWidth: 1,
      dragToSeek: true,
      hideScrollbar: true,
      barMinHeight: 1,
      cspNonce: nonce,
    });
    surferRef.current = surfer;
    return () => {
      surferRef.current = null;
      surfer.destroy();
    };
  }, []);
  return { containerRef, surferRef };
}

/** Position for screen readers: told when it is asked for by the focus, not sixty times a second. */
function usePosition(sliderRef: React.RefObject<HTMLElement | null>, durationSec: number): void {
  useEffect(() => {
    const tell = (): void => {
      sliderRef.current?.setAttribute("aria-valuenow", audio.currentTime.toFixed(2));
      sliderRef.current?.setAttribute(
        "aria-valuetext",
        texts.player.positionText(formatClock(audio.currentTime), formatClock(durationSec)),
      );
    };
    tell();
    audio.addEventListener("timeupdate", tell);
    return () => audio.removeEventListener("timeupdate", tell);
  }, [sliderRef, durationSec]);
}

export function PlayerWaveform() {
  const soundId = usePlayer((player) => player.soundId);
  const matchedWindow = usePlayer((player) => player.matchedWindow);
  const row = useSoundRow(soundId);
  const theme = useTheme();
  const { containerRef, surferRef } = useWaveSurfer();
  const { data: peaks } = useQuery({
    queryKey: ["playerPeaks", soundId],
    queryFn: () => (soundId === null ? null : getBridge().engine.getPlayerPeaks({ id: soundId })),
    enabled: soundId !== null,
    gcTime: 60_000,
  });
  const durationSec = row?.durationSec ?? 0;
  usePosition(containerRef, durationSec);

  useEffect(() => {
    const surfer = surferRef.current;
    if (!surfer || soundId === null) return;
    // The address that is playing already, or none: wavesurfer then leaves the element alone and only draws.
    const url = audio.hasAttribute("src") ? audio.currentSrc || audio.src : "";
    const drawn = peaks ? toPlayerPeaks(peaks.data) : flatLine;
    surfer.load(url, drawn, durationSec || 0.001).catch(() => {
      // Replaced by a later sound before it was drawn.
    });
  }, [surferRef, soundId, peaks, durationSec]);

  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    surferRef.current?.setOptions({
      waveColor: centroidColour(row?.centroidHz ?? null, theme, true),
      progressColor: centroidColour(row?.centroidHz ?? null, theme),
      cursorColor: style.getPropertyValue("--accent").trim(),
    });
  }, [surferRef, row?.centroidHz, theme]);

  return (
    <div className="player-waveform">
      <div
        ref={containerRef}
        className="player-surface"
        role="slider"
        tabIndex={0}
        aria-label={texts.player.position}
        aria-valuemin={0}
        aria-valuemax={durationSec}
        aria-valuenow={0}
        onKeyDown={handleKey}
      />
      {matchedWindow && durationSec > 0 && (
        <div
          className="player-window"
          title={texts.player.matchedWindow}
          style={{
            left: `${(matchedWindow.startSec / durationSec) * 100}%`,
            width: `${((matchedWindow.endSec - matchedWindow.startSec) / durationSec) * 100}%`,
          }}
        />
      )}
    </div>
  );
}
