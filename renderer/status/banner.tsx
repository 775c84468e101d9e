// Says that the engine is away. What is on screen stays where it is.
import { useEffect, useState } from "react";
import { useConnection } from "../bridge/connection.ts";
import { texts } from "../texts.ts";

const quietMs = 400;

/** A short gap is nobody's business: the banner waits a moment before it shows. */
function useSlowly(isOn: boolean): boolean {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setTimeout(() => setIsLong(true), quietMs);
    return () => {
      clearTimeout(timer);
      setIsLong(false);
    };
  }, [isOn]);
  return isLong;
}

export function Banner() {
  const state = useConnection((connection) => connection.state);
  const isShown = useSlowly(state !== "open");
  if (!isShown) return null;
  return (
    <p className="banner" role="alert">
      {state === "connecting" ? texts.banner.connecting : texts.banner.restarting}
    </p>
  );
}
