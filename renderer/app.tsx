// The one window: where each region stands.
import { useEffect, useLayoutEffect } from "react";
import { Browser } from "./browser/browser.tsx";
import { DuplicatesView } from "./browser/duplicates-view.tsx";
import { ErrorsView } from "./browser/errors-view.tsx";
import { rescueFocus } from "./browser/list-control.ts";
import { HistoryView } from "./browser/history-view.tsx";
import { SearchBar } from "./browser/search-bar.tsx";
import { AddFolderDialog } from "./dialogs/add-folder.tsx";
import { Collect } from "./dialogs/collect.tsx";
import { ExportDialog } from "./dialogs/export-library.tsx";
import { ImportDialog } from "./dialogs/import-library.tsx";
import { LabelsDialog } from "./dialogs/labels.tsx";
import { NameDialog } from "./dialogs/name-dialog.tsx";
import { Diagnostics } from "./dialogs/diagnostics.tsx";
import { Logs } from "./dialogs/logs.tsx";
import { Palette } from "./dialogs/palette.tsx";
import { Shortcuts } from "./dialogs/shortcuts.tsx";
import { TagEditor } from "./dialogs/tag-editor.tsx";
import { useTheme } from "./elements/use-theme.ts";
import { FirstSteps } from "./first-steps/first-steps.tsx";
import { Inspector } from "./inspector/inspector.tsx";
import { MapView } from "./map/map-view.tsx";
import { PlayerView } from "./player/player-view.tsx";
import { SettingsDialog } from "./settings/settings-dialog.tsx";
import { SidePanel } from "./side/side-panel.tsx";
import { Banner } from "./status/banner.tsx";
import { StatusBar } from "./status/status-bar.tsx";
import { useSettings } from "./stores/settings.ts";
import { useWindowState } from "./stores/window-state.ts";
import { texts } from "./texts.ts";

function OpenDialog() {
  const dialog = useWindowState((state) => state.dialog);
  switch (dialog) {
    case "palette":
      return <Palette />;
    case "shortcuts":
      return <Shortcuts />;
    case "settings":
      return <SettingsDialog />;
    case "settings-models":
      return <SettingsDialog first="models" />;
    case "logs":
      return <Logs />;
    case "diagnostics":
      return <Diagnostics />;
    case "add-folder":
      return <AddFolderDialog />;
    case "tag-editor":
      return <TagEditor />;
    case "labels":
      return <LabelsDialog />;
    case "collect":
      return <Collect />;
    case "name":
      return <NameDialog />;
    case "export":
      return <ExportDialog />;
    case "import":
      return <ImportDialog />;
    case null:
      return null;
  }
}

function MainPart() {
  const view = useWindowState((state) => state.view);
  switch (view) {
    case "sounds":
      return <Browser />;
    case "errors":
      return <ErrorsView />;
    case "duplicates":
      return <DuplicatesView />;
    case "history":
      return <HistoryView />;
    case "map":
      return <MapView />;
  }
}

export function App() {
  const theme = useTheme();
  const isSidePanelOpen = useSettings((settings) => settings.isSidePanelOpen);
  const isMini = useSettings((settings) => settings.isMini);
  const isInspectorOpen = useSettings((settings) => settings.isInspectorOpen);
  const dialog = useWindowState((state) => state.dialog);
  // Before any other effect reads a colour of the theme.
  useLayoutEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  // With a panel goes the focus in it, and with a dialog that to which it would give the focus back.
  useEffect(rescueFocus, [isSidePanelOpen, isInspectorOpen, isMini, dialog]);
  return (
    <div className={isMini ? "window window-mini" : "window"}>
      <SearchBar />
      <Banner />
      <div className="middle">
        {isSidePanelOpen && !isMini && <SidePanel />}
        <main className="main">
          <h1 className="visually-hidden">{texts.appName}</h1>
          <FirstSteps />
          <MainPart />
        </main>
        {isInspectorOpen && !isMini && <Inspector />}
      </div>
      <PlayerView />
      <StatusBar />
      <OpenDialog />
    </div>
  );
}
