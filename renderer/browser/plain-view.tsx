// What views of the main part other than the list have in common: a heading with what can be done, and the way back.
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type ReactNode, type RefObject, useRef } from "react";
import { showView } from "../commands/actions.ts";
import { useRescuedFocus } from "../elements/use-rescued-focus.ts";
import { texts } from "../texts.ts";

interface PlainViewProps {
  /** Name of the region. */
  title: string;
  /** What is seen as its heading: the title, or how much there is. */
  heading: string;
  actions?: ReactNode;
  children: ReactNode;
}

/** What the arrow keys walk in or scroll: the first of them takes the focus from the view itself. */
const innerSelector = ".view-list, .history-entry[tabindex='0']";
const inwardKeys = new Set(["ArrowDown", "PageDown", "Home"]);

function handleKey(event: KeyboardEvent<HTMLElement>): void {
  if (event.target !== event.currentTarget || !inwardKeys.has(event.key)) return;
  const inner = event.currentTarget.querySelector<HTMLElement>(innerSelector);
  if (!inner) return;
  event.preventDefault();
  inner.focus();
}

export function PlainView({ title, heading, actions, children }: PlainViewProps) {
  const sectionRef = useRef<HTMLElement>(null);
  useRescuedFocus(sectionRef);
  return (
    // The keyboard's way into it; the rest of its keys are the window's.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      ref={sectionRef}
      className="main-view plain-view"
      tabIndex={-1}
      aria-label={title}
      onKeyDown={handleKey}
    >
      <header className="view-header">
        <h2>{heading}</h2>
        {actions}
        <button type="button" className="button" onClick={() => showView("sounds")}>
          {texts.errorsView.back}
        </button>
      </header>
      {children}
    </section>
  );
}

interface TallListProps {
  label: string;
  count: number;
  /** Height of an item until it is measured, px. */
  itemHeight: number;
  itemClassName: string;
  keyOf?: (index: number) => string | number;
  listRef?: RefObject<HTMLDivElement | null>;
  renderItem: (index: number) => ReactNode;
}

/** A list of any length whose items are as tall as they need; scrolled by keyboard too. */
export function TallList({
  label,
  count,
  itemHeight,
  itemClassName,
  keyOf,
  listRef,
  renderItem,
}: TallListProps) {
  const ownRef = useRef<HTMLDivElement>(null);
  const scrolledRef = listRef ?? ownRef;
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scrolledRef.current,
    estimateSize: () => itemHeight,
    ...(keyOf && { getItemKey: keyOf }),
    overscan: 8,
  });
  return (
    // Scrolls by keyboard, so it takes the focus.
    // oxlint-disable jsx-a11y/no-noninteractive-tabindex
    <div
      ref={scrolledRef}
      className="view-list"
      role="list"
      tabIndex={0}
      data-own-arrows="true"
      aria-label={label}
    >
      <div className="rows" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start, key }) => (
          <div
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            role="listitem"
            className={itemClassName}
            style={{ transform: `translateY(${start}px)`, minHeight: itemHeight }}
          >
            {renderItem(index)}
          </div>
        ))}
      </div>
    </div>
  );
}
