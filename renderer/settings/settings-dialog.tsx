// The settings: one section at a time, found by name at the left.
import { Tabs } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Modal } from "../elements/modal.tsx";
import { texts } from "../texts.ts";
import { LibrarySettingsForm } from "./library-settings-form.tsx";
import { AboutSection } from "./about-section.tsx";
import { AppearanceSection } from "./appearance-section.tsx";
import { DraggingSection } from "./dragging-section.tsx";
import { FolderSection } from "./folder-section.tsx";
import { PlaybackSection } from "./playback-section.tsx";
import { ModelList } from "./model-list.tsx";
import { PrivacySection } from "./privacy-section.tsx";
import { TaggingSection } from "./tagging-section.tsx";
import { ShortcutGroups } from "../dialogs/shortcuts.tsx";

type SectionId = keyof typeof texts.settings.sections;

const sections: Record<SectionId, () => ReactNode> = {
  appearance: () => <AppearanceSection />,
  playback: () => <PlaybackSection />,
  folders: () => (
    <>
      <FolderSection />
      <h3 className="panel-title">{texts.settings.background}</h3>
      <LibrarySettingsForm />
    </>
  ),
  models: () => (
    <>
      <p className="settings-hint">{texts.settings.modelsHint}</p>
      <ModelList />
    </>
  ),
  tagging: () => <TaggingSection />,
  dragging: () => <DraggingSection />,
  shortcuts: () => <ShortcutGroups />,
  privacy: () => <PrivacySection />,
  about: () => <AboutSection />,
};
const ids = Object.keys(sections) as SectionId[];

export function SettingsDialog({ first = "appearance" }: { first?: SectionId }) {
  const [shown, setShown] = useState<SectionId>(first);
  return (
    <Modal title={texts.settings.title} className="settings">
      <Tabs.Root
        className="settings-tabs"
        orientation="vertical"
        value={shown}
        onValueChange={(value) => setShown(value as SectionId)}
      >
        <Tabs.List className="settings-names" aria-label={texts.settings.title}>
          {ids.map((id) => (
            <Tabs.Trigger key={id} value={id} className="settings-name" data-first-focus={id === shown}>
              {texts.settings.sections[id]}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {ids.map((id) => (
          <Tabs.Content key={id} value={id} className="settings-section">
            <h3 className="panel-title">{texts.settings.sections[id]}</h3>
            {sections[id]()}
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </Modal>
  );
}
