// What the library keeps of a person's choices; changed by calls, so that every window and the engine agree.
import { useQuery } from "@tanstack/react-query";
import type { LibrarySettings } from "../../preload/library-status.ts";
import { getBridge } from "../bridge/bridge.ts";
import { tell } from "../commands/actions.ts";
import { queryClient } from "./query-client.ts";

const queryKey = ["librarySettings"];

/** Undefined until the engine has answered. */
export function useLibrarySettings(): LibrarySettings | undefined {
  const { data } = useQuery({ queryKey, queryFn: () => getBridge().engine.getSettings({}) });
  return data;
}

/** Shows the change at once, then tells the engine; a refusal is told in the status bar and taken back. */
export async function changeLibrarySettings(change: Partial<LibrarySettings>): Promise<void> {
  queryClient.setQueryData<LibrarySettings>(queryKey, (before) => before && { ...before, ...change });
  await tell(async () => {
    try {
      queryClient.setQueryData(queryKey, await getBridge().engine.changeSettings(change));
    } catch (thrown) {
      await queryClient.invalidateQueries({ queryKey });
      throw thrown;
    }
  });
}
