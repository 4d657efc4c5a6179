// The foot of the panel: how delivery stands, in words, with the one thing to do about it.

import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { type ConnectionModel, type ConnectionStatus, standing } from '../model/connection.ts';
import { Button } from '../ui/button.tsx';

function words(now: ConnectionStatus): { dot: '' | 'warn' | 'off'; text: string } {
  switch (now.state) {
    case 'offline':
      return {
        dot: 'off',
        text: now.waiting > 0 ? i18n.t('connection.offlineWaiting', now.waiting) : i18n.t('connection.offline'),
      };
    case 'silent':
      return {
        dot: 'off',
        text: now.waiting > 0 ? i18n.t('connection.silentWaiting', now.waiting) : i18n.t('connection.silent'),
      };
    case 'none':
      return { dot: 'off', text: i18n.t('connection.none') };
    case 'unreachable':
      return {
        dot: 'warn',
        text:
          now.waiting > 0
            ? i18n.t('connection.unreachableWaiting', now.waiting)
            : i18n.t('connection.unreachable', [now.of - now.reached, now.of]),
      };
    case 'refusing':
      return { dot: 'warn', text: i18n.t('connection.refusing') };
    case 'sending':
      return { dot: '', text: i18n.t('connection.sending', now.waiting) };
    case 'alone':
      return { dot: '', text: i18n.t(`connection.alone.${now.lacking}`) };
    case 'delivered':
      return { dot: '', text: i18n.t('connection.delivered', now.of) };
  }
}

export function ConnectionLine({ model }: { model: ConnectionModel }) {
  const { worker, platform } = useApp();
  const check = useAction(async () => {
    await worker.checkNow();
    await model.reload();
  });
  const view = model.value.value;
  const now = view ? standing(view, navigator.onLine) : null;
  const line = now ? words(now) : null;
  return (
    <footer class="footline">
      <span class={`dot ${line?.dot ?? 'off'}`} />
      <span class="grow" role="status">
        {line?.text ?? ' '}
      </span>
      {(now?.state === 'unreachable' || now?.state === 'silent') && (
        <Button small kind="quiet" busy={check.busy} onPress={() => void check.run()}>
          {i18n.t('connection.tryNow')}
        </Button>
      )}
      {(now?.state === 'none' || now?.state === 'refusing' || now?.state === 'alone') && (
        <Button small kind="quiet" onPress={() => platform.openPage('options')}>
          {i18n.t('connection.services')}
        </Button>
      )}
    </footer>
  );
}
