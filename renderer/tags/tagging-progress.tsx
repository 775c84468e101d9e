// How far the tagger is, while it works.
import { useLibrary } from "../stores/library.ts";
import { texts } from "../texts.ts";

export function TaggingProgress() {
  const tagging = useLibrary((library) => library.status?.tagging);
  if (!tagging) return null;
  return (
    <progress
      className="status-progress"
      max={tagging.totalCount}
      value={tagging.doneCount}
      aria-label={texts.labels.tagging}
    />
  );
}
