// The locked vault: a passphrase opens it, or the recovery code, which sets a new passphrase. Opening takes a moment on
// purpose (Argon2id).

import { useSignal } from '@preact/signals';
import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { type App, useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { PassphraseField, TextField } from '../ui/field.tsx';
import { Logo } from '../ui/logo.tsx';
import { NewPassphrase, useNewPassphrase } from './new-passphrase.tsx';
import './unlock.css';

function Head({ title, children }: { title: string; children: string }) {
  return (
    <div class="head">
      <span class="mark">
        <Logo size={40} />
      </span>
      <h1>{title}</h1>
      <p class="muted">{children}</p>
    </div>
  );
}

/** In a popup that a page's menu opened: back to that page, which goes on by itself. */
async function goBackToPage({ worker }: App): Promise<void> {
  if ((await worker.backToPage()).ok) close();
}

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
  const app = useApp();
  const code = useSignal('');
  const error = useSignal<string | null>(null);
  const next = useNewPassphrase();
  const recover = useAction(async () => {
    if (code.value.trim() === '') {
      error.value = i18n.t('unlock.codeEmpty');
      return;
    }
    if (!(await next.check())) return;
    const outcome = await app.worker.recover({ code: code.value.trim(), passphrase: next.passphrase.value });
    if (outcome.ok) return goBackToPage(app);
    if (outcome.reason === 'weak') next.refuse();
    else error.value = i18n.t(`unlock.codeReason.${outcome.reason}`);
  });
  return (
    <main class="unlock">
      <Head title={i18n.t('unlock.recoverTitle')}>{i18n.t('unlock.recoverText')}</Head>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void recover.run();
        }}
      >
        <TextField
          label={i18n.t('unlock.code')}
          value={code}
          mono
          autofocus
          maxLength={200}
          error={error.value}
          onInput={() => {
            error.value = null;
          }}
        />
        <NewPassphrase model={next} />
        <Button kind="primary" wide busy={recover.busy}>
          {i18n.t('unlock.recover')}
        </Button>
        <Button kind="quiet" wide onPress={onBack}>
          {i18n.t('common.back')}
        </Button>
      </form>
    </main>
  );
}

export function Unlock({ waiting }: { waiting: number }) {
  const [forgotten, setForgotten] = useState(false);
  if (forgotten) return <ByRecoveryCode onBack={() => setForgotten(false)} />;
  return <ByPassphrase waiting={waiting} onForgotten={() => setForgotten(true)} />;
}
