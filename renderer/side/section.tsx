// A part of the side panel under a heading that folds it.
import type { ReactNode } from "react";
import { useSettings } from "../stores/settings.ts";

interface SectionProps {
  /** For the memory of what is folded. */
  name: string;
  title: string;
  /** Beside the heading. */
  action?: ReactNode;
  children: ReactNode;
}

function toggle(name: string): void {
  useSettings.setState(({ foldedSections }) => ({
    foldedSections: foldedSections.includes(name)
      ? foldedSections.filter((each) => each !== name)
      : [...foldedSections, name],
  }));
}

export function Section({ name, title, action, children }: SectionProps) {
  const isFolded = useSettings(({ foldedSections }) => foldedSections.includes(name));
  return (
    <section className="side-section" aria-label={title}>
      <div className="panel-heading">
        <h2 className="panel-title">
          <button type="button" className="disclosure" aria-expanded={!isFolded} onClick={() => toggle(name)}>
            {title}
          </button>
        </h2>
        {action}
      </div>
      {!isFolded && children}
    </section>
  );
}
