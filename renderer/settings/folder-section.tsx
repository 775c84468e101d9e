// The folders of the library, and what is left out in each.
import { useState } from "react";
import type { FolderRow } from "../../preload/folders.ts";
import { getBridge } from "../bridge/bridge.ts";
import { tell } from "../commands/actions.ts";
import { chooseAndAddFolder } from "../commands/choose-folder.ts";
import { CutPath } from "../elements/cut-path.tsx";
import { removeFolder } from "../stores/edits.ts";
import { useLibrary } from "../stores/library.ts";
import { notify } from "../stores/window-state.ts";
import { texts } from "../texts.ts";

/** Room for a path, px; the dialog has one width. */
const pathWidth = 300;

function toPatterns(text: string): string[] {
  return text
    .split(",")
    .map((pattern) => pattern.trim())
    .filter((pattern) => pattern !== "");
}

/** Adding a folder that is there already gives it these excludes. */
async function saveExcludes({ path }: FolderRow, excludes: string[]): Promise<void> {
  await tell(async () => {
    const { engine } = getBridge();
    await engine.addFolder({ path, excludes });
    await engine.startIndexing({});
    notify(texts.settings.excludesSaved(path));
  });
}

function Folder({ folder }: { folder: FolderRow }) {
  const stored = folder.excludes.join(", ");
  const [typed, setTyped] = useState(stored);
  return (
    <li className="settings-folder">
      <div className="settings-folder-line">
        <CutPath path={folder.path} width={pathWidth} />
        <span className="settings-hint">
          {folder.state === "offline" ? texts.side.offline : texts.sounds(folder.soundCount)}
        </span>
        <button
          type="button"
          className="button"
          aria-label={texts.side.removeFolder(folder.path)}
          onClick={() => void removeFolder(folder)}
        >
          {texts.settings.removeFolder}
        </button>
      </div>
      <form
        className="settings-folder-line"
        onSubmit={(event) => {
          event.preventDefault();
          void saveExcludes(folder, toPatterns(typed));
        }}
      >
        <label className="field-row">
          {texts.folderDialog.excludes}
          <input
            type="text"
            className="field"
            value={typed}
            placeholder={texts.settings.excludesHint}
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        </label>
        <button type="submit" className="button" disabled={toPatterns(typed).join(", ") === stored}>
          {texts.settings.saveExcludes}
        </button>
      </form>
    </li>
  );
}

export function FolderSection() {
  const folders = useLibrary((library) => library.folders);
  return (
    <>
      <p className="settings-hint">{texts.folderDialog.description}</p>
      {folders.length === 0 && <p>{texts.side.noFolders}</p>}
      <ul className="settings-folders">
        {folders.map((folder) => (
          <Folder key={folder.path} folder={folder} />
        ))}
      </ul>
      <button type="button" className="button" onClick={() => void chooseAndAddFolder()}>
        {texts.side.addFolder}
      </button>
    </>
  );
}
