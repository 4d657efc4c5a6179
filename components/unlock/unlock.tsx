// The locked vault: a passphrase opens it, a PIN if one was set (by-pin.tsx), or the recovery code (recover.tsx).
// Opening takes a moment on purpose (Argon2id).

import { useSignal } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useModule } from '../model/lazy.ts';
import { Button } from '../ui/button.tsx';
import { PassphraseField, SendForm } from '../ui/field.tsx';
import { Wait } from '../ui/progress.tsx';
import { goBackToPage, Head } from './head.tsx';

// Seldom wanted, and with it comes all that judges a new passphrase.
const loadRecovery = () => import('./recover.tsx');
const loadPin = () => import('./by-pin.tsx');

interface ByPassphraseProps {
  waiting: number;
  /** The last try of the PIN was wrong. */
  spent: boolean;
  onForgotten: () => void;
}

function ByPassphrase({ waiting, spent, onForgotten }: ByPassphraseProps) {
  const app = useApp();
  const field = useRef<HTMLInputElement>(null);
  const passphrase = useSignal('');
  const error = useSignal<string | null>(null);
  const unlock = useAction(async () => {
    if (passphrase.value === '') {
      error.value = i18n.t('unlock.empty');
      return;
    }
    const outcome = await app.worker.unlock({ passphrase: passphrase.value });
    if (outcome.ok) {
      passphrase.value = '';
      await goBackToPage(app);
      return;
    }
    error.value = i18n.t(`unlock.reason.${outcome.reason}`);
    // The next typing replaces it.
    field.current?.select();
  });
  return (
    <main class="unlock">
      <Head title={i18n.t('unlock.title')}>
        {spent ? i18n.t('unlock.pinSpent') : waiting > 0 ? i18n.t('unlock.waiting', waiting) : i18n.t('unlock.text')}
      </Head>
      <SendForm onSend={() => unlock.run()}>
        <PassphraseField
          label={i18n.t('unlock.passphrase')}
          value={passphrase}
          autocomplete="current-password"
          autofocus
          control={field}
          fault={error}
        />
        <Button kind="primary" wide busy={unlock.busy}>
          {i18n.t('unlock.open')}
        </Button>
        <Button kind="quiet" wide onPress={onForgotten}>
          {i18n.t('unlock.forgotten')}
        </Button>
      </SendForm>
    </main>
  );
}

function ByRecoveryCode({ onBack }: { onBack: () => void }) {
  const screen = useModule(loadRecovery);
  return screen ? <screen.ByRecoveryCode onBack={onBack} /> : <Wait />;
}

export function Unlock({ waiting, pinTries }: { waiting: number; pinTries: number | null }) {
  const [way, setWay] = useState<'pin' | 'passphrase' | 'code'>('pin');
  const [spent, setSpent] = useState(false);
  const pin = useModule(loadPin);
  if (way === 'code') return <ByRecoveryCode onBack={() => setWay('passphrase')} />;
  if (way === 'passphrase' || pinTries === null)
    return <ByPassphrase waiting={waiting} spent={spent} onForgotten={() => setWay('code')} />;
  if (pin === null) return <Wait />;
  return (
    <pin.ByPin
      waiting={waiting}
      tries={pinTries}
      onPassphrase={() => setWay('passphrase')}
      onSpent={() => setSpent(true)}
    />
  );
}
