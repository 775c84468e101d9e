// The middle of the window: the list, or what stands in its place while there is nothing to list.
import { KeyCaps } from "../elements/key-caps.tsx";
import { useLibrary } from "../stores/library.ts";
import { acceptIncoming, useSearch } from "../stores/search.ts";
import { texts } from "../texts.ts";
import { EmptyView, SearchErrorView } from "./empty-view.tsx";
import { SoundList } from "./sound-list.tsx";

const skeletonRows = Array.from({ length: 14 }, (_, index) => index);

function SkeletonList() {
  return (
    <div className="skeleton-list" role="status" aria-label={texts.search.searching}>
      {skeletonRows.map((index) => (
        <span key={index} className="skeleton-row">
          <span className="row-waveform row-waveform-pending" />
          <span className="skeleton-bar" style={{ width: `${18 + ((index * 37) % 30)}%` }} />
        </span>
      ))}
    </div>
  );
}

/** Shown while new rows stand below the others because putting them in order would move the row in use. */
function IncomingButton() {
  const isWaiting = useSearch((search) => search.incoming !== null);
  if (!isWaiting) return null;
  return (
    <button type="button" className="button incoming-button" onClick={acceptIncoming}>
      {texts.list.newResults}
      <KeyCaps keys="R" />
    </button>
  );
}

export function Browser() {
  const results = useSearch((search) => search.results);
  const isSlow = useSearch((search) => search.isSlow);
  const error = useSearch((search) => search.error);
  const isKnown = useLibrary((library) => library.status !== null);
  const line = useSearch((search) => search.line);
  const isAnswered =
    results !== null && results.request.query === line && results.response.soundIds.length > 0;
  if (error && !isAnswered) return <SearchErrorView error={error} />;
  if (isSlow || (results === null && !isKnown))
    return isSlow ? <SkeletonList /> : <div className="main-view" />;
  if (results === null) return <div className="main-view" />;
  if (results.response.soundIds.length === 0) return <EmptyView />;
  return (
    <>
      <SoundList results={results} />
      <IncomingButton />
    </>
  );
}
