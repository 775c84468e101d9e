// Files that could not be read, each with a plain reason, and the way to try again.
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import type { FileError } from "../../preload/folders.ts";
import { getBridge } from "../bridge/bridge.ts";
import { copyText, tell } from "../commands/actions.ts";
import { CutPath } from "../elements/cut-path.tsx";
import { Icon } from "../elements/icon.tsx";
import { useElementWidth } from "../elements/use-element-width.ts";
import { notify } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { PlainView, TallList } from "./plain-view.tsx";

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

function copyList(errors: readonly FileError[]): void {
  const lines = errors.map(({ path, message }) => `${path}\t${message}`);
  void tell(async () => {
    await copyText(lines.join("\n"));
    notify(texts.errorsView.copied(lines.length));
  });
}

const noErrors: FileError[] = [];

export function ErrorsView() {
  const { data } = useQuery({ queryKey: ["errors"], queryFn: () => getBridge().engine.listErrors({}) });
  const errors = data ?? noErrors;
  const listRef = useRef<HTMLDivElement>(null);
  const textWidth = useElementWidth(listRef) - rowPadding;
  return (
    <PlainView
      title={texts.errorsView.title}
      heading={data?.length === 0 ? texts.errorsView.none : texts.errorsView.count(errors.length)}
      actions={
        errors.length > 0 && (
          <>
            <button type="button" className="button" onClick={() => copyList(errors)}>
              {texts.errorsView.copyList}
            </button>
            <button type="button" className="button button-primary" onClick={retry}>
              {texts.errorsView.retryAll}
            </button>
          </>
        )
      }
    >
      <TallList
        listRef={listRef}
        label={texts.errorsView.title}
        count={errors.length}
        itemHeight={rowHeight}
        itemClassName="error-row"
        renderItem={(index) => {
          const error = errors[index];
          return (
            error && (
              <>
                <span className="error-line">
                  <Icon name="warning" />
                  <CutPath path={error.path} width={textWidth} sizePx={13} />
                </span>
                <span className="error-reason">
                  {error.message} {error.hint}
                </span>
              </>
            )
          );
        }}
      />
    </PlainView>
  );
}
