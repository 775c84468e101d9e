// The real renderer on the fake bridge.
import "./fake-bridge.ts";
import "../../../renderer/main.tsx";
