// Lets newer answers in without moving the row under the pointer or the selection.
import { useEffect, useLayoutEffect, useRef, type RefObject } from "react";
import type { SoundId } from "../../preload/sound.ts";
import { acceptIncoming, showMerged, useSearch } from "../stores/search.ts";
import { indexOfSound, useSelection } from "../stores/selection.ts";
import { mergeBelow, planTakeover } from "./takeover.ts";

/**
 * The row that must not move: the one under the pointer, else the cursor's while it is in sight. At the very top with
 * nothing selected there is none: who looks at the beginning of the list goes on seeing its beginning.
 */
function findAnchor(list: HTMLElement, rowHeight: number, viewHeight: number): SoundId | null {
  if (list.scrollTop === 0 && useSelection.getState().ids.size === 0) return null;
  const hovered = list.querySelector<HTMLElement>("[data-sound-id]:hover");
  if (hovered) return Number(hovered.dataset["soundId"]);
  const { cursor } = useSelection.getState();
  const index = indexOfSound(cursor);
  const top = index * rowHeight - list.scrollTop;
  if (index >= 0 && top > -rowHeight && top < viewHeight) return cursor;
  const first = Math.ceil(list.scrollTop / rowHeight);
  return list.scrollTop > 0 ? (useSearch.getState().results?.response.soundIds[first] ?? null) : null;
}

/**
 * Tells whether the list has been used since its request was made: pointed at, scrolled, or a row chosen in it.
 * A pointer that happens to rest over it, or a row chosen in an earlier list, is no use of this one.
 */
function useIsInUse(listRef: RefObject<HTMLElement | null>, place: string | undefined): RefObject<boolean> {
  const isInUse = useRef(false);
  useLayoutEffect(() => {
    isInUse.current = false;
  }, [place]);
  useEffect(() => {
    const list = listRef.current;
    if (!list) return undefined;
    const use = (): void => {
      isInUse.current = true;
    };
    let resting = "";
    // Chromium repeats the last position when rows change under a pointer at rest.
    const move = ({ screenX, screenY }: PointerEvent): void => {
      const position = `${screenX} ${screenY}`;
      if (position !== resting) use();
      resting = position;
    };
    list.addEventListener("pointermove", move);
    list.addEventListener("wheel", use, { passive: true });
    const end = useSelection.subscribe(({ cursor }, before) => {
      if (cursor !== before.cursor) use();
    });
    return () => {
      list.removeEventListener("pointermove", move);
      list.removeEventListener("wheel", use);
      end();
    };
  }, [listRef]);
  return isInUse;
}

/**
 * @param headerHeight px of the list's element that are not rows
 */
export function useTakeover(
  listRef: RefObject<HTMLElement | null>,
  rowHeight: number,
  headerHeight: number,
): void {
  const incoming = useSearch((search) => search.incoming);
  const results = useSearch((search) => search.results);
  const mergedSerial = useRef<number | null>(null);
  const nextScrollTop = useRef<number | null>(null);
  const request = results?.request;
  const place = request && `${request.query}\n${JSON.stringify([request.scope, request.sort])}`;
  const isInUse = useIsInUse(listRef, place);

  useEffect(() => {
    const list = listRef.current;
    if (!incoming || !list || !results || incoming.serial === mergedSerial.current) return;
    const viewHeight = list.clientHeight - headerHeight;
    // The names of a new line, not used yet: meaning takes their place at once.
    const isUntouched =
      !isInUse.current && results.response.phase === "names" && incoming.response.phase === "full";
    const takeover = planTakeover({
      shownIds: results.response.soundIds,
      nextIds: incoming.response.soundIds,
      anchorId: isUntouched ? null : findAnchor(list, rowHeight, viewHeight),
      scrollTop: list.scrollTop,
      rowHeight,
      viewHeight,
    });
    if (takeover.kind === "hold") {
      mergedSerial.current = incoming.serial;
      showMerged(mergeBelow(results.response, incoming.response));
      return;
    }
    nextScrollTop.current = takeover.scrollTop;
    acceptIncoming();
  }, [incoming, results, listRef, rowHeight, headerHeight, isInUse]);

  // A new request starts at the top, an answer to the same one where its anchor stands.
  const shownPlace = useRef(place);
  useLayoutEffect(() => {
    const list = listRef.current;
    if (!list) return;
    if (shownPlace.current !== place) list.scrollTop = 0;
    else if (nextScrollTop.current !== null) list.scrollTop = nextScrollTop.current;
    shownPlace.current = place;
    nextScrollTop.current = null;
  }, [results, place, listRef]);
}
