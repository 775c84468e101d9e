// The words for folders of the library and of the machine, and for files that could not be read.
import type { ErrorData } from "./error-data.ts";
import type { FileState } from "./sound.ts";

/** A folder that the user added (a root). */
export interface FolderRow {
  id: number;
  path: string;
  state: FileState;
  excludes: string[];
  addedMs: number;
  soundCount: number;
}

/** A folder of the tree below a root: what the side panel shows. */
export interface FolderNode {
  path: string;
  name: string;
  soundCount: number;
  hasChildren: boolean;
}

/** One file that could not be read, with a plain reason. */
export interface FileError extends ErrorData {
  path: string;
  occurredMs: number;
}

export interface DirectoryEntry {
  name: string;
  path: string;
  isReadable: boolean;
}

/** Where the shell's own "choose a folder" panel looks when there is no native dialog. */
export interface DirectoryListing {
  path: string;
  parentPath: string | null;
  directories: DirectoryEntry[];
  /** Audio files directly in it, for the "N sounds here" line. */
  audioFileCount: number;
}
