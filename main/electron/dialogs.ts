// Native dialogs.
import path from "node:path";
import { app, BrowserWindow, dialog, type OpenDialogOptions, type SaveDialogOptions } from "electron";

/** @returns the chosen folder, or null when the dialog was cancelled */
export async function chooseFolder(): Promise<string | null> {
  const options: OpenDialogOptions = {
    title: "Add a folder of sounds",
    buttonLabel: "Add folder",
    properties: ["openDirectory"],
  };
  const [window] = BrowserWindow.getAllWindows();
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return canceled ? null : (filePaths[0] ?? null);
}

/** @returns where the export goes, or null when the dialog was cancelled. The system asks before a file is replaced. */
export async function chooseExportFile(fileName: string): Promise<string | null> {
  const options: SaveDialogOptions = {
    title: "Export the library",
    buttonLabel: "Export",
    defaultPath: path.join(app.getPath("documents"), fileName),
  };
  const [window] = BrowserWindow.getAllWindows();
  const { canceled, filePath } = await (window
    ? dialog.showSaveDialog(window, options)
    : dialog.showSaveDialog(options));
  return canceled || filePath === "" ? null : filePath;
}

/** @returns the export to be read, or null when the dialog was cancelled */
export async function chooseImportFile(): Promise<string | null> {
  const options: OpenDialogOptions = {
    title: "Import from a library",
    buttonLabel: "Choose",
    properties: ["openFile"],
  };
  const [window] = BrowserWindow.getAllWindows();
  const { canceled, filePaths } = await (window
    ? dialog.showOpenDialog(window, options)
    : dialog.showOpenDialog(options));
  return canceled ? null : (filePaths[0] ?? null);
}

/** Says why Earshot ends before it has a window. */
export function showFatalError(message: string, hint: string): void {
  dialog.showErrorBox("Earshot cannot start", hint === "" ? message : `${message}\n\n${hint}`);
}

/** Says that the window's process ended again soon after it was started anew. */
export function showWindowCrash(reason: string): void {
  dialog.showErrorBox(
    "Earshot's window ended",
    `The process that draws the window ended twice within a minute (${reason}).\n\nClose Earshot and start it again.`,
  );
}
