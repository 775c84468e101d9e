// Every command by name, with its key.
import { Command } from "cmdk";
import { commands, type Command as EarshotCommand } from "../commands/commands.ts";
import { KeyCaps } from "../elements/key-caps.tsx";
import { Modal } from "../elements/modal.tsx";
import { closeDialog } from "../stores/window-state.ts";
import { texts } from "../texts.ts";

/** Moving has its keys in the hand; by name, other commands are looked for first. */
const inOrder = [
  ...commands.filter(({ group }) => group !== "move"),
  ...commands.filter(({ group }) => group === "move"),
];

function choose(command: EarshotCommand): void {
  closeDialog();
  // After the dialog has given the focus back: some commands move it on.
  setTimeout(() => void command.run(), 0);
}

export function Palette() {
  return (
    <Modal title={texts.palette.title} className="palette" hasHeader={false}>
      <Command label={texts.palette.title} loop>
        <Command.Input
          placeholder={texts.palette.placeholder}
          className="palette-input"
          data-first-focus="true"
        />
        <Command.List className="palette-list">
          <Command.Empty className="panel-note">{texts.palette.none}</Command.Empty>
          {inOrder
            .filter(({ isOffered }) => isOffered())
            .map((command) => (
              <Command.Item
                key={command.id}
                value={`${command.title} ${texts.groups[command.group]}`}
                disabled={!command.isEnabled()}
                className="palette-item"
                onSelect={() => choose(command)}
              >
                <span className="palette-group">{texts.groups[command.group]}</span>
                <span className="palette-title">{command.title}</span>
                <KeyCaps keys={command.keys[0]} />
              </Command.Item>
            ))}
        </Command.List>
      </Command>
    </Modal>
  );
}
