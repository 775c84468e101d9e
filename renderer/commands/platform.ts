// The one thing about the machine that the keyboard needs to know.

/** True on Apple's keyboards, where Cmd takes the place of Ctrl. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
