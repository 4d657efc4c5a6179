// A modal question, or something to look up, on the browser's own <dialog>: it holds the focus, Escape closes it, and the focus goes back where it was.

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { Button } from './button.tsx';
import './dialog.css';

export interface DialogProps {
  title: string;
  children?: ComponentChildren;
  /** The words on the button that does it; without it there is nothing to do but to close. */
  confirm?: string | undefined;
  danger?: boolean | undefined;
  busy?: boolean | undefined;
  /** Holds the button back, for example until the right word is typed. */
  ready?: boolean | undefined;
  onConfirm?: (() => void) | undefined;
  onClose: () => void;
}

export function Dialog({ title, children, confirm, danger, busy, ready = true, onConfirm, onClose }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    if (!element) return;
    const before = document.activeElement;
    element.showModal();
    // A press beside it closes it; Escape does the same for the keyboard.
    const beside = (event: Event) => {
      if (event.target === element) element.dispatchEvent(new Event('cancel', { cancelable: true }));
    };
    element.addEventListener('pointerdown', beside);
    return () => {
      element.removeEventListener('pointerdown', beside);
      element.close();
      // It goes with its screen part, so the browser's own way back may be gone by now.
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      class="dialog"
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) (onConfirm ?? onClose)();
        }}
      >
        <h2 id={id}>{title}</h2>
        {children}
        <div class="foot">
          <Button onPress={onClose}>{i18n.t(confirm === undefined ? 'common.close' : 'common.cancel')}</Button>
          {confirm !== undefined && (
            <Button kind={danger ? 'danger' : 'primary'} strong busy={busy} disabled={!ready}>
              {confirm}
            </Button>
          )}
        </div>
      </form>
    </dialog>
  );
}
