// The spectrogram of the sound in the player, on demand.
import { useQuery } from "@tanstack/react-query";
import { useLayoutEffect, useRef } from "react";
import type { SoundId } from "../../preload/sound.ts";
import { useSoundRow } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { audioUrlOf } from "./audio-url.ts";
import { drawSpectrogram, type Spectrogram } from "./spectrogram.ts";

/** Decoded, a longer sound would fill the memory. */
const longestSec = 300;
const pictureWidth = 1024;
const pictureHeight = 128;

async function loadSpectrogram(id: SoundId): Promise<Spectrogram> {
  const url = audioUrlOf(id);
  const response = await fetch(url ?? "");
  if (!response.ok) throw new Error(`status ${response.status}`);
  // Any context decodes; one that never plays needs no permission. 44.1 kHz shows all that is drawn.
  const context = new OfflineAudioContext(1, 1, 44_100);
  const decoded = await context.decodeAudioData(await response.arrayBuffer());
  return drawSpectrogram(toMono(decoded), decoded.sampleRate, pictureWidth, pictureHeight);
}

function toMono(decoded: AudioBuffer): Float32Array {
  const mono = new Float32Array(decoded.length);
  for (let channel = 0; channel < decoded.numberOfChannels; channel++) {
    const samples = decoded.getChannelData(channel);
    for (let i = 0; i < mono.length; i++)
      mono[i] = (mono[i] as number) + (samples[i] as number) / decoded.numberOfChannels;
  }
  return mono;
}

/** @param colour CSS colour of what is loud; what is quiet is transparent */
function paint(canvas: HTMLCanvasElement, { width, height, levels }: Spectrogram, colour: string): void {
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext("2d");
  if (!context) return;
  const picture = context.createImageData(width, height);
  for (const [pixel, level] of levels.entries()) picture.data[pixel * 4 + 3] = level;
  context.putImageData(picture, 0, 0);
  context.globalCompositeOperation = "source-in";
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
}

/** It lies in wavesurfer's shadow tree, which no style sheet of the page reaches. */
const canvasStyle = { position: "absolute", inset: 0, width: "100%", height: "100%" } as const;
const noteStyle = { ...canvasStyle, margin: 0, textAlign: "center", lineHeight: "56px" } as const;

interface SpectrogramViewProps {
  soundId: SoundId;
  colour: string;
  /** Told when the picture is there, and when it goes. */
  onPicture: (isThere: boolean) => void;
}

export function SpectrogramView({ soundId, colour, onPicture }: SpectrogramViewProps) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const durationSec = useSoundRow(soundId)?.durationSec ?? null;
  const isTooLong = durationSec !== null && durationSec > longestSec;
  const { data, error } = useQuery({
    queryKey: ["spectrogram", soundId],
    queryFn: () => loadSpectrogram(soundId),
    enabled: durationSec !== null && !isTooLong,
    gcTime: 60_000,
  });
  useLayoutEffect(() => {
    if (canvasRef.current && data) paint(canvasRef.current, data, colour);
  }, [data, colour]);
  const isThere = data !== undefined && !error;
  useLayoutEffect(() => {
    onPicture(isThere);
    return () => onPicture(false);
  }, [isThere, onPicture]);
  if (isTooLong) return <p style={noteStyle}>{texts.player.spectrogramTooLong}</p>;
  if (error) return <p style={noteStyle}>{texts.player.spectrogramFailed}</p>;
  return <canvas ref={canvasRef} style={canvasStyle} role="img" aria-label={texts.player.spectrogram} />;
}
