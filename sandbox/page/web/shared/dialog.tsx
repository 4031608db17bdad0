import { type ReactNode, useLayoutEffect, useRef } from "react";

type DialogProps = {
  labelledBy: string;
  className: string;
  /** Escape was pressed. */
  onClose: () => void;
  children: ReactNode;
};

/** The browser's own modal dialog: it keeps the focus inside and gives it back when it goes. */
export function Dialog({ labelledBy, className, onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const opened = dialog.current;
    const before = document.activeElement;
    opened?.showModal();
    // Where the person is about to type, rather than the button that closes.
    opened?.querySelector<HTMLElement>("input, select, textarea")?.focus();
    return () => {
      opened?.close();
      setTimeout(() => focusAnew(before));
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      className={className}
      aria-labelledby={labelledBy}
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        onClose();
      }}
    >
      {children}
    </dialog>
  );
}

/** Chromium gives the focus back while the field still counts as covered: it has the caret then, and takes no letters. */
function focusAnew(before: Element | null): void {
  if (!(before instanceof HTMLElement) || document.activeElement !== before) return;
  before.blur();
  before.focus();
}
