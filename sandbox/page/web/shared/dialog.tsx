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
    opened?.showModal();
    // Where the person is about to type, rather than the button that closes.
    opened?.querySelector<HTMLElement>("input, select, textarea")?.focus();
    return () => opened?.close();
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
