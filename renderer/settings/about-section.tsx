// The version, the library file, and the way to log and diagnostics.
import { useLibrary } from "../stores/library.ts";
import { openDialog } from "../stores/window-state.ts";
import { texts } from "../texts.ts";

export function AboutSection() {
  const libraryPath = useLibrary((library) => library.status?.libraryPath);
  const version = useLibrary((library) => library.shell?.version);
  return (
    <>
      {version !== undefined && <p>{texts.settings.about(version)}</p>}
      <p className="settings-hint">{texts.settings.library}</p>
      <p className="settings-path">{libraryPath}</p>
      <p className="settings-row">
        <button type="button" className="button" onClick={() => openDialog("logs")}>
          {texts.logs.title}
        </button>
        <button type="button" className="button" onClick={() => openDialog("diagnostics")}>
          {texts.diagnostics.title}
        </button>
      </p>
    </>
  );
}
