// A dialog in the middle of the window. The browser's own element: it holds the focus, gives it back, closes with Esc,
// and needs no style element that the page's policy would have to let through.
import { type ReactNode, useEffect, useId, useRef } from "react";
import { closeDialog } from "../stores/window-state.ts";
import { texts } from "../texts.ts";
import { IconButton } from "./icon-button.tsx";

interface ModalProps {
  title: string;
  description?: string;
  className?: string;
  /** False leaves the title to screen readers. */
  hasHeader?: boolean;
  /** The element with `data-first-focus` gets the focus; else the first that can. */
  children: ReactNode;
}

export function Modal({ title, description, className = "", hasHeader = true, children }: ModalProps) {
  const dialogRef = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = dialogRef.current;
    if (!dialog) return undefined;
    const before = document.activeElement;
    dialog.showModal();
    dialog.querySelector<HTMLElement>("[data-first-focus=true]")?.focus();
    return () => {
      dialog.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    // A press on the shade closes, as Esc does, which is the dialog's own key.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={dialogRef}
      className={`modal ${className}`}
      aria-labelledby={`${id}-title`}
      aria-describedby={description === undefined ? undefined : `${id}-description`}
      onCancel={(event) => {
        event.preventDefault();
        closeDialog();
      }}
      onMouseDown={(event) => event.target === event.currentTarget && closeDialog()}
    >
      <header className={hasHeader ? "modal-header" : "visually-hidden"}>
        <h2 id={`${id}-title`} className="modal-title">
          {title}
        </h2>
        {hasHeader && (
          <IconButton icon="close" label={texts.settings.close} keys="Esc" onClick={closeDialog} />
        )}
      </header>
      {description !== undefined && (
        <p id={`${id}-description`} className="modal-description">
          {description}
        </p>
      )}
      {children}
    </dialog>
  );
}
