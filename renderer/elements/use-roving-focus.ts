// One stop for Tab in a region of many; the arrow keys walk inside it.
import { type RefObject, useEffect } from "react";

export interface RovingOptions {
  /** The elements that take the focus, in document order. */
  selector: string;
  /** Keys that go back and forth; none where the region walks by itself. */
  keys: "vertical" | "horizontal" | "own";
}

const steps = {
  vertical: { ArrowUp: -1, ArrowDown: 1 },
  horizontal: { ArrowLeft: -1, ArrowRight: 1 },
  own: {},
} satisfies Record<RovingOptions["keys"], Record<string, number>>;

/** The item that is reached from another by a key; undefined where the key is none of the region's or leads out. */
export function findStep(
  key: string,
  keys: RovingOptions["keys"],
  index: number,
  count: number,
): number | undefined {
  if (keys === "own" || index < 0) return undefined;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  const step = (steps[keys] as Record<string, number>)[key];
  return step === undefined ? undefined : Math.min(count - 1, Math.max(0, index + step));
}

/**
 * Makes one item of a region the stop of Tab: the one that had the focus last, else the first.
 * Items that come and go are followed.
 * @param isThere false while the region is not on the page
 */
export function useRovingFocus(
  regionRef: RefObject<HTMLElement | null>,
  { selector, keys }: RovingOptions,
  isThere = true,
): void {
  useEffect(() => {
    const region = regionRef.current;
    if (!region) return undefined;
    let stop: HTMLElement | undefined;
    const findItems = (): HTMLElement[] => [...region.querySelectorAll<HTMLElement>(selector)];
    const update = (): void => {
      const items = findItems();
      if (!stop || !items.includes(stop)) [stop] = items;
      for (const item of items) item.tabIndex = item === stop ? 0 : -1;
    };
    const itemOf = (event: Event): HTMLElement | null =>
      event.target instanceof Element ? event.target.closest<HTMLElement>(selector) : null;
    const handleFocus = (event: FocusEvent): void => {
      stop = itemOf(event) ?? stop;
      update();
    };
    const handleKey = (event: KeyboardEvent): void => {
      const item = itemOf(event);
      if (!item || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      const items = findItems();
      const next = findStep(event.key, keys, items.indexOf(item), items.length);
      if (next === undefined) return;
      event.preventDefault();
      items[next]?.focus();
    };
    const observer = new MutationObserver(update);
    observer.observe(region, { childList: true, subtree: true });
    region.addEventListener("focusin", handleFocus);
    region.addEventListener("keydown", handleKey);
    update();
    return () => {
      observer.disconnect();
      region.removeEventListener("focusin", handleFocus);
      region.removeEventListener("keydown", handleKey);
    };
  }, [regionRef, selector, keys, isThere]);
}
