// Everything is being written anew under another vault key: how far it is, and a way to stop it. It shows itself after
// 200 ms, as every wait.

import { useEffect, useId, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import '../ui/dialog.css';
import './unlock.css';

export function TidyingScreen({ done, total }: { done: number; total: number }) {
  const { worker } = useApp();
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  const stop = useAction(async () => {
    await worker.stopRenewal();
  });
  const label = i18n.t('tidying.progress', [done.toLocaleString(), total.toLocaleString()]);
  return (
    <dialog class="dialog tidying" ref={dialog} aria-labelledby={id} onCancel={(event) => event.preventDefault()}>
      <form method="dialog" onSubmit={(event) => event.preventDefault()}>
        <h2 id={id}>{i18n.t('tidying.title')}</h2>
        <p class="muted">{i18n.t('tidying.text')}</p>
        <progress {...(total > 0 ? { max: total, value: done } : {})} aria-label={label} />
        <p class="small muted" aria-hidden="true">
          {total > 0 ? label : i18n.t('common.loading')}
        </p>
        <div class="foot">
          <Button busy={stop.busy} onPress={() => void stop.run()}>
            {i18n.t('tidying.stop')}
          </Button>
        </div>
      </form>
    </dialog>
  );
}
