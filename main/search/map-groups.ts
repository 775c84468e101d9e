// What the map is coloured by: one group a sound, from what the search holds in memory.
import path from "node:path";
import type { MapGrouping, MapGroups } from "../../preload/map.ts";
import type { SoundKind } from "../../preload/sound.ts";
import type { TagFamily } from "../../preload/tags.ts";
import type { CatalogueSound } from "../db/catalogue.ts";
import type { Catalogue } from "./catalogue.ts";
import type { SoundLabels } from "./sound-labels.ts";

const noGroup = 255;
/** More colours than these cannot be told apart; the other folders are one group less. */
const mostFolders = 11;

/** What a sound is tells more than how it is: of equally many labels, the family that stands first here. */
const families: TagFamily[] = [
  "drums", "percussion", "instruments", "synths", "vocals", "foley", "ambience", "effects", "own", "moods", "processing",
]; // prettier-ignore
const kinds: SoundKind[] = ["one-shot", "loop", "long"];

/** Groups of all sounds of the catalogue: some milliseconds for 100,000. */
export function groupSounds(catalogue: Catalogue, labels: SoundLabels, by: MapGrouping): MapGroups {
  const sounds = [...catalogue.sounds.values()].sort((a, b) => a.id - b.id);
  const { names, nameOf } = makeGrouping(sounds, labels, by);
  const indexOf = new Map<string | null, number>(names.map((name, index) => [name, index]));
  return {
    soundIds: Uint32Array.from(sounds, ({ id }) => id),
    groups: Uint8Array.from(sounds, (sound) => indexOf.get(nameOf(sound)) ?? noGroup),
    names,
  };
}

interface Grouping {
  names: string[];
  nameOf: (sound: CatalogueSound) => string | null;
}

function makeGrouping(sounds: CatalogueSound[], labels: SoundLabels, by: MapGrouping): Grouping {
  switch (by) {
    case "tag":
      return { names: families, nameOf: ({ id }) => labels.findFamily(id, families) };
    case "kind":
      return { names: kinds, nameOf: ({ kind }) => kind };
    case "folder":
      return groupByFolder(sounds);
  }
}

/** By root, or by the folders directly in it where there is one root only; the largest ones. */
function groupByFolder(sounds: CatalogueSound[]): Grouping {
  const roots = new Set(sounds.map(({ files }) => files[0]?.rootPath));
  const nameOf = ({ files: [file] }: CatalogueSound): string | null => {
    if (!file) return null;
    if (roots.size > 1) return path.basename(file.rootPath) || file.rootPath;
    const [first = ""] = path.relative(file.rootPath, file.folderPath).split(path.sep);
    return first === "" ? null : first;
  };
  const counts = new Map<string, number>();
  for (const sound of sounds) {
    const name = nameOf(sound);
    if (name !== null) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const names = [...counts.keys()].sort(
    (a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a.localeCompare(b),
  );
  return { names: names.slice(0, mostFolders), nameOf };
}
