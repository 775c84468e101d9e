// The window's one WaveSurfer: made once, fed with stored peaks, following our own deck. Regions are
// drawn by its plugin; what they mean is in region.ts.
import { useCallback, useState } from "react";
import WaveSurfer from "wavesurfer.js";
import RegionsPlugin from "wavesurfer.js/dist/plugins/regions.esm.js";
import type { Region, SoundId } from "../../preload/sound.ts";
import { texts } from "../texts.ts";
import { setRegion } from "./region.ts";
import { deck, usePlayer } from "./player.ts";
import { attachZoom, scrollBy, zoomBy } from "./zoom.ts";

export const waveformHeight = 56;
const regionId = "selection";
const matchId = "match";
/** Colours of the regions come from the style sheet (`::part`). */
const noColour = "transparent";

type Regions = ReturnType<typeof RegionsPlugin.create>;

export interface Surfer {
  container: HTMLElement;
  surfer: WaveSurfer;
  regions: Regions;
  /** The sound that is drawn whole; regions of another one would be put in the wrong place. */
  drawnId: SoundId | null;
}

/** The page's nonce, which lets wavesurfer's style element through the page's policy. */
const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce ?? "";

function createSurfer(container: HTMLElement): Surfer {
  const regions = RegionsPlugin.create();
  const surfer = WaveSurfer.create({
    container,
    // It has all of an element that wavesurfer asks of one.
    media: deck as unknown as HTMLMediaElement,
    height: waveformHeight,
    cursorWidth: 1,
    hideScrollbar: true,
    barMinHeight: 1,
    cspNonce: nonce,
    plugins: [regions],
  });
  return { container, surfer, regions, drawnId: null };
}

/** What the pointer does to regions goes into the player's state; `showRegions` draws them from there. */
function followPointer({ regions }: Surfer): () => void {
  const ends = [
    regions.enableDragSelection({ id: regionId, color: noColour }),
    regions.on("region-created", ({ id, start, end }) => {
      if (id !== regionId || isShown(start, end)) return;
      setRegion({ startSec: start, endSec: end });
    }),
    regions.on("region-updated", ({ id, start, end }) => {
      if (id === regionId) setRegion({ startSec: start, endSec: end });
    }),
    regions.on("region-double-clicked", ({ id }) => {
      if (id === regionId) setRegion(null);
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

function isShown(startSec: number, endSec: number): boolean {
  const { region } = usePlayer.getState();
  return region !== null && region.startSec === startSec && region.endSec === endSec;
}

/** Wheel: up and down zooms at the pointer, sideways moves. */
function followWheel(container: HTMLElement): () => void {
  const handle = (event: WheelEvent): void => {
    event.preventDefault();
    const isSideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
    if (isSideways) scrollBy(event.deltaX === 0 ? event.deltaY : event.deltaX);
    else zoomBy(-Math.sign(event.deltaY), event.clientX - container.getBoundingClientRect().left);
  };
  container.addEventListener("wheel", handle, { passive: false });
  return () => container.removeEventListener("wheel", handle);
}

/** @returns the ref of the element that the waveform fills, and the surfer in it, null until it is there */
export function useSurfer() {
  const [own, setOwn] = useState<Surfer | null>(null);
  const attach = useCallback((container: HTMLElement | null) => {
    if (!container) return undefined;
    const made = createSurfer(container);
    const ends = [attachZoom(made.surfer), followPointer(made), followWheel(container)];
    setOwn(made);
    return () => {
      setOwn(null);
      for (const end of ends) end();
      made.surfer.destroy();
    };
  }, []);
  return { attach, own };
}

export interface DrawnColours {
  waveColor: string;
  progressColor: string;
  cursorColor: string;
}

/**
 * Draws a sound from its peaks, once, then its regions.
 * @param url what the deck plays already, or an empty text: nothing is fetched for the drawing
 */
export async function drawSound(
  own: Surfer,
  soundId: SoundId,
  url: string,
  peaks: Float32Array[],
  durationSec: number,
  colours: DrawnColours,
): Promise<void> {
  own.drawnId = null;
  // Not `setOptions`, which draws at once: the sound before in these colours.
  Object.assign(own.surfer.options, colours);
  try {
    await own.surfer.load(url, peaks, durationSec || 0.001);
  } catch {
    // Replaced by a later sound before it was drawn.
    return;
  }
  if (durationSec > 0) own.drawnId = soundId;
  // While it drew, wavesurfer knew no length to put the playhead by.
  deck.tellPosition();
  showRegions(own);
}

/** Draws the selected part and the matched one of the player, in place of what is drawn. */
export function showRegions({ regions, drawnId }: Surfer): void {
  const { soundId, region, matchedWindow } = usePlayer.getState();
  if (drawnId === null || drawnId !== soundId) return;
  show(regions, matchId, matchedWindow, { drag: false, resize: false });
  show(regions, regionId, region, { drag: true, resize: true });
}

function show(
  regions: Regions,
  id: string,
  region: Region | null,
  options: { drag: boolean; resize: boolean },
): void {
  const drawn = regions.getRegions().filter((each) => each.id === id);
  const kept = region && drawn.find(({ start, end }) => start === region.startSec && end === region.endSec);
  for (const each of drawn) if (each !== kept) each.remove();
  if (!region || kept) return;
  const added = regions.addRegion({
    id,
    start: region.startSec,
    end: region.endSec,
    color: noColour,
    ...options,
  });
  if (id === matchId) added.element?.setAttribute("title", texts.player.matchedWindow);
}
