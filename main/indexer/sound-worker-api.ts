// What the engine may ask of a worker thread. Types only.
import type { Region } from "../../preload/sound.ts";
import type { TaggedFile, TagFileOptions } from "../exchange/tag-files/tag-file.ts";
import type { FrontEndSpec } from "../clap/front-end.ts";
import type { HeardSound } from "./index-sound.ts";
import type { HeardFile, HeardWindow } from "./index-windows.ts";
import type { ScannedFolder } from "./scan.ts";
import type { ChangedPlace } from "./watch/changed-place.ts";

export interface SoundWorkerApi {
  hashQuickly(request: { path: string }): Promise<string>;
  hashContent(request: { path: string }): Promise<string>;
  listen(request: { path: string; spec: FrontEndSpec }): Promise<HeardSound>;
  decodeToWav(request: { path: string }): Promise<Uint8Array>;
  renderRegionToBytes(request: { path: string; region: Region }): Promise<Uint8Array>;
  renderRegionToFile(request: { path: string; region: Region; folder: string }): Promise<string>;

  tagFile(request: { path: string; labels: string[]; options: TagFileOptions }): Promise<TaggedFile>;

  /** Begins a job of many answers. They are pulled one by one, so the thread never runs ahead of its asker. */
  openWindows(request: { file: HeardFile; spec: FrontEndSpec }): Promise<void>;
  /** The next window of the sound that is open, null after the last. */
  nextWindow(request: Record<string, never>): Promise<HeardWindow | null>;
  closeWindows(request: Record<string, never>): Promise<void>;

  openScan(request: { root: string; excludes: string[]; places?: ChangedPlace[] }): Promise<void>;
  /** Some folders of the scan that is open, null after the last. */
  nextFolders(request: Record<string, never>): Promise<ScannedFolder[] | null>;
}
