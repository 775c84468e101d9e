// The context menu of the list: what can be done with the selected sounds, with the keys that do it too.
import { ContextMenu } from "radix-ui";
import type { ReactNode } from "react";
import { findCommand, type CommandId } from "../commands/commands.ts";
import { KeyCaps } from "../elements/key-caps.tsx";

const entries: (CommandId | "line")[] = [
  "replay",
  "line",
  "similar",
  "line",
  "favourite",
  "tags",
  "collect",
  "takeOut",
  "line",
  "copyFile",
  "copyPath",
  "reveal",
];

function MenuEntry({ id }: { id: CommandId }) {
  const command = findCommand(id);
  if (!command?.isOffered()) return null;
  // Only where a collection is shown is there anything to take out of.
  if (id === "takeOut" && !command.isEnabled()) return null;
  return (
    <ContextMenu.Item
      className="menu-item"
      disabled={!command.isEnabled()}
      onSelect={() => void command.run()}
    >
      {command.title}
      <KeyCaps keys={command.keys[0]} />
    </ContextMenu.Item>
  );
}

export function RowMenu({ children }: { children: ReactNode }) {
  return (
    <ContextMenu.Root modal={false}>
      <ContextMenu.Trigger asChild>{children}</ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu">
          {entries.map((id, index) => {
            if (id === "line") return <ContextMenu.Separator key={index} className="menu-line" />;
            return <MenuEntry key={id} id={id} />;
          })}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}
