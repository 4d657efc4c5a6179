// Starting the secure connection with a correspondent anew: what follows is told before, and what became of it after.

import { useSignal } from '@preact/signals';
import { RotateCcwKey } from 'lucide-preact';
import type { RelationshipView } from '#app/views/conversations.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { showToast } from '../ui/toast.tsx';

export function StartAnew({ relationship: { id, name, startsAnew } }: { relationship: RelationshipView }) {
  const { worker } = useApp();
  const asking = useSignal(false);
  const close = () => {
    asking.value = false;
  };
  const start = useAction(async () => {
    const outcome = await worker.startAnew({ relationship: id });
    close();
    showToast(i18n.t(`person.anew.${outcome}`, [name]), outcome === 'refused' ? 'bad' : undefined);
  });
  return (
    <li class="fact reaching">
      <div class="strong">{i18n.t('person.anew.title', [name])}</div>
      <div class="small muted">{i18n.t(startsAnew ? 'person.anew.asked' : 'person.anew.hint', [name])}</div>
      <Button
        icon={RotateCcwKey}
        onPress={() => {
          asking.value = true;
        }}
      >
        {i18n.t('person.anew.start')}
      </Button>
      {asking.value && (
        <Dialog
          title={i18n.t('person.anew.ask', [name])}
          confirm={i18n.t('person.anew.confirm')}
          busy={start.busy}
          onConfirm={() => void start.run()}
          onClose={close}
        >
          <p class="muted">{i18n.t('person.anew.text', [name])}</p>
        </Dialog>
      )}
    </li>
  );
}
