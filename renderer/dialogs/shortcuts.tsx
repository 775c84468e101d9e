// The cheat sheet: every command that has a key, by group, and the keys of single regions.
import { commands, type CommandGroup } from "../commands/commands.ts";
import { localKeys } from "../commands/local-keys.ts";
import { KeyCaps } from "../elements/key-caps.tsx";
import { Modal } from "../elements/modal.tsx";
import { texts } from "../texts.ts";

const groups = Object.keys(texts.groups) as CommandGroup[];

function Shortcut({ title, keys }: { title: string; keys: readonly string[] }) {
  return (
    <div className="shortcut">
      <dt>{title}</dt>
      <dd>
        {keys.map((each) => (
          <KeyCaps key={each} keys={each} />
        ))}
      </dd>
    </div>
  );
}

function Group({ group }: { group: CommandGroup }) {
  const ofWindow = commands.filter(
    (command) => command.group === group && command.keys.length > 0 && command.isOffered(),
  );
  return (
    <section className="shortcut-group">
      <h3 className="panel-title">{texts.groups[group]}</h3>
      <dl>
        {ofWindow.map(({ id, title, keys }) => (
          <Shortcut key={id} title={title} keys={keys} />
        ))}
        {localKeys
          .filter((local) => local.group === group)
          .map(({ title, keys }) => (
            <Shortcut key={title} title={title} keys={keys} />
          ))}
      </dl>
    </section>
  );
}

export function ShortcutGroups() {
  return (
    <div className="shortcut-groups">
      {groups.map((group) => (
        <Group key={group} group={group} />
      ))}
    </div>
  );
}

export function Shortcuts() {
  return (
    <Modal title={texts.shortcuts.title} className="shortcuts">
      <ShortcutGroups />
    </Modal>
  );
}
