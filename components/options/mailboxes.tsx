// Replacing the mailboxes: what it does, whom it concerns, and how far it is.

import { useSignal } from '@preact/signals';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { useLifetime } from '../model/lifetime.ts';
import { createResource } from '../model/resource.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { date } from '../ui/time.ts';
import { showToast } from '../ui/toast.tsx';

export function MailboxesSection() {
  const app = useApp();
  const asking = useSignal(false);
  const state = useLifetime((lifetime) =>
    createResource(app, ['connection', 'conversations'], () => app.worker.mailboxes(), lifetime),
  );
  const replace = useAction(async () => {
    const outcome = await app.worker.replaceMailboxes();
    asking.value = false;
    if (outcome.ok) showToast(i18n.t('options.security.mailboxesReplaced'));
    else showToast(i18n.t('options.security.mailboxesUnreachable'), 'bad');
    await state.reload();
  });
  const replacing = state.value.value?.replacing ?? null;
  const all = replacing === null ? 0 : replacing.people.all + replacing.masks.all;
  const moved = replacing === null ? 0 : replacing.people.moved + replacing.masks.moved;
  return (
    <>
      <div class="grow">
        <div class="strong">{i18n.t('options.security.mailboxes')}</div>
        <div class="small muted">{i18n.t('options.security.mailboxesHint')}</div>
        {replacing !== null && (
          <div class="small" role="status">
            {i18n.t('options.security.mailboxesProgress', [moved, all, date(replacing.until)])}
          </div>
        )}
      </div>
      <Button
        small
        onPress={() => {
          asking.value = true;
        }}
      >
        {i18n.t('options.security.replaceMailboxes')}
      </Button>
      {asking.value && (
        <Dialog
          title={i18n.t('options.security.mailboxesSure')}
          confirm={i18n.t('options.security.replaceMailboxes')}
          busy={replace.busy}
          onConfirm={() => void replace.run()}
          onClose={() => {
            asking.value = false;
          }}
        >
          <p class="muted">{i18n.t('options.security.mailboxesSureText')}</p>
        </Dialog>
      )}
    </>
  );
}
