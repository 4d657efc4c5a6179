// A PIN for unlocking until the browser ends: set behind the passphrase, with words about what it is worth, and removed
// by a press.

import { useSignal } from '@preact/signals';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { PassphraseField, SendForm } from '../ui/field.tsx';
import { showToast } from '../ui/toast.tsx';

type PinError = 'shape' | 'easy' | 'differs';

export function SetPin({ isSet, onDone }: { isSet: boolean; onDone: () => void }) {
  // In one piece: the picture of a form.
  const { worker } = useApp();
  const passphrase = useSignal('');
  const pin = useSignal('');
  const again = useSignal('');
  const passphraseError = useSignal<string | null>(null);
  const pinError = useSignal<PinError | null>(null);
  const set = useAction(async () => {
    if (passphrase.value === '') {
      passphraseError.value = i18n.t('unlock.empty');
      return;
    }
    if (pin.value !== again.value) {
      pinError.value = 'differs';
      return;
    }
    // No text at all is no request.
    if (pin.value === '') {
      pinError.value = 'shape';
      return;
    }
    const outcome = await worker.setPin({ passphrase: passphrase.value, pin: pin.value });
    if (outcome.ok) {
      showToast(i18n.t('options.pin.done'));
      onDone();
    } else if (outcome.reason === 'shape' || outcome.reason === 'easy') pinError.value = outcome.reason;
    else passphraseError.value = i18n.t(`unlock.reason.${outcome.reason}`);
  });
  const remove = useAction(async () => {
    await worker.forgetPin();
    showToast(i18n.t('options.pin.removed'));
    onDone();
  });
  const typed = () => {
    pinError.value = null;
  };
  const wrong = pinError.value === null ? null : i18n.t(`options.pin.reason.${pinError.value}`);
  return (
    <SendForm onSend={() => set.run()}>
      <p class="small muted">{i18n.t('options.pin.against')}</p>
      <p class="small muted">{i18n.t('options.pin.notAgainst')}</p>
      <PassphraseField
        label={i18n.t('options.security.yours')}
        value={passphrase}
        autocomplete="current-password"
        autofocus
        fault={passphraseError}
      />
      <PassphraseField
        label={i18n.t('options.pin.new')}
        value={pin}
        autocomplete="off"
        hint={i18n.t('options.pin.shape')}
        error={pinError.value === 'differs' ? null : wrong}
        onInput={typed}
      />
      <PassphraseField
        label={i18n.t('options.pin.again')}
        value={again}
        autocomplete="off"
        error={pinError.value === 'differs' ? wrong : null}
        onInput={typed}
      />
      <div class="acts">
        <Button kind="primary" busy={set.busy}>
          {i18n.t(isSet ? 'options.pin.replace' : 'options.pin.set')}
        </Button>
        {isSet && (
          <Button kind="danger" busy={remove.busy} onPress={() => void remove.run()}>
            {i18n.t('options.pin.remove')}
          </Button>
        )}
        <Button kind="quiet" onPress={onDone}>
          {i18n.t('common.cancel')}
        </Button>
      </div>
    </SendForm>
  );
}
