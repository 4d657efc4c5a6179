// Erasing everything on this device: asked for by typing a word, since nothing brings it back.

import { useSignal } from '@preact/signals';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/field.tsx';
import { Card } from '../ui/surfaces.tsx';

export function Erase() {
  const { worker } = useApp();
  const asking = useSignal(false);
  const typed = useSignal('');
  const word = i18n.t('options.erase.word');
  const erase = useAction(async () => {
    await worker.erase({ confirm: 'erase' });
    asking.value = false;
  });
  return (
    <Card>
      <div class="item">
        <div class="grow muted">{i18n.t('options.erase.hint')}</div>
        <Button
          kind="danger"
          onPress={() => {
            typed.value = '';
            asking.value = true;
          }}
        >
          {i18n.t('options.erase.act')}
        </Button>
      </div>
      {asking.value && (
        <Dialog
          title={i18n.t('options.erase.sure')}
          confirm={i18n.t('options.erase.act')}
          danger
          busy={erase.busy}
          ready={typed.value.trim().toLowerCase() === word.toLowerCase()}
          onConfirm={() => void erase.run()}
          onClose={() => {
            asking.value = false;
          }}
        >
          <p class="muted">{i18n.t('options.erase.sureText')}</p>
          <TextField label={i18n.t('options.erase.type', [word])} value={typed} autofocus />
        </Dialog>
      )}
    </Card>
  );
}
