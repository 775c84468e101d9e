// What stands where a list would be: each case says the next step.
import { type ReactNode, useRef } from "react";
import type { ErrorData } from "../../preload/error-data.ts";
import { addDemoFolder, chooseAndAddFolder } from "../commands/choose-folder.ts";
import { useRescuedFocus } from "../elements/use-rescued-focus.ts";
import { useLibrary } from "../stores/library.ts";
import { removeChip, searchNow, setLine, setScope, useSearch } from "../stores/search.ts";
import { texts } from "../texts.ts";

function Notice({ title, children }: { title: string; children: ReactNode }) {
  const sectionRef = useRef<HTMLElement>(null);
  useRescuedFocus(sectionRef);
  return (
    <section ref={sectionRef} className="main-view notice-view" tabIndex={-1} aria-labelledby="notice-title">
      <h2 id="notice-title">{title}</h2>
      {children}
    </section>
  );
}

function FirstStart() {
  const hasDemo = useLibrary((library) => Boolean(library.shell?.demoFolder));
  return (
    <Notice title={texts.empty.firstTitle}>
      <p>{texts.empty.firstBody}</p>
      <p className="notice-actions">
        <button type="button" className="button button-primary" onClick={() => void chooseAndAddFolder()}>
          {texts.empty.addFolder}
        </button>
        {hasDemo && (
          <button type="button" className="button" onClick={() => void addDemoFolder()}>
            {texts.empty.addDemo}
          </button>
        )}
      </p>
    </Notice>
  );
}

function NoMatch({ line }: { line: string }) {
  const chips = useSearch((search) => search.chips);
  const scope = useSearch((search) => search.scope);
  const pendingCount = useLibrary((library) => library.status?.pendingCount ?? 0);
  return (
    <Notice title={texts.empty.noneTitle}>
      <p>{line.trim() === "" ? texts.empty.noneInScope : texts.empty.noneBody(line.trim())}</p>
      {pendingCount > 0 && <p>{texts.empty.noneHintPending(pendingCount)}</p>}
      {chips.length > 1 && (
        <p className="notice-actions">
          {texts.empty.noneHintChips}
          {chips.map((chip) => (
            <button
              key={`${chip.start}-${chip.end}`}
              type="button"
              className="button"
              onClick={() => removeChip(chip)}
            >
              {chip.label}
            </button>
          ))}
        </p>
      )}
      <p className="notice-actions">
        <button type="button" className="button" onClick={() => setLine("")}>
          {texts.empty.clearLine}
        </button>
        {scope.kind !== "all" && (
          <button type="button" className="button" onClick={() => setScope({ kind: "all" })}>
            {texts.empty.searchAll}
          </button>
        )}
      </p>
    </Notice>
  );
}

/** For a list without a row; which words it takes depends on what was asked for. */
export function EmptyView() {
  const results = useSearch((search) => search.results);
  const folderCount = useLibrary((library) => library.folders.length);
  const phase = useLibrary((library) => library.status?.progress.phase);
  const soundCount = useLibrary((library) => library.status?.soundCount ?? 0);
  const request = results?.request;
  if (soundCount === 0 && folderCount === 0) return <FirstStart />;
  if (soundCount === 0 && (phase === "scanning" || phase === "listening")) {
    return (
      <Notice title={texts.empty.scanningTitle}>
        <p>{texts.empty.scanningBody}</p>
      </Notice>
    );
  }
  if (!request || request.query.trim() !== "") return <NoMatch line={request?.query ?? ""} />;
  const problem = results?.response.problem;
  const words = {
    all: [texts.empty.folderTitle, texts.empty.folderBody],
    folder: [texts.empty.folderTitle, texts.empty.folderBody],
    favourites: [texts.empty.favouritesTitle, texts.empty.favouritesBody],
    recent: [texts.empty.recentTitle, texts.empty.recentBody],
    used: [texts.empty.usedTitle, texts.empty.usedBody],
    collection: [texts.empty.collectionTitle, texts.empty.collectionBody],
    tag: [texts.empty.tagTitle, texts.empty.tagBody],
    similar:
      problem?.code === "nothing-heard"
        ? [texts.empty.silentTitle, `${problem.message} ${problem.hint}`]
        : [texts.empty.similarTitle, texts.empty.similarBody],
  }[request.scope.kind] as [string, string];
  return (
    <Notice title={words[0]}>
      <p>{words[1]}</p>
    </Notice>
  );
}

export function SearchErrorView({ error }: { error: ErrorData }) {
  return (
    <Notice title={texts.empty.errorTitle}>
      <p role="alert">{error.message}</p>
      {error.hint !== "" && <p>{error.hint}</p>}
      <p className="notice-actions">
        <button type="button" className="button" onClick={() => void searchNow()}>
          {texts.empty.retry}
        </button>
      </p>
    </Notice>
  );
}
