// Says that the engine is away, and how it comes back. What is on screen stays where it is.
import { useEffect, useState } from "react";
import { useConnection } from "../bridge/connection.ts";
import { tell } from "../commands/actions.ts";
import { restartEngine } from "../stores/library.ts";
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

function RestartButton() {
  const [isTrying, setIsTrying] = useState(false);
  const press = async (): Promise<void> => {
    setIsTrying(true);
    await tell(restartEngine);
    setIsTrying(false);
  };
  return (
    <button type="button" className="button" disabled={isTrying} onClick={() => void press()}>
      {texts.banner.restart}
    </button>
  );
}

export function Banner() {
  const { state, problem } = useConnection();
  const isShown = useLasting(state !== "open", quietMs);
  const isEnded = useLasting(state === "lost", endedMs);
  if (!isShown) return null;
  const lostText = isEnded ? texts.banner.ended : texts.banner.restarting;
  const text = {
    connecting: texts.banner.connecting,
    refused: texts.banner.refused,
    ended: problem === null ? texts.banner.ended : `${problem.message} ${problem.hint}`.trim(),
    lost: lostText,
    open: "",
  }[state];
  return (
    <div className="banner">
      <p role="alert">{text}</p>
      {state === "ended" && <RestartButton />}
    </div>
  );
}
