// The small layout, and the small window above all others where there is one.
import { getBridge } from "../bridge/bridge.ts";
import { useLibrary } from "../stores/library.ts";
import { useSettings } from "../stores/settings.ts";
import { tell } from "./actions.ts";

const apply = (isOn: boolean): void => void tell(() => getBridge().shell.setMiniMode({ isOn }));

/** Tells the shell what the window is to be, now and whenever it changes. @returns the function that ends it */
export function followMini(): () => void {
  const ends = [
    useSettings.subscribe(({ isMini }, before) => {
      if (isMini !== before.isMini) apply(isMini);
    }),
    // The window opens large: a page that was small when it was left makes it small again.
    useLibrary.subscribe(({ shell }, before) => {
      if (shell !== null && before.shell === null && useSettings.getState().isMini) apply(true);
    }),
  ];
  return () => {
    for (const end of ends) end();
  };
}

export function toggleMini(): void {
  useSettings.setState(({ isMini }) => ({ isMini: !isMini }));
}
