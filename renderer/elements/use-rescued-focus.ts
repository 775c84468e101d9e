// Focus that went away with the view that had it: the view in its place takes it, or the next key would do nothing.
import { type RefObject, useEffect } from "react";

/** Takes the focus as soon as the element is there, unless something else in the window has it. */
export function useRescuedFocus(ref: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (document.activeElement === document.body) ref.current?.focus({ preventScroll: true });
  }, [ref]);
}
