// The fixed parts of the library: everything, favourites, what was added or used last, duplicates, history, errors.
import { useRef } from "react";
import { showErrors, showScope, showView } from "../commands/actions.ts";
import { type RovingOptions, useRovingFocus } from "../elements/use-roving-focus.ts";
import { useLibrary } from "../stores/library.ts";
import { useSearch } from "../stores/search.ts";
import { useWindowState } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { Place } from "./place.tsx";

const roving: RovingOptions = { selector: ".place", keys: "vertical" };

export function Places() {
  const status = useLibrary((library) => library.status);
  const kind = useSearch((search) => search.scope.kind);
  const view = useWindowState((state) => state.view);
  const placesRef = useRef<HTMLUListElement>(null);
  useRovingFocus(placesRef, roving);
  const isShown = (scope: string): boolean => view === "sounds" && kind === scope;
  return (
    <ul ref={placesRef} className="places">
      <Place
        icon="list"
        title={texts.side.all}
        count={status?.soundCount ?? null}
        isCurrent={isShown("all")}
        onChoose={() => showScope({ kind: "all" })}
      />
      <Place
        icon="star"
        title={texts.side.favourites}
        count={status?.favouriteCount ?? null}
        isCurrent={isShown("favourites")}
        onChoose={() => showScope({ kind: "favourites" })}
      />
      <Place
        icon="plus"
        title={texts.side.recent}
        isCurrent={isShown("recent")}
        onChoose={() => showScope({ kind: "recent" })}
      />
      <Place
        icon="play"
        title={texts.side.used}
        isCurrent={isShown("used")}
        onChoose={() => showScope({ kind: "used" })}
      />
      <Place
        icon="copies"
        title={texts.side.duplicates}
        isCurrent={view === "duplicates"}
        onChoose={() => showView("duplicates")}
      />
      <Place
        icon="clock"
        title={texts.side.history}
        isCurrent={view === "history"}
        onChoose={() => showView("history")}
      />
      <Place icon="map" title={texts.side.map} isCurrent={view === "map"} onChoose={() => showView("map")} />
      {((status?.errorCount ?? 0) > 0 || view === "errors") && (
        <Place
          icon="warning"
          title={texts.side.errors}
          count={status?.errorCount ?? 0}
          isCurrent={view === "errors"}
          isError
          onChoose={showErrors}
        />
      )}
    </ul>
  );
}
