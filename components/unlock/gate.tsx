// Stands before every page: no vault yet, a locked one, or the page itself. When the vault locks, its content leaves
// the page.

import { RefreshCw, ShieldCheck } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import type { VaultView } from '#app/views/vault.ts';
import { i18n } from '#i18n';
import { LinkQuestion } from '../link/link.tsx';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { createVaultModel } from '../model/vault.ts';
import { Button } from '../ui/button.tsx';
import { Wait } from '../ui/progress.tsx';
import { EmptyState } from '../ui/surfaces.tsx';
import { Toasts } from '../ui/toast.tsx';
import { TidyingScreen } from './tidying.tsx';
import { Unlock } from './unlock.tsx';

/** The worker does not answer: says what happened, what was kept, what to do. */
export function NoAnswer({ onRetry, alone }: { onRetry: () => void; alone?: boolean }) {
  return (
    <EmptyState
      alone={alone}
      icon={RefreshCw}
      title={i18n.t('failure.title')}
      acts={
        <Button kind="primary" onPress={onRetry}>
          {i18n.t('common.tryAgain')}
        </Button>
      }
    >
      {i18n.t('failure.text')}
    </EmptyState>
  );
}

/** The open page stays under the dialog: no typed text is lost. */
function Through({ view, children }: { view: VaultView; children: (recoveryConfirmed: boolean) => ComponentChildren }) {
  const confirmed = useRef<boolean | null>(null);
  if (view.state === 'open') confirmed.current = view.recoveryConfirmed;
  return (
    <>
      {confirmed.current !== null && children(confirmed.current)}
      {view.state === 'tidying' && <TidyingScreen done={view.done} total={view.total} />}
    </>
  );
}

export function Gate({ children }: { children: (recoveryConfirmed: boolean) => ComponentChildren }) {
  const app = useApp();
  const vault = useLifetime((lifetime) => createVaultModel(app, lifetime));
  const view = vault.value.value;
  return (
    <div class="page">
      {view === undefined ? (
        vault.failed.value ? (
          <NoAnswer alone onRetry={() => void vault.reload()} />
        ) : (
          <Wait />
        )
      ) : view.state === 'new' ? (
        <EmptyState
          alone
          icon={ShieldCheck}
          title={i18n.t('gate.newTitle')}
          acts={
            <Button kind="primary" onPress={() => app.platform.openPage('welcome')}>
              {i18n.t('gate.setUp')}
            </Button>
          }
        >
          {i18n.t('gate.newText')}
        </EmptyState>
      ) : view.state === 'locked' ? (
        <Unlock waiting={view.waiting} pinTries={view.pinTries} />
      ) : (
        <>
          <Through view={view}>{children}</Through>
          <LinkQuestion />
        </>
      )}
      <Toasts />
    </div>
  );
}
