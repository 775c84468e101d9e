// A button that shows a sign; its name is what screen readers say and what the tooltip shows, with the key.
import type { ButtonHTMLAttributes } from "react";
import { toKeyCaps } from "../commands/keys.ts";
import { isMac } from "../commands/platform.ts";
import { Icon, type IconName } from "./icon.tsx";

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  icon: IconName;
  label: string;
  /** Key combination as in commands/keys.ts, shown in the tooltip. */
  keys?: string | undefined;
  isFilled?: boolean;
}

export function IconButton({
  icon,
  label,
  keys,
  isFilled = false,
  className = "",
  ...rest
}: IconButtonProps) {
  const hint = keys === undefined ? label : `${label} (${toKeyCaps(keys, isMac).join(isMac ? "" : "+")})`;
  return (
    <button type="button" className={`icon-button ${className}`} aria-label={label} title={hint} {...rest}>
      <Icon name={icon} isFilled={isFilled} />
    </button>
  );
}
