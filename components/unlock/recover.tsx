// A locked vault opened with the recovery code, which sets a new passphrase.

import { useSignal } from '@preact/signals';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { SendForm, TextField } from '../ui/field.tsx';
import { goBackToPage, Head } from './head.tsx';
import { NewPassphrase, useNewPassphrase } from './new-passphrase.tsx';

export function ByRecoveryCode({ onBack }: { onBack: () => void }) {
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
      <SendForm onSend={() => recover.run()}>
        <TextField label={i18n.t('unlock.code')} value={code} mono autofocus maxLength={200} fault={error} />
        <NewPassphrase model={next} />
        <Button kind="primary" wide busy={recover.busy}>
          {i18n.t('unlock.recover')}
        </Button>
        <Button kind="quiet" wide onPress={onBack}>
          {i18n.t('common.back')}
        </Button>
      </SendForm>
    </main>
  );
}
