// The locked vault: a passphrase opens it, or the recovery code (recover.tsx). Opening takes a moment on purpose
// (Argon2id).

import { useSignal } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useModule } from '../model/lazy.ts';
import { Button } from '../ui/button.tsx';
import { PassphraseField } from '../ui/field.tsx';
import { Wait } from '../ui/progress.tsx';
import { goBackToPage, Head } from './head.tsx';

// Seldom wanted, and with it comes all that judges a new passphrase.
const loadRecovery = () => import('./recover.tsx');

function ByPassphrase({ waiting, onForgotten }: { waiting: number; onForgotten: () => void }) {
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
        {waiting > 0 ? i18n.t('unlock.waiting', waiting) : i18n.t('unlock.text')}
      </Head>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void unlock.run();
        }}
      >
        <PassphraseField
          label={i18n.t('unlock.passphrase')}
          value={passphrase}
          autocomplete="current-password"
          autofocus
          control={field}
          error={error.value}
          onInput={() => {
            error.value = null;
          }}
        />
        <Button kind="primary" wide busy={unlock.busy}>
          {i18n.t('unlock.open')}
        </Button>
        <Button kind="quiet" wide onPress={onForgotten}>
          {i18n.t('unlock.forgotten')}
        </Button>
      </form>
    </main>
  );
}

function ByRecoveryCode({ onBack }: { onBack: () => void }) {
  const screen = useModule(loadRecovery);
  return screen ? <screen.ByRecoveryCode onBack={onBack} /> : <Wait />;
}

export function Unlock({ waiting }: { waiting: number }) {
  const [forgotten, setForgotten] = useState(false);
  if (forgotten) return <ByRecoveryCode onBack={() => setForgotten(false)} />;
  return <ByPassphrase waiting={waiting} onForgotten={() => setForgotten(true)} />;
}
