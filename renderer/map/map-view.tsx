// The map: all sounds at a glance, the alike near each other. Made of the stage and what stands around it.
import { type DragEvent, useEffect, useMemo, useRef } from "react";
import { setDraggedSounds } from "../browser/dragged-sounds.ts";
import { focusList } from "../browser/list-control.ts";
import { showView } from "../commands/actions.ts";
import { startDrag } from "../commands/drag.ts";
import { useRescuedFocus } from "../elements/use-rescued-focus.ts";
import { useSlow } from "../elements/use-slow.ts";
import { useTheme } from "../elements/use-theme.ts";
import { useLibrary } from "../stores/library.ts";
import { selectedInOrder, useSelection } from "../stores/selection.ts";
import { useSettings } from "../stores/settings.ts";
import { useRowPeaks, useSoundRow } from "../stores/sounds.ts";
import { texts } from "../texts.ts";
import { colourGroups } from "./group-colours.ts";
import { GroupingTabs, MapLegend } from "./map-legend.tsx";
import { MapStage } from "./map-stage.tsx";
import { followMap, layOutAnew, useMap } from "./map-store.ts";
import { fitMap } from "./use-camera.ts";

function handleDragStart(event: DragEvent): void {
  const ids = selectedInOrder();
  setDraggedSounds(ids);
  startDrag(event.nativeEvent, ids);
}

/** The selection in the hand: points are too small to be dragged by, and a drag on the map moves the map. */
function DragHandle() {
  const ids = useSelection((selection) => selection.ids);
  const count = ids.size;
  // A drag tells its first file and shows its waveform at once: a line is drawn around sounds that no list has shown.
  const first = useMemo(() => (ids.size > 0 ? selectedInOrder()[0] : undefined) ?? null, [ids]);
  useSoundRow(first);
  useRowPeaks(first);
  if (count === 0) return null;
  return (
    <span className="map-handle" draggable onDragStart={handleDragStart} title={texts.map.handleHint}>
      {texts.map.handle(count)}
    </span>
  );
}

/** The button goes with its line: the focus goes to the map. */
function leaveAndLayOut(): void {
  focusList();
  void layOutAnew();
}

/** What is being done about the map, what went wrong with it, or why something is to be done. */
function MapWorkLine() {
  const { work, problem, map, changedCount } = useMap();
  if (problem) {
    return (
      <p className="view-note" role="alert">
        {problem.message} {problem.hint}{" "}
        <button type="button" className="button" onClick={leaveAndLayOut}>
          {texts.empty.retry}
        </button>
      </p>
    );
  }
  if (work === null) {
    if (changedCount === 0 || map?.soundIds.length === 0) return null;
    return (
      <p className="map-work">
        <span role="status">{texts.map.changed(changedCount)}</span>
        <button type="button" className="button" title={texts.map.layOutHint} onClick={leaveAndLayOut}>
          {texts.map.layOut}
        </button>
      </p>
    );
  }
  const text = texts.map.work[work.kind](work.soundCount);
  return (
    <p className="map-work">
      <span role="status">{text}</span>
      <progress aria-label={text} value={work.share} max={1} />
    </p>
  );
}

function MapHeading() {
  const count = useMap(({ map }) => map?.soundIds.length ?? null);
  const litCount = useMap(({ lit }) => lit && lit.reduce((sum, value) => sum + value, 0));
  if (count === null || count === 0) return <h2>{texts.map.title}</h2>;
  return <h2>{litCount === null ? texts.map.count(count) : texts.map.litCount(litCount, count)}</h2>;
}

function EmptyMap() {
  const hasSounds = useLibrary(({ status }) => (status?.soundCount ?? 0) > 0);
  const noteRef = useRef<HTMLParagraphElement>(null);
  useRescuedFocus(noteRef);
  return (
    <p ref={noteRef} className="view-note" tabIndex={-1}>
      {hasSounds ? texts.map.nothingHeard : texts.map.nothing}
    </p>
  );
}

export function MapView() {
  const theme = useTheme();
  const map = useMap((state) => state.map);
  const groups = useMap((state) => state.groups);
  const by = useSettings((settings) => settings.mapGrouping);
  const names = groups?.names;
  const colours = useMemo(() => colourGroups(by, names ?? [], theme), [by, names, theme]);
  const isWorking = useMap(({ work }) => work !== null);
  const isSlow = useSlow(map === null);
  useEffect(followMap, []);
  const isEmpty = map !== null && map.soundIds.length === 0;
  return (
    <section className="main-view plain-view map-view" aria-label={texts.map.title}>
      <header className="view-header">
        <MapHeading />
        <GroupingTabs />
        <DragHandle />
        <span className="map-actions">
          <button
            type="button"
            className="button"
            disabled={!map || isEmpty}
            onClick={() => map && fitMap(map)}
          >
            {texts.map.fit}
          </button>
          <button
            type="button"
            className="button"
            title={texts.map.layOutHint}
            onClick={() => void layOutAnew()}
          >
            {texts.map.layOut}
          </button>
          <button type="button" className="button" onClick={() => showView("sounds")}>
            {texts.errorsView.back}
          </button>
        </span>
      </header>
      <MapWorkLine />
      {isSlow && <p className="view-note">{texts.list.loadingRow}</p>}
      {isEmpty && !isWorking && <EmptyMap />}
      {map && !isEmpty && <MapStage map={map} colours={colours} />}
      {groups && !isEmpty && <MapLegend groups={groups} colours={colours} />}
    </section>
  );
}
