// Status of the library and of the shell, kept current by the engine's events.
import type { Query } from "@tanstack/react-query";
import { create } from "zustand";
import type { ShellInfo } from "../../preload/shell.ts";
import type { FolderRow } from "../../preload/folders.ts";
import type { LibraryStatus } from "../../preload/library-status.ts";
import type { ModelInstallProgress } from "../../preload/models.ts";
import { getBridge } from "../bridge/bridge.ts";
import { markEnded, markLost, markOpen, useConnection } from "../bridge/connection.ts";
import { queryClient } from "./query-client.ts";
import { refresh, searchNow, useSearch } from "./search.ts";
import { dropGoneSounds } from "./selection.ts";
import { rowPeaks, soundRows } from "./sounds.ts";

interface Library {
  /** Null until the engine has answered for the first time. */
  status: LibraryStatus | null;
  shell: ShellInfo | null;
  folders: FolderRow[];
  installs: Record<string, ModelInstallProgress>;
}

export const useLibrary = create<Library>(() => ({ status: null, shell: null, folders: [], installs: {} }));

/** Least pause between two refreshes of what is on screen while sounds stream in: long lists cost more. */
function refreshPauseMs(): number {
  return (useLibrary.getState().status?.soundCount ?? 0) > 20_000 ? 4000 : 1000;
}

/** Answers that cost a search or a decoding and change little: asked for again when they are next needed. */
const lazyKeys = new Set<unknown>(["similar", "why", "playerPeaks", "spectrogram"]);

const isLazy = ({ queryKey, state }: Query): boolean => lazyKeys.has(queryKey[0]) && state.data !== null;

function reloadPanels(): void {
  void queryClient.invalidateQueries({ predicate: (query) => !isLazy(query) });
  void queryClient.invalidateQueries({ predicate: isLazy, refetchType: "none" });
}

async function loadStatus(): Promise<void> {
  const { engine } = getBridge();
  const [status, folders] = await Promise.all([engine.getStatus({}), engine.listFolders({})]);
  useLibrary.setState((before) => ({ status: withLastProvider(status, before.status), folders }));
}

/** A model that sleeps has no execution provider: the one that it ran on last goes on being shown. */
function withLastProvider(status: LibraryStatus, before: LibraryStatus | null): LibraryStatus {
  const { health, modelId } = status;
  if (health.executionProvider !== "" || before?.modelId !== modelId) return status;
  return { ...status, health: { ...health, executionProvider: before.health.executionProvider } };
}

function loadStatusQuietly(): void {
  loadStatus().catch(() => {
    // Unreachable: the banner says so, and the reconnect loads again.
  });
}

async function loadAll(): Promise<void> {
  const { shell } = getBridge();
  const [info] = await Promise.all([shell.getShellInfo({}), loadStatus()]);
  useLibrary.setState({ shell: info });
}

/** Asks again for everything that a view may show. */
function reloadViews(): void {
  soundRows.invalidate();
  rowPeaks.invalidate();
  reloadPanels();
  void refresh();
  loadStatusQuietly();
  dropGoneSounds().catch(() => {
    // As above.
  });
}

/** At once for the first change, then at most one a second however many come. */
export function throttle(
  action: () => void,
  pauseMs: () => number,
): { call: () => void; cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWanted = false;
  const call = (): void => {
    if (timer !== undefined) {
      isWanted = true;
      return;
    }
    action();
    timer = setTimeout(() => {
      timer = undefined;
      if (isWanted) {
        isWanted = false;
        call();
      }
    }, pauseMs());
  };
  return { call, cancel: () => clearTimeout(timer) };
}

/** The shell tries an engine that it gave up again when it is asked this long after. */
const restartPauseMs = 5500;

/** Asks for the engine once more: at once, and when that is too early, after the shell's pause. */
export async function restartEngine(): Promise<void> {
  const { engine } = getBridge();
  try {
    await engine.getStatus({});
  } catch {
    await new Promise((resolve) => setTimeout(resolve, restartPauseMs));
    await engine.getStatus({});
  }
  if (useConnection.getState().state === "ended") markOpen();
}

function start(): void {
  loadAll().catch(() => markLost());
  soundRows.invalidate();
  rowPeaks.invalidate();
  void queryClient.invalidateQueries();
  void searchNow();
}

/** What is like a sound was found among those that were there: asked for anew when all are heard, or some are gone. */
function refreshSimilar({ status }: Library, before: Library): void {
  if (status === null || before.status === null) return;
  const isHeard = before.status.progress.phase === "listening" && status.progress.phase !== "listening";
  if (isHeard || status.soundCount < before.status.soundCount) {
    void queryClient.invalidateQueries({ queryKey: ["similar"] });
  }
}

/**
 * Starts listening to the engine and loads what the window shows first.
 * @returns the function that ends it
 */
export function watchLibrary(): () => void {
  const bridge = getBridge();
  const reload = throttle(reloadViews, refreshPauseMs);
  const subscriptions = [
    bridge.on("progress", (progress) => {
      useLibrary.setState(({ status }) => ({ status: status && { ...status, progress } }));
    }),
    bridge.on("libraryChanged", () => reload.call()),
    bridge.on("modelInstall", (install) => {
      useLibrary.setState(({ installs }) => ({ installs: { ...installs, [install.modelId]: install } }));
      if (install.state !== "downloading") void queryClient.invalidateQueries({ queryKey: ["models"] });
    }),
    useLibrary.subscribe(refreshSimilar),
    // The first search wakes the model: what it runs on is known from then on.
    useSearch.subscribe(({ results }, before) => {
      const isAwake = results !== before.results && results?.response.phase === "full";
      if (isAwake && useLibrary.getState().status?.health.executionProvider === "") loadStatusQuietly();
    }),
    bridge.on("engineRestarted", () => markOpen()),
    bridge.on("engineLost", markEnded),
    useConnection.subscribe(({ generation, state }, before) => {
      if (state === "open" && generation !== before.generation) start();
    }),
  ];

  // Electron's preload is connected from the start; the socket says when it is.
  if (window.earshot) markOpen();
  return () => {
    reload.cancel();
    for (const end of subscriptions) end();
  };
}
