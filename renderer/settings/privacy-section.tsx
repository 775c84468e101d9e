// What leaves the machine.
import { texts } from "../texts.ts";

export function PrivacySection() {
  return (
    <ul className="settings-facts">
      {texts.settings.privacyFacts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}
