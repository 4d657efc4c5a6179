// The locked vault where a PIN was set: it opens by that, for a few tries; or the PIN is thrown away, and the
// passphrase is asked for.

import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { PassphraseField, SendForm } from '../ui/field.tsx';
import { goBackToPage, Head } from './head.tsx';

interface Props {
  waiting: number;
  /** That are left. */
  tries: number;
  onPassphrase: () => void;
  /** The last try was wrong. */
  onSpent: () => void;
}

export function ByPin({ waiting, tries, onPassphrase, onSpent }: Props) {
  // In one piece: the picture of a screen.
  const app = useApp();
  const field = useRef<HTMLInputElement>(null);
  const pin = useSignal('');
  const error = useSignal<'empty' | 'wrong' | 'storage' | 'newer' | null>(null);
  const unlock = useAction(async () => {
    if (pin.value === '') {
      error.value = 'empty';
      return;
    }
    const outcome = await app.worker.unlockByPin({ pin: pin.value });
    if (outcome.ok) {
      pin.value = '';
      return goBackToPage(app);
    }
    if (outcome.reason === 'gone') return onSpent();
    error.value = outcome.reason;
    // The next typing replaces it.
    field.current?.select();
  });
  const forget = useAction(async () => {
    await app.worker.forgetPin();
  });
  const said =
    error.value === null
      ? null
      : error.value === 'empty'
        ? i18n.t('unlock.pinEmpty')
        : error.value === 'wrong'
          ? i18n.t('unlock.pinWrong', tries)
          : i18n.t(`unlock.reason.${error.value}`);
  return (
    <main class="unlock">
      <Head title={i18n.t('unlock.title')}>
        {waiting > 0 ? i18n.t('unlock.waiting', waiting) : i18n.t('unlock.pinText')}
      </Head>
      <SendForm onSend={() => unlock.run()}>
        <PassphraseField
          label={i18n.t('unlock.pin')}
          value={pin}
          autocomplete="off"
          autofocus
          control={field}
          error={said}
          hint={tries === 5 ? undefined : i18n.t('unlock.pinTries', tries)}
          onInput={() => {
            error.value = null;
          }}
        />
        <Button kind="primary" wide busy={unlock.busy}>
          {i18n.t('unlock.open')}
        </Button>
        <Button kind="quiet" wide onPress={onPassphrase}>
          {i18n.t('unlock.byPassphrase')}
        </Button>
        <Button kind="quiet" wide busy={forget.busy} onPress={() => void forget.run()}>
          {i18n.t('unlock.lockFully')}
        </Button>
      </SendForm>
    </main>
  );
}
