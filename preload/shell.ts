// What the shell around the renderer answers: Electron's main process or the web server. Types only.
import type { ExportRequest } from "./exchange.ts";
import type { Region, SoundId } from "./sound.ts";

/** What the shell keeps outside of the library and of the window: it is needed before either is there. */
export interface ShellSettings {
  /** Absolute path of the folder that regions are written into. */
  exportFolder: string;
  /** Linux under Wayland: open the window through X11, which most DAWs still speak. Holds from the next start. */
  usesX11: boolean;
  /** Tell when listening is done and the window is not in front. */
  notifiesWhenDone: boolean;
}

/** One log file of the home folder, newest lines last. */
export interface LogFile {
  name: string;
  sizeBytes: number;
  /** The last part of it, at most 200 kB, as whole lines of JSON. */
  lines: string[];
}

/** A file or folder that was handed to the window. */
export interface OpenedPath {
  path: string;
  isFolder: boolean;
  /** Of a file that is in the library. */
  soundId: SoundId | null;
}

/** One menu of the native menu bar. */
export interface MenuGroup {
  title: string;
  items: MenuEntry[];
}

export interface MenuEntry {
  /** Comes back in `menuCommand`. */
  id: string;
  title: string;
  /** `Mod+Shift+F`, `Space`, or null. The page itself listens to it; the menu only shows it. */
  keys: string | null;
}

/** Which copy is meant, where a list shows another file than the sound's own; a file of other sounds means nothing. */
export interface ChosenFile {
  fileId?: number | undefined;
}

/** The same for several sounds: of each at most one file, in no order. */
export interface ChosenFiles {
  fileIds?: number[] | undefined;
}

/** Calls answered by the shell around the renderer: Electron's main process or the web server. */
export interface ShellApi {
  getShellInfo(request: Record<string, never>): ShellInfo;
  /** Native folder dialog; null when cancelled. The web shell has none and the renderer shows its own panel. */
  chooseFolder(request: Record<string, never>): string | null;
  revealSound(request: { id: SoundId } & ChosenFile): void;
  copyPaths(request: { ids: SoundId[] } & ChosenFiles): void;
  /** Puts the files themselves on the clipboard, those that are there, as a file manager does. */
  copyFiles(request: { ids: SoundId[] } & ChosenFiles): { fileCount: number };
  /**
   * Starts a native drag of the sounds' files, or of one sound's region, which is written first; only while the
   * mouse button is down. @param request.image PNG that hangs at the pointer, or null for the plain one
   */
  startDrag(request: { ids: SoundId[]; region: Region | null; image: Uint8Array | null } & ChosenFiles): void;
  /**
   * Writes an export where the system's dialog says; null when it was cancelled. A browser downloads it from
   * `ShellInfo.exportUrl` instead.
   */
  exportLibrary(request: ExportRequest): { path: string; soundCount: number } | null;
  /** The system's dialog for a file to import; null when it was cancelled, or where there is none. */
  chooseImportFile(request: Record<string, never>): string | null;
  /** Writes a region as a WAV file into the folder of the settings. Returns its path. */
  saveRegion(request: { id: SoundId; region: Region } & ChosenFile): string;

  getShellSettings(request: Record<string, never>): ShellSettings;
  /** Fields that are left out stay. @throws `folder-not-writable` */
  saveShellSettings(request: Partial<ShellSettings>): ShellSettings;
  /** Shows one of Earshot's own folders in the file manager. */
  revealFolder(request: { folder: "logs" | "exports" }): void;
  /** A small window above all others, or the large one again. Without a window of its own the page alone changes. */
  setMiniMode(request: { isOn: boolean }): void;
  listLogs(request: Record<string, never>): LogFile[];
  /** Versions, machine, model, counts, last errors as text; paths are shortened unless they are asked for. */
  getDiagnostics(request: { withPaths: boolean }): string;
  /** What was handed to this window and not yet taken, in the order it came. */
  takeOpened(request: Record<string, never>): OpenedPath[];
  /** The commands of the page, for the native menu; a shell without one ignores them. */
  setMenu(request: { menus: MenuGroup[] }): void;
}

/** Pushed by the shell, unasked. */
export interface ShellEvents {
  /** Another program or the command line handed over files or folders: `takeOpened` gives them. */
  opened: Record<string, never>;
  /** A command was chosen in the native menu. */
  menuCommand: { id: string };
}

export interface ShellInfo {
  kind: "electron" | "web";
  version: string;
  platform: string;
  hasFolderDialog: boolean;
  canDragFiles: boolean;
  canReveal: boolean;
  /** Files can be put on the clipboard. */
  canCopyFiles: boolean;
  /** The window can be made small and kept above others. */
  canStayOnTop: boolean;
  /** Running under Wayland, where `ShellSettings.usesX11` means something. */
  isWayland: boolean;
  /** URL prefix for a sound's audio: append the sound id. */
  audioUrl: string;
  /** Where an export is downloaded, with `?request=` and the `ExportRequest` as JSON; null where `exportLibrary` writes it. */
  exportUrl: string | null;
  /** Absolute path of the bundled demo library, offered on first start; null where it is not there. */
  demoFolder: string | null;
}
