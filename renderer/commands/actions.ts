// What commands do, where it takes more than one call.
import type { UseKind } from "../../preload/collections.ts";
import type { SearchScope } from "../../preload/search.ts";
import type { SoundId } from "../../preload/sound.ts";
import { getBridge, toErrorData } from "../bridge/bridge.ts";
import { useLibrary } from "../stores/library.ts";
import { dropWords, setScope } from "../stores/search.ts";
import { selectedInOrder, useSelection } from "../stores/selection.ts";
import { type Appearance, type Settings, useSettings } from "../stores/settings.ts";
import { type MainView, notify, useWindowState } from "../stores/window-state.ts";
import { findShownFile, listShownFileIds } from "../stores/shown-file.ts";
import { texts } from "../texts.ts";

export function hasSelection(): boolean {
  return useSelection.getState().ids.size > 0;
}

/** Runs a call whose failure is told in the status bar. */
export async function tell(action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (thrown) {
    const { message, hint } = toErrorData(thrown);
    notify(hint === "" ? message : `${message} ${hint}`, true);
  }
}

/** For "recently used" and the history. */
export function recordUse(kind: UseKind, ids: SoundId[]): void {
  getBridge()
    .engine.recordUse({ kind, ids })
    .catch(() => {
      // The engine is away: a line of history less.
    });
}

type Switch = { [Name in keyof Settings]: Settings[Name] extends boolean ? Name : never }[keyof Settings];

export function toggleSetting(name: Switch): void {
  useSettings.setState((settings) => ({ [name]: !settings[name] }));
}

export function cycleAppearance(): void {
  const order: Appearance[] = ["system", "dark", "light"];
  const { appearance } = useSettings.getState();
  const next = order[(order.indexOf(appearance) + 1) % order.length] as Appearance;
  useSettings.setState({ appearance: next });
  notify(`${texts.settings.appearance}: ${texts.settings.appearances[next]}`);
}

export function showScope(scope: SearchScope): void {
  setScope(scope);
}

export function showView(view: MainView): void {
  useWindowState.setState({ view });
}

/** The map, or from there back to the list. */
export function toggleMap(): void {
  showView(useWindowState.getState().view === "map" ? "sounds" : "map");
}

export function showErrors(): void {
  showView("errors");
}

/** What sounds like a sound, and like what the line says. */
export function mixInSimilar(soundId: SoundId): void {
  const { aspectWeights: weights } = useSettings.getState();
  const isOwn = Object.keys(weights).length === 0;
  showScope(isOwn ? { kind: "similar", soundId } : { kind: "similar", soundId, weights });
}

/** What sounds like a sound: the words that led to it go, what narrows the list stays. */
export function showSimilarTo(soundId: SoundId): void {
  dropWords();
  mixInSimilar(soundId);
}

export function showSimilar(): void {
  const { cursor } = useSelection.getState();
  if (cursor !== null) showSimilarTo(cursor);
}

/** Paths of the selection, one a line, in list order. The shell writes them where it can, the page elsewhere. */
export async function copyPaths(): Promise<void> {
  const ids = selectedInOrder();
  if (ids.length === 0) return;
  await tell(async () => {
    if (useLibrary.getState().shell?.kind === "electron") {
      await getBridge().shell.copyPaths({ ids, fileIds: listShownFileIds(ids) });
    } else {
      const rows = await getBridge().engine.getSounds({ ids });
      const paths = new Map(rows.map(({ id, path }) => [id, path]));
      const lines = ids
        .map((id) => findShownFile(id)?.path ?? paths.get(id))
        .filter((path) => path !== undefined);
      await copyText(lines.join("\n"));
    }
    notify(texts.status.pathsCopied(ids.length));
  });
}

export function canCopyFiles(): boolean {
  return useLibrary.getState().shell?.canCopyFiles ?? false;
}

export function canCopySelectedFiles(): boolean {
  return hasSelection() && canCopyFiles();
}

/** The files of the selection themselves, to be pasted into another program. */
export async function copyFiles(): Promise<void> {
  const ids = selectedInOrder();
  if (ids.length === 0) return;
  await tell(async () => {
    const { fileCount } = await getBridge().shell.copyFiles({ ids, fileIds: listShownFileIds(ids) });
    recordUse("copy", ids);
    notify(texts.status.filesCopied(fileCount));
  });
}

export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (thrown) {
    throw new Error(texts.status.copyFailed, { cause: thrown });
  }
}

/** A browser cannot show files in the file manager. */
export function canReveal(): boolean {
  return useLibrary.getState().shell?.canReveal ?? false;
}

export function canRevealSelected(): boolean {
  return hasSelection() && canReveal();
}

/** Shows the file that the list shows. */
export async function reveal(id: SoundId): Promise<void> {
  await tell(() => getBridge().shell.revealSound({ id, fileId: findShownFile(id)?.fileId }));
}

export async function revealSelected(): Promise<void> {
  const { cursor } = useSelection.getState();
  if (cursor !== null) await reveal(cursor);
}

export async function rescan(): Promise<void> {
  await tell(() => getBridge().engine.startIndexing({}));
}

export async function toggleListening(): Promise<void> {
  const phase = useLibrary.getState().status?.progress.phase;
  const { engine } = getBridge();
  await tell(() => (phase === "paused" ? engine.resumeIndexing({}) : engine.pauseIndexing({})));
}
