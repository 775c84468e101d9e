// A first start: the demo sounds are there; this line says what comes next, until it is put away.
import { chooseAndAddFolder } from "../commands/choose-folder.ts";
import { IconButton } from "../elements/icon-button.tsx";
import { useLibrary } from "../stores/library.ts";
import { useSettings } from "../stores/settings.ts";
import { openDialog } from "../stores/window-state.ts";
import { texts } from "../texts.ts";

/** True while the library holds the demo sounds and nothing else. */
function useIsDemoOnly(): boolean {
  return useLibrary(({ shell, folders }) => folders.length === 1 && folders[0]?.path === shell?.demoFolder);
}

export function FirstSteps() {
  const isPutAway = useSettings((settings) => settings.areFirstStepsDone);
  const isDemoOnly = useIsDemoOnly();
  if (isPutAway || !isDemoOnly) return null;
  return (
    <section className="first-steps" aria-label={texts.firstSteps.label}>
      <span className="first-steps-text">{texts.firstSteps.demo}</span>
      <button type="button" className="button button-primary" onClick={() => void chooseAndAddFolder()}>
        {texts.firstSteps.addFolder}
      </button>
      <button type="button" className="button" onClick={() => openDialog("settings-models")}>
        {texts.firstSteps.getModel}
      </button>
      <IconButton
        icon="close"
        label={texts.firstSteps.putAway}
        onClick={() => useSettings.setState({ areFirstStepsDone: true })}
      />
    </section>
  );
}
