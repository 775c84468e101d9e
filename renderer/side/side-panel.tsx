// The left panel: parts of the library, folders, collections, tags.
import { chooseAndAddFolder } from "../commands/choose-folder.ts";
import { IconButton } from "../elements/icon-button.tsx";
import { texts } from "../texts.ts";
import { CollectionList } from "./collection-list.tsx";
import { CollectionsAction } from "./collections-action.tsx";
import { FolderTree } from "./folder-tree.tsx";
import { Places } from "./places.tsx";
import { Section } from "./section.tsx";
import { TagFacets } from "./tag-facets.tsx";
import { TagsAction } from "./tags-action.tsx";

export function SidePanel() {
  return (
    <nav className="side-panel" aria-label={texts.side.label}>
      <Section name="library" title={texts.side.library}>
        <Places />
      </Section>
      <Section
        name="folders"
        title={texts.side.folders}
        action={
          <IconButton
            icon="plus"
            label={texts.side.addFolder}
            keys="Mod+O"
            onClick={() => void chooseAndAddFolder()}
          />
        }
      >
        <FolderTree />
      </Section>
      <Section name="collections" title={texts.side.collections} action={<CollectionsAction />}>
        <CollectionList />
      </Section>
      <Section name="tags" title={texts.side.tags} action={<TagsAction />}>
        <TagFacets />
      </Section>
    </nav>
  );
}
