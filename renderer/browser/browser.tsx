// The middle of the window: the list, or what stands in its place while there is nothing to list.
import { useRef } from "react";
import type { SoundId } from "../../preload/sound.ts";
import { KeyCaps } from "../elements/key-caps.tsx";
import { acceptIncoming, useSearch } from "../stores/search.ts";
import { texts } from "../texts.ts";
import { EmptyView, SearchErrorView } from "./empty-view.tsx";
import { SkeletonList } from "./skeleton-list.tsx";
import { SoundList } from "./sound-list.tsx";

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
  const line = useSearch((search) => search.line);
  const isAnswered =
    results !== null && results.request.query === line && results.response.soundIds.length > 0;
  // Kept here, since the list comes and goes with its rows: one that comes back has not had its cursor moved.
  const followedRef = useRef<SoundId | null>(null);
  const hasRows = results !== null && results.response.soundIds.length > 0;
  if (error && !isAnswered) return <SearchErrorView error={error} />;
  if (isSlow && !hasRows) return <SkeletonList />;
  if (results === null) return <div className="main-view" />;
  if (!hasRows) return <EmptyView />;
  return (
    <>
      {/* Stays under the skeleton: a header that was pressed keeps the focus. */}
      <SoundList results={results} followedRef={followedRef} />
      {isSlow ? <SkeletonList /> : <IncomingButton />}
    </>
  );
}
