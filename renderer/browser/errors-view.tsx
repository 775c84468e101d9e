// Files that could not be read, each with a plain reason, and the way to try again.
import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef } from "react";
import { getBridge } from "../bridge/bridge.ts";
import { copyText, tell } from "../commands/actions.ts";
import { CutPath } from "../elements/cut-path.tsx";
import { Icon } from "../elements/icon.tsx";
import { useElementWidth } from "../elements/use-element-width.ts";
import { notify, useWindowState } from "../stores/window-state.ts";
import { texts } from "../texts.ts";

/** With a reason of one line; longer ones take the lines that they need. */
const rowHeight = 44;
/** Padding of the row and room for the sign, px. */
const rowPadding = 44;

function retry(): void {
  void tell(async () => {
    await getBridge().engine.retryErrors({});
    notify(texts.errorsView.retrying);
  });
}

export function ErrorsView() {
  const { data: errors } = useQuery({
    queryKey: ["errors"],
    queryFn: () => getBridge().engine.listErrors({}),
  });
  const listRef = useRef<HTMLDivElement>(null);
  const textWidth = useElementWidth(listRef) - rowPadding;
  const virtualizer = useVirtualizer({
    count: errors?.length ?? 0,
    getScrollElement: () => listRef.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const copyList = (): void => {
    const lines = (errors ?? []).map(({ path, message }) => `${path}\t${message}`);
    void tell(async () => {
      await copyText(lines.join("\n"));
      notify(texts.errorsView.copied(lines.length));
    });
  };
  return (
    <section className="main-view plain-view" aria-label={texts.errorsView.title}>
      <header className="view-header">
        <h2>
          {errors === undefined || errors.length > 0
            ? texts.errorsView.count(errors?.length ?? 0)
            : texts.errorsView.none}
        </h2>
        <button type="button" className="button" onClick={() => useWindowState.setState({ view: "sounds" })}>
          {texts.errorsView.back}
        </button>
        {errors !== undefined && errors.length > 0 && (
          <>
            <button type="button" className="button" onClick={copyList}>
              {texts.errorsView.copyList}
            </button>
            <button type="button" className="button button-primary" onClick={retry}>
              {texts.errorsView.retryAll}
            </button>
          </>
        )}
      </header>
      {/* Scrolls by keyboard, so it takes the focus. */}
      {/* oxlint-disable jsx-a11y/no-noninteractive-tabindex */}
      <div
        ref={listRef}
        className="view-list"
        role="list"
        tabIndex={0}
        data-own-arrows="true"
        aria-label={texts.errorsView.title}
      >
        <div className="rows" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start, key }) => {
            const error = errors?.[index];
            if (!error) return null;
            return (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                role="listitem"
                className="error-row"
                style={{ transform: `translateY(${start}px)`, minHeight: rowHeight }}
              >
                <span className="error-line">
                  <Icon name="warning" />
                  <CutPath path={error.path} width={textWidth} sizePx={13} />
                </span>
                <span className="error-reason">
                  {error.message} {error.hint}
                </span>
              </div>
            );
          })}
        </div>
      </div>
    </section>
  );
}
