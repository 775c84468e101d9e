// What the colours of the map mean, and the choice of it.
import type { MapGrouping } from "../../preload/map.ts";
import { formatCount } from "../elements/format.ts";
import { useSettings } from "../stores/settings.ts";
import { texts } from "../texts.ts";
import { type LoadedGroups } from "./map-store.ts";

const groupings: readonly MapGrouping[] = ["tag", "kind", "folder"];

export function GroupingTabs() {
  const by = useSettings((settings) => settings.mapGrouping);
  return (
    <div className="view-tabs" role="radiogroup" aria-label={texts.map.colouredBy}>
      {groupings.map((each) => (
        <label key={each} className="view-tab" data-chosen={each === by}>
          <input
            type="radio"
            name="map-grouping"
            checked={each === by}
            onChange={() => useSettings.setState({ mapGrouping: each })}
          />
          {texts.map.groupings[each]}
        </label>
      ))}
    </div>
  );
}

/** Groups that have sounds on the map, in their order. */
export function MapLegend({ groups, colours }: { groups: LoadedGroups; colours: readonly string[] }) {
  return (
    <ul className="map-legend" aria-label={texts.map.legend}>
      {groups.names.map((name, index) => {
        const count = groups.counts[index] ?? 0;
        if (count === 0) return null;
        return (
          <li key={name} className="map-legend-entry">
            <span className="map-dot" style={{ background: colours[index] }} aria-hidden />
            <bdi>{texts.map.groupName(name)}</bdi>
            <span className="map-legend-count">{formatCount(count)}</span>
          </li>
        );
      })}
    </ul>
  );
}
