// The cheat sheet: every command that has a key, by group.
import { commands, type CommandGroup } from "../commands/commands.ts";
import { KeyCaps } from "../elements/key-caps.tsx";
import { Modal } from "../elements/modal.tsx";
import { texts } from "../texts.ts";

const groups = Object.keys(texts.groups) as CommandGroup[];

export function Shortcuts() {
  return (
    <Modal title={texts.shortcuts.title} className="shortcuts">
      <div className="shortcut-groups">
        {groups.map((group) => (
          <section key={group} className="shortcut-group">
            <h3 className="panel-title">{texts.groups[group]}</h3>
            <dl>
              {commands
                .filter(
                  ({ group: ofGroup, keys, isOffered }) =>
                    ofGroup === group && keys.length > 0 && isOffered(),
                )
                .map(({ id, title, keys }) => (
                  <div key={id} className="shortcut">
                    <dt>{title}</dt>
                    <dd>
                      {keys.map((each) => (
                        <KeyCaps key={each} keys={each} />
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
