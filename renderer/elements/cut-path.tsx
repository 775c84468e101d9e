// A path that gives way in the middle: the last part stays readable, the whole path is the tooltip.
import { displayName } from "./display-name.ts";
import { fitMiddle } from "./fit-middle.ts";
import { measureText } from "./measure-text.ts";

interface CutPathProps {
  path: string;
  /** For the tooltip, where the path shown is a part of it. */
  fullPath?: string;
  /** Room in px. */
  width: number;
  sizePx?: number;
}

export function CutPath({ path, fullPath = path, width, sizePx = 12 }: CutPathProps) {
  return (
    <bdi className="cut-path" title={displayName(fullPath)}>
      {fitMiddle(displayName(path), width, (text) => measureText(text, sizePx))}
    </bdi>
  );
}
