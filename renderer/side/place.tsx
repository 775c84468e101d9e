// One line of the side panel that shows a part of the library.
import { formatCount } from "../elements/format.ts";
import { Icon, type IconName } from "../elements/icon.tsx";

interface PlaceProps {
  icon: IconName;
  title: string;
  count?: number | null;
  isCurrent: boolean;
  isError?: boolean;
  onChoose: () => void;
}

export function Place({ icon, title, count = null, isCurrent, isError = false, onChoose }: PlaceProps) {
  return (
    <li>
      <button
        type="button"
        className={`place ${isError ? "place-error" : ""}`}
        aria-current={isCurrent ? "page" : undefined}
        onClick={onChoose}
      >
        <Icon name={icon} />
        <span className="place-title">{title}</span>
        {count !== null && <span className="place-count">{formatCount(count)}</span>}
      </button>
    </li>
  );
}
