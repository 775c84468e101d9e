// The bottom line: how many sounds, what is being done, how long it takes, and what answers.
import type { IconName } from "../elements/icon.tsx";
import { IconButton } from "../elements/icon-button.tsx";
import { toggleListening, showErrors } from "../commands/actions.ts";
import { findCommand, type CommandId } from "../commands/commands.ts";
import { useLibrary } from "../stores/library.ts";
import { useSettings } from "../stores/settings.ts";
import { openDialog, useWindowState } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { toStatusParts } from "./status-parts.ts";

function Progress() {
  const progress = useLibrary((library) => library.status?.progress);
  if (!progress) return null;
  const { phase, doneCount, totalCount, problem } = progress;
  const isRunning = phase === "scanning" || phase === "listening" || phase === "paused";
  const isListening = phase !== "scanning" && totalCount > 0;
  return (
    <>
      {isRunning && isListening && (
        <progress
          className="status-progress"
          max={totalCount}
          value={doneCount}
          aria-label={texts.status.progress}
          title={texts.status.done(doneCount, totalCount)}
        />
      )}
      {isRunning && phase !== "scanning" && (
        <IconButton
          icon={phase === "paused" ? "play" : "pause"}
          label={phase === "paused" ? texts.status.resume : texts.status.pause}
          onClick={() => void toggleListening()}
        />
      )}
      {problem && (
        <span className="status-problem" role="alert">
          {problem.message} {problem.hint}
        </span>
      )}
    </>
  );
}

const barCommands: { id: CommandId; icon: IconName; isOfLargeWindow?: boolean }[] = [
  { id: "sidePanel", icon: "panelLeft", isOfLargeWindow: true },
  { id: "inspector", icon: "panelRight", isOfLargeWindow: true },
  { id: "mini", icon: "smallWindow" },
  { id: "shortcuts", icon: "keyboard" },
  { id: "settings", icon: "settings" },
];

function CommandButton({ id, icon }: { id: CommandId; icon: IconName }) {
  const command = findCommand(id);
  if (!command) return null;
  return (
    <IconButton
      icon={icon}
      label={command.title}
      keys={command.keys[0]}
      className="status-command"
      onClick={() => void command.run()}
    />
  );
}

function Machine() {
  const status = useLibrary((library) => library.status);
  if (!status) return null;
  const { health, modelTitle } = status;
  const provider = health.executionProvider;
  return (
    <button
      type="button"
      className="status-machine"
      title={`${texts.status.embedder[health.embedder]}. ${texts.status.localHint}`}
      onClick={() => openDialog("settings")}
    >
      {modelTitle}
      {provider !== "" && ` · ${texts.status.providers[provider] ?? provider}`} · {texts.status.local}
    </button>
  );
}

export function StatusBar() {
  const status = useLibrary((library) => library.status);
  const notice = useWindowState((state) => state.notice);
  const isMini = useSettings((settings) => settings.isMini);
  const parts = status ? toStatusParts(status) : [];
  return (
    <footer className="status-bar" aria-label={texts.status.label}>
      <span className="status-counts" aria-live="off">
        {parts.join(" · ")}
      </span>
      <Progress />
      {status !== null && status.errorCount > 0 && (
        <button type="button" className="status-errors" onClick={showErrors}>
          {texts.status.errors(status.errorCount)}
        </button>
      )}
      <span className={`status-notice ${notice?.isError ? "status-notice-error" : ""}`} role="status">
        {notice?.text}
      </span>
      {status?.rescue && (
        <span className="status-problem" role="alert">
          {status.rescue.message} {status.rescue.hint}
        </span>
      )}
      <Machine />
      {barCommands.map(
        ({ id, icon, isOfLargeWindow }) =>
          !(isMini && isOfLargeWindow) && <CommandButton key={id} id={id} icon={icon} />,
      )}
    </footer>
  );
}
