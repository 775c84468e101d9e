// The real renderer on the fake bridge.
import "./fake-bridge.ts";
import { buildLimiter } from "../../../renderer/player/limiter.ts";
import "../../../renderer/main.tsx";

declare global {
  interface Window {
    /** Parts of the renderer that tests run by themselves in a browser. */
    parts: { buildLimiter: typeof buildLimiter };
  }
}

window.parts = { buildLimiter };
