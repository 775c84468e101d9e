// How tags are suggested, how many there are, and the ways to the labels.
import type { TagCaution, TagLabel, TagSummary } from "../../preload/tags.ts";
import { changeLibrarySettings, useLibrarySettings } from "../stores/library-settings.ts";
import { useLibrary } from "../stores/library.ts";
import { tagAgain, useLabels, useTagSummary } from "../stores/tags.ts";
import { openDialog } from "../stores/window-state.ts";
import { TaggingProgress } from "../tags/tagging-progress.tsx";
import { texts } from "../texts.ts";
import { Choices } from "./choices.tsx";

const cautions = Object.keys(texts.settings.tagCautions) as TagCaution[];

function countLabels(labels: readonly TagLabel[]) {
  const on = labels.filter(({ isEnabled }) => isEnabled);
  return {
    total: labels.length,
    own: labels.filter(({ isOwn }) => isOwn).length,
    off: labels.length - on.length,
    heard: on.filter(({ threshold, prompts }) => threshold !== null && prompts.length > 0).length,
  };
}

function Counts({ summary, labels }: { summary: TagSummary; labels: ReturnType<typeof countLabels> }) {
  const soundCount = useLibrary((library) => library.status?.soundCount ?? 0);
  const { taggedSoundCount, suggestedCounts, confirmedCount, rejectedCount, waitingCount } = summary;
  const lines: [string, string][] = [
    [texts.settings.tagged, texts.tags.onSome(taggedSoundCount, soundCount)],
    [texts.settings.suggested, texts.settings.suggestedParts(suggestedCounts)],
    [texts.settings.byYou, texts.settings.words(confirmedCount, rejectedCount)],
    [texts.labels.title, texts.settings.labelParts(labels.total, labels.own, labels.off)],
    ...(waitingCount > 0
      ? ([[texts.settings.waiting, texts.sounds(waitingCount)]] satisfies [string, string][])
      : []),
  ];
  return (
    <dl className="settings-counts">
      {lines.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export function TaggingSection() {
  const settings = useLibrarySettings();
  const summary = useTagSummary();
  const labels = countLabels(useLabels());
  const modelTitle = useLibrary((library) => library.status?.modelTitle ?? "");
  if (!settings) return null;
  return (
    <>
      <label className="settings-choice">
        <input
          type="checkbox"
          checked={settings.isTaggingByEar}
          onChange={(event) => void changeLibrarySettings({ isTaggingByEar: event.target.checked })}
        />
        {texts.settings.tagByEar}
      </label>
      <p className="settings-hint">{texts.settings.tagByEarHint(modelTitle, labels.heard)}</p>
      <Choices
        title={texts.settings.tagCaution}
        choices={cautions}
        chosen={settings.tagCaution}
        nameOf={(caution) => texts.settings.tagCautions[caution]}
        onChoose={(tagCaution) => void changeLibrarySettings({ tagCaution })}
      />
      {summary && <Counts summary={summary} labels={labels} />}
      <div className="settings-actions">
        <button type="button" className="button" onClick={() => openDialog("labels")}>
          {texts.settings.openLabels}
        </button>
        <button type="button" className="button" onClick={() => void tagAgain()}>
          {texts.labels.tagAgain}
        </button>
        <TaggingProgress />
      </div>
    </>
  );
}
