// The names of the contract at run time: what a renderer may ask for and hear, and nothing else.
// The compiler holds each list to its interface, in both directions.
import type { EngineCalls, EngineEvents } from "./engine-calls.ts";
import type { ShellApi, ShellEvents } from "./shell.ts";

/** One value a name, so that a missing name and a name too many are both type errors. */
type EveryNameOf<Interface> = Record<keyof Interface, true>;

const engineCalls: EveryNameOf<EngineCalls> = {
  getStatus: true,
  listFolders: true,
  addFolder: true,
  removeFolder: true,
  listFolderTree: true,
  listDirectory: true,
  startIndexing: true,
  pauseIndexing: true,
  resumeIndexing: true,
  getSettings: true,
  changeSettings: true,
  listErrors: true,
  retryErrors: true,
  searchNames: true,
  search: true,
  parseQuery: true,
  suggestQuery: true,
  explainMatch: true,
  getSounds: true,
  getSound: true,
  getPeaks: true,
  getPlayerPeaks: true,
  setFavourite: true,
  listTagCounts: true,
  setTag: true,
  listLabels: true,
  saveLabel: true,
  removeLabel: true,
  retag: true,
  getTagSummary: true,
  listCollections: true,
  createCollection: true,
  renameCollection: true,
  removeCollection: true,
  addToCollection: true,
  removeFromCollection: true,
  recordUse: true,
  recordQuery: true,
  listHistory: true,
  clearHistory: true,
  undo: true,
  redo: true,
  listDuplicates: true,
  getMap: true,
  getMapGroups: true,
  layOutMap: true,
  importLibrary: true,
  listModels: true,
  setActiveModel: true,
  installModel: true,
  cancelInstall: true,
  addModelFolder: true,
  verifyModel: true,
};

const shellCalls: EveryNameOf<ShellApi> = {
  getShellInfo: true,
  chooseFolder: true,
  revealSound: true,
  copyPaths: true,
  copyFiles: true,
  startDrag: true,
  exportLibrary: true,
  chooseImportFile: true,
  saveRegion: true,
  getShellSettings: true,
  saveShellSettings: true,
  revealFolder: true,
  setMiniMode: true,
  listLogs: true,
  getDiagnostics: true,
  takeOpened: true,
  setMenu: true,
};

const events: EveryNameOf<EngineEvents> = {
  progress: true,
  libraryChanged: true,
  modelInstall: true,
  mapChanged: true,
  engineRestarted: true,
  engineLost: true,
};

const shellEvents: EveryNameOf<ShellEvents> = { opened: true, menuCommand: true };

export const engineCallNames = Object.keys(engineCalls) as (keyof EngineCalls)[];
export const shellCallNames = Object.keys(shellCalls) as (keyof ShellApi)[];
export const eventNames = Object.keys(events) as (keyof EngineEvents)[];
export const shellEventNames = Object.keys(shellEvents) as (keyof ShellEvents)[];
