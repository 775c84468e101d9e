// Rows to come.
import { texts } from "../texts.ts";

const rows = Array.from({ length: 14 }, (_, index) => index);

export function SkeletonList() {
  return (
    <div className="skeleton-list" role="status" aria-label={texts.search.searching}>
      {rows.map((index) => (
        <span key={index} className="skeleton-row">
          <span className="row-waveform row-waveform-pending" />
          <span className="skeleton-bar" style={{ width: `${18 + ((index * 37) % 30)}%` }} />
        </span>
      ))}
    </div>
  );
}
