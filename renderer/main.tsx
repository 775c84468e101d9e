// The renderer starts here: style sheets, keyboard, the engine's events, the window.
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/window.css";
import "./styles/list.css";
import "./styles/panels.css";
import "./styles/tags.css";
import "./styles/views.css";
import "./styles/map.css";
import "./styles/player.css";
import "./styles/dialogs.css";
import "./styles/narrow.css";
import "./styles/contrast.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { listenToKeyboard } from "./commands/keyboard.ts";
import { followMini } from "./commands/mini.ts";
import { followNativeMenu } from "./commands/native-menu.ts";
import { followOpened } from "./commands/opened.ts";
import { refuseDrops } from "./commands/refuse-drops.ts";
import { keepOutputReady } from "./player/audio-output.ts";
import { showRestored } from "./player/audition.ts";
import { foreseeResults } from "./player/foresight.ts";
import { keepPlayHistory } from "./player/play-history.ts";
import { deck } from "./player/player.ts";
import { keepHistory } from "./stores/history.ts";
import { queryClient } from "./stores/query-client.ts";
import { keepSession } from "./stores/session.ts";
import { watchLibrary } from "./stores/library.ts";

const root = document.querySelector("#root");
if (root) {
  document.body.append(deck);
  keepSession();
  keepHistory();
  keepPlayHistory();
  watchLibrary();
  keepOutputReady();
  foreseeResults();
  listenToKeyboard();
  refuseDrops();
  followMini();
  followNativeMenu();
  followOpened();
  showRestored();
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  );
}
