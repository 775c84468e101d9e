// The facts of one sound and where its files lie.
import type { SoundDetail } from "../../preload/sound.ts";
import { copyText, reveal, tell } from "../commands/actions.ts";
import { CutPath } from "../elements/cut-path.tsx";
import { displayName } from "../elements/display-name.ts";
import {
  formatBytes,
  formatChannels,
  formatDate,
  formatFrequency,
  formatKey,
  formatLength,
  formatLoudness,
  formatSampleRate,
  formatTempo,
} from "../elements/format.ts";
import { folderOf, lastPart } from "../elements/path-parts.ts";
import { SoundName } from "../elements/sound-name.tsx";
import { useLibrary } from "../stores/library.ts";
import { notify } from "../stores/window-state.ts";
import { texts } from "../texts.ts";

/** Pairs of name and value; what is not known is left out. */
function toFacts(detail: SoundDetail): [string, string][] {
  const { inspector } = texts;
  const format = [
    detail.format.toUpperCase(),
    detail.sampleRate === null ? "" : formatSampleRate(detail.sampleRate),
    detail.bitDepth === null ? "" : `${detail.bitDepth} bit`,
  ];
  const facts: [string, string | null][] = [
    [inspector.length, detail.durationSec === null ? null : formatLength(detail.durationSec)],
    [inspector.format, format.filter(Boolean).join(" · ")],
    [inspector.channels, detail.channelCount === null ? null : formatChannels(detail.channelCount)],
    [inspector.size, formatBytes(detail.sizeBytes)],
    [inspector.tempo, detail.tempoBpm === null ? null : `${formatTempo(detail.tempoBpm)} ${inspector.bpm}`],
    [inspector.key, detail.key === null ? null : `${detail.key} (${formatKey(detail.key)})`],
    [inspector.kind, detail.kind === null ? null : inspector.kinds[detail.kind]],
    [inspector.loudness, detail.loudnessLufs === null ? null : formatLoudness(detail.loudnessLufs)],
    [inspector.brightness, detail.centroidHz === null ? null : formatFrequency(detail.centroidHz)],
    [inspector.modified, formatDate(detail.modifiedMs)],
    [inspector.added, formatDate(detail.addedMs)],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== null);
}

function copyPath(path: string): void {
  void tell(async () => {
    await copyText(path);
    notify(texts.status.pathsCopied(1));
  });
}

/** Width of the panel's text. */
const textWidth = 232;

function Locations({ detail }: { detail: SoundDetail }) {
  const canReveal = useLibrary((library) => library.shell?.canReveal ?? false);
  return (
    <section className="inspector-part">
      <h3 className="panel-title">{texts.inspector.locations(detail.paths.length)}</h3>
      <ul className="locations">
        {detail.paths.map((path) => (
          <li key={path}>
            <button
              type="button"
              className="location"
              title={`${texts.inspector.copyPath}: ${displayName(path)}`}
              onClick={() => copyPath(path)}
            >
              <CutPath path={folderOf(path)} fullPath={path} width={textWidth} />
              {lastPart(path) !== detail.name && <SoundName name={lastPart(path)} title={path} />}
            </button>
          </li>
        ))}
      </ul>
      {canReveal && (
        <button type="button" className="button" onClick={() => void reveal(detail.id)}>
          {texts.inspector.reveal}
        </button>
      )}
    </section>
  );
}

export function Facts({ detail }: { detail: SoundDetail }) {
  return (
    <>
      <section className="inspector-part">
        <h2 className="inspector-name">
          <bdi>{displayName(detail.name)}</bdi>
        </h2>
        {detail.error && (
          <p className="inspector-error" role="alert">
            {detail.error.message} {detail.error.hint}
          </p>
        )}
        <dl className="facts">
          {toFacts(detail).map(([name, value]) => (
            <div key={name} className="fact">
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <Locations detail={detail} />
    </>
  );
}
