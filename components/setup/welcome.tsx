// Setting up in three steps: a passphrase, a recovery code to keep, and the permission to help on sites with what to
// try first.

import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { FileReading } from '#logins/formats/file-reading.ts';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { createVaultModel } from '../model/vault.ts';
import { RestoreFile } from '../moving/restore.tsx';
import { Button } from '../ui/button.tsx';
import { PassphraseField, SendForm } from '../ui/field.tsx';
import { Logo } from '../ui/logo.tsx';
import { StepCount, Wait } from '../ui/progress.tsx';
import { Toasts } from '../ui/toast.tsx';
import { NoAnswer } from '../unlock/gate.tsx';
import { NewPassphrase, useNewPassphrase } from '../unlock/new-passphrase.tsx';
import { TidyingScreen } from '../unlock/tidying.tsx';
import { Unlock } from '../unlock/unlock.tsx';
import { Ready } from './ready.tsx';
import { KeepRecoveryCode } from './recovery-code.tsx';
import { Step } from './step.tsx';
import './setup.css';

interface ChoosePassphraseProps {
  onDone: (recoveryCode: string) => void;
  onRestore: () => void;
}

function ChoosePassphrase({ onDone, onRestore }: ChoosePassphraseProps) {
  const { worker } = useApp();
  const next = useNewPassphrase();
  const setUp = useAction(async () => {
    if (!(await next.check())) return;
    const outcome = await worker.setUp({ passphrase: next.passphrase.value });
    if (outcome.ok) onDone(outcome.recoveryCode);
    else if (outcome.reason === 'weak') next.refuse();
    else next.error.value = i18n.t(`setup.reason.${outcome.reason}`);
  });
  return (
    <Step title={i18n.t('setup.passphraseTitle')} lead={i18n.t('setup.passphraseLead')}>
      <SendForm onSend={() => setUp.run()}>
        <NewPassphrase model={next} autofocus />
        <p class="small muted">{i18n.t('setup.nobodyElse')}</p>
        <div class="end">
          <Button kind="primary" wide busy={setUp.busy}>
            {i18n.t('setup.create')}
          </Button>
          <Button kind="quiet" wide onPress={onRestore}>
            {i18n.t('restore.offer')}
          </Button>
        </div>
      </SendForm>
    </Step>
  );
}

/** In place of a new vault: the one that another device saved. */
function Restore({ read, onDone, onBack }: { read: FileReading; onDone: (code: string) => void; onBack: () => void }) {
  return (
    <Step title={i18n.t('restore.title')} lead={i18n.t('restore.lead')}>
      <RestoreFile read={read} onDone={onDone} />
      <div class="end">
        <Button kind="quiet" wide onPress={onBack}>
          {i18n.t('restore.back')}
        </Button>
      </div>
    </Step>
  );
}

/** A vault of one's own: an empty one, or one that comes back from a file. */
function Begin({ read, onDone }: { read: FileReading; onDone: (code: string) => void }) {
  const [restores, setRestores] = useState(false);
  return restores ? (
    <Restore read={read} onDone={onDone} onBack={() => setRestores(false)} />
  ) : (
    <ChoosePassphrase onDone={onDone} onRestore={() => setRestores(true)} />
  );
}

/** The page was closed before the code was kept: the passphrase gets a new one. */
function RenewRecoveryCode({ onDone }: { onDone: (recoveryCode: string) => void }) {
  const { worker } = useApp();
  const passphrase = useSignal('');
  const error = useSignal<string | null>(null);
  const renew = useAction(async () => {
    if (passphrase.value === '') {
      error.value = i18n.t('unlock.empty');
      return;
    }
    const outcome = await worker.renewRecoveryCode({ passphrase: passphrase.value });
    if (outcome.ok) onDone(outcome.recoveryCode);
    else error.value = i18n.t(`unlock.reason.${outcome.reason}`);
  });
  return (
    <Step title={i18n.t('setup.renewTitle')} lead={i18n.t('setup.renewLead')}>
      <SendForm onSend={() => renew.run()}>
        <PassphraseField
          label={i18n.t('unlock.passphrase')}
          value={passphrase}
          autocomplete="current-password"
          autofocus
          fault={error}
        />
        <div class="end">
          <Button kind="primary" wide busy={renew.busy}>
            {i18n.t('setup.renew')}
          </Button>
        </div>
      </SendForm>
    </Step>
  );
}

export function Welcome({ read }: { read: FileReading }) {
  const app = useApp();
  const vault = useLifetime((lifetime) => createVaultModel(app, lifetime));
  const code = useSignal<string | null>(null);
  const view = vault.value.value;
  useEffect(() => {
    if (view?.state !== 'open') code.value = null;
  }, [view?.state, code]);

  if (!view)
    return (
      <div class="welcome">
        {vault.failed.value ? <NoAnswer alone onRetry={() => void vault.reload()} /> : <Wait />}
      </div>
    );
  if (view.state === 'tidying') return <TidyingScreen done={view.done} total={view.total} />;
  if (view.state === 'locked')
    return (
      <div class="welcome">
        <Unlock waiting={view.waiting} pinTries={view.pinTries} />
        <Toasts />
      </div>
    );

  const keep = (recoveryCode: string) => {
    code.value = recoveryCode;
    void vault.reload();
  };
  const at = view.state === 'new' && code.value === null ? 1 : view.state === 'open' && view.recoveryConfirmed ? 3 : 2;
  return (
    <>
      <div class="welcome">
        <main>
          <div class="brand">
            <span class="name">
              <Logo size={26} />
              {i18n.t('extension.name')}
            </span>
            <StepCount at={at} of={3} />
          </div>
          {at === 1 && <p class="tagline">{i18n.t('setup.tagline')}</p>}
          {at === 1 && <Begin read={read} onDone={keep} />}
          {at === 2 && code.value === null && <RenewRecoveryCode onDone={keep} />}
          {at === 2 && code.value !== null && <KeepRecoveryCode code={code.value} onKept={() => vault.reload()} />}
          {at === 3 && <Ready />}
        </main>
        <Toasts />
      </div>
      {code.value !== null && (
        <div class="sheet-print">
          <h1>{i18n.t('setup.sheetTitle')}</h1>
          <p class="code">{code.value}</p>
          <p>{i18n.t('setup.sheetText')}</p>
        </div>
      )}
    </>
  );
}
