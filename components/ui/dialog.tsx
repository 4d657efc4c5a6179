// A modal question on the browser's own <dialog>: it holds the focus, Escape closes it, and the focus goes back where
// it was.

import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { Button } from './button.tsx';
import { SendForm } from './field.tsx';
import './dialog.css';

export interface SheetProps {
  title: string;
  children?: ComponentChildren;
  /** The answers, at the foot. */
  foot: ComponentChildren;
  /** Called on Enter. */
  onSubmit?: (() => void) | undefined;
  onClose: () => void;
}

/** A question with answers of its own. */
export function Sheet({ title, children, foot, onSubmit, onClose }: SheetProps) {
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
      <SendForm onSend={() => onSubmit?.()}>
        <h2 id={id}>{title}</h2>
        {children}
        <div class="foot">{foot}</div>
      </SendForm>
    </dialog>
  );
}

export interface DialogProps {
  title: string;
  children?: ComponentChildren;
  /** The words on the button that does it. */
  confirm: string;
  danger?: boolean | undefined;
  busy?: boolean | undefined;
  /** Holds the button back, for example until the right word is typed. */
  ready?: boolean | undefined;
  onConfirm: () => void;
  onClose: () => void;
}

export function Dialog({ title, children, confirm, danger, busy, ready = true, onConfirm, onClose }: DialogProps) {
  return (
    <Sheet
      title={title}
      onSubmit={() => {
        if (ready && !busy) onConfirm();
      }}
      onClose={onClose}
      foot={
        <>
          <Button onPress={onClose}>{i18n.t('common.cancel')}</Button>
          <Button kind={danger ? 'danger' : 'primary'} strong busy={busy} disabled={!ready}>
            {confirm}
          </Button>
        </>
      }
    >
      {children}
    </Sheet>
  );
}
