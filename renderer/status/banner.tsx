// Says that the engine is away. What is on screen stays where it is.
import { useEffect, useState } from "react";
import { useConnection } from "../bridge/connection.ts";
import { texts } from "../texts.ts";

/** A short gap is nobody's business: the banner waits a moment before it shows. */
const quietMs = 400;
/** By then a crashed engine is back; what is still away was ended. */
const endedMs = 20_000;

/** True once `isOn` has lasted. */
function useLasting(isOn: boolean, lastingMs: number): boolean {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setTimeout(() => setIsLong(true), lastingMs);
    return () => {
      clearTimeout(timer);
      setIsLong(false);
    };
  }, [isOn, lastingMs]);
  return isLong;
}

export function Banner() {
  const state = useConnection((connection) => connection.state);
  const isShown = useLasting(state !== "open", quietMs);
  const isEnded = useLasting(state === "lost", endedMs);
  if (!isShown) return null;
  const lostText = isEnded ? texts.banner.ended : texts.banner.restarting;
  const text = {
    connecting: texts.banner.connecting,
    refused: texts.banner.refused,
    lost: lostText,
    open: "",
  }[state];
  return (
    <p className="banner" role="alert">
      {text}
    </p>
  );
}
