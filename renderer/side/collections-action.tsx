// Beside the heading of the collections: makes one of the selection, or of the search as it stands.
import { DropdownMenu } from "radix-ui";
import { findCommand } from "../commands/commands.ts";
import { IconButton } from "../elements/icon-button.tsx";
import { KeyCaps } from "../elements/key-caps.tsx";
import { texts } from "../texts.ts";

const entries = ["collect", "saveSearch"] as const;

/** Made anew each time that the menu opens: what can be done depends on the moment. */
function Entries() {
  return entries.map((id) => {
    const command = findCommand(id);
    return (
      command && (
        <DropdownMenu.Item
          key={id}
          className="menu-item"
          disabled={!command.isEnabled()}
          onSelect={() => setTimeout(() => void command.run(), 0)}
        >
          {command.title}
          <KeyCaps keys={command.keys[0]} />
        </DropdownMenu.Item>
      )
    );
  });
}

export function CollectionsAction() {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton icon="plus" label={texts.collections.make} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="start">
          <Entries />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
