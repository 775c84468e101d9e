// Width of an element's inside, kept current.
import { type RefObject, useLayoutEffect, useState } from "react";

/** Width in px without scroll bar and padding; 0 before the first layout. */
export function useElementWidth(elementRef: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = elementRef.current;
    if (!element) return undefined;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [elementRef]);
  return width;
}
