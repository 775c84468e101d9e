// The left panel: parts of the library and its folders.
import { useRef } from "react";
import { chooseAndAddFolder } from "../commands/choose-folder.ts";
import { showErrors, showScope } from "../commands/actions.ts";
import { formatCount } from "../elements/format.ts";
import { Icon, type IconName } from "../elements/icon.tsx";
import { IconButton } from "../elements/icon-button.tsx";
import { type RovingOptions, useRovingFocus } from "../elements/use-roving-focus.ts";
import { useLibrary } from "../stores/library.ts";
import { useSearch } from "../stores/search.ts";
import { useWindowState } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { FolderTree } from "./folder-tree.tsx";

const roving: RovingOptions = { selector: ".place", keys: "vertical" };

interface PlaceProps {
  icon: IconName;
  title: string;
  count: number | null;
  isCurrent: boolean;
  isError?: boolean;
  onChoose: () => void;
}

function Place({ icon, title, count, isCurrent, isError = false, onChoose }: PlaceProps) {
  return (
    <li>
      <button
        type="button"
        className={`place ${isError ? "place-error" : ""}`}
        aria-current={isCurrent ? "page" : undefined}
        onClick={onChoose}
      >
        <Icon name={icon} />
        <span className="place-title">{title}</span>
        {count !== null && <span className="place-count">{formatCount(count)}</span>}
      </button>
    </li>
  );
}

export function SidePanel() {
  const status = useLibrary((library) => library.status);
  const kind = useSearch((search) => search.scope.kind);
  const view = useWindowState((state) => state.view);
  const placesRef = useRef<HTMLUListElement>(null);
  useRovingFocus(placesRef, roving);
  const isShown = (scope: string): boolean => view === "sounds" && kind === scope;
  return (
    <nav className="side-panel" aria-label={texts.side.label}>
      <h2 className="panel-title">{texts.side.library}</h2>
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
          icon="clock"
          title={texts.side.recent}
          count={null}
          isCurrent={isShown("recent")}
          onChoose={() => showScope({ kind: "recent" })}
        />
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
      <div className="panel-heading">
        <h2 className="panel-title">{texts.side.folders}</h2>
        <IconButton
          icon="plus"
          label={texts.side.addFolder}
          keys="Mod+O"
          onClick={() => void chooseAndAddFolder()}
        />
      </div>
      <FolderTree />
    </nav>
  );
}
