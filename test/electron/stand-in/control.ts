// What the test and the stand-in say to each other, over the pipe of the application's process.

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** From the stand-in: what the application did that a person or another program would notice. */
export type Report =
  | { type: "unknown-call"; name: string }
  | { type: "window"; webPreferences: Record<string, unknown>; url: string }
  | { type: "switch"; name: string; value: string }
  | { type: "drag"; files: string[]; iconSize: { width: number; height: number }; isPlainIcon: boolean }
  | { type: "bounds"; bounds: Rectangle; isMaximized: boolean; isOnTop: boolean }
  | { type: "notification"; title: string; body: string }
  | { type: "opened-folder"; path: string }
  | { type: "dialog"; title: string; properties: string[] }
  | { type: "error-box"; title: string; content: string }
  | { type: "clipboard"; text: string }
  | { type: "clipboard-items"; formats: Record<string, string> }
  | { type: "revealed"; path: string }
  | { type: "menu"; roles: string[]; commands: { id: string; label: string; accelerator: string | null }[] }
  | { type: "new-window-refused"; url: string }
  | { type: "navigation-refused"; url: string }
  | { type: "reloaded" }
  | { type: "process"; serviceName: string; pid: number }
  | { type: "answer"; id: number; value: unknown; problem: string | null };

/** To the stand-in: what the person or the system does. */
export type Command =
  /** The answer to the next folder dialog; null cancels it. */
  | { type: "answer-dialog"; filePath: string | null }
  | { type: "ask-permission"; id: number; permission: string }
  | { type: "ask-network"; id: number; url: string }
  | { type: "ask-download"; id: number; url: string }
  | { type: "ask-frame-navigation"; id: number; url: string; isMainFrame: boolean }
  | { type: "crash-window"; id: number; reason: string }
  /** Invokes a channel as a frame that shows `url` would, past the page and its preload. */
  | { type: "forge-call"; id: number; channel: string; request: unknown; url: string; isMainFrame: boolean }
  | { type: "second-instance"; argv: string[]; workingFolder: string }
  | { type: "focus"; isFocused: boolean }
  | { type: "choose-menu"; commandId: string }
  | { type: "maximize" }
  | { type: "quit" };

const listeners: ((command: Command) => void)[] = [];
process.on("message", (command: Command) => {
  for (const listener of listeners) listener(command);
});

export function report(message: Report): void {
  if (process.connected) process.send?.(message);
}

export function onCommand(listener: (command: Command) => void): void {
  listeners.push(listener);
}
