// A path that gives way in the middle: the last part stays readable, the whole path is the tooltip.
import { splitForMiddleCut } from "./path-parts.ts";

export function CutPath({ path, fullPath = path }: { path: string; fullPath?: string }) {
  const { head, tail } = splitForMiddleCut(path);
  return (
    <span className="cut-path" title={fullPath}>
      <bdi className="cut-path-head">{head}</bdi>
      <bdi className="cut-path-tail">{tail}</bdi>
    </span>
  );
}
