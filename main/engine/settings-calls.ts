// Calls that read and change what a person has chosen for the library.
import type { HandlersOf } from "../base/channel.ts";
import { changeLibrarySettings, getLibrarySettings } from "../db/settings.ts";
import type { AsyncCalls } from "./call-types.ts";
import type { EngineParts } from "./engine-parts.ts";
import type { IndexCalls } from "./index-calls.ts";
import type { Tagging } from "./tagging.ts";

export function makeSettingsCalls(
  { library }: EngineParts,
  indexing: IndexCalls,
  tagging: Tagging,
): HandlersOf<AsyncCalls<"getSettings" | "changeSettings">> {
  return {
    getSettings: () => getLibrarySettings(library.db),
    changeSettings: (change) => {
      const settings = changeLibrarySettings(library.writableDb, change);
      indexing.applySettings();
      tagging.wake();
      return settings;
    },
  };
}
