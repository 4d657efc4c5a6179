// A mail in a site's conversation: the code or the link it is about comes first, the mail itself is one press away.

import { ExternalLink, TriangleAlert } from 'lucide-preact';
import type { MailMessageView } from '#app/views/messages.ts';
import { i18n } from '#i18n';
import { askToOpen } from '../link/link.tsx';
import { MailAttachments } from '../mail/attachments.tsx';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { go } from '../model/navigation.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { Notice } from '../ui/surfaces.tsx';
import { clockTime, dateAndTime } from '../ui/time.ts';
import { showToast } from '../ui/toast.tsx';
import type { ThreadModel } from './model.ts';

interface MailCardProps {
  mail: MailMessageView;
  model: ThreadModel;
  /** The newest: who opens the conversation arrives here. */
  isLast: boolean;
}

export function MailCard({ mail, model, isLast }: MailCardProps) {
  const { worker } = useApp();
  const relationship = model.relationship.value;
  const open = useAction(async () => {
    if (!relationship) return;
    const outcome = await worker.mailLink({ relationship: relationship.id, message: mail.id });
    if (outcome.ok) askToOpen(outcome.url);
    else showToast(i18n.t('mail.linkGone'), 'bad');
  });
  return (
    <article class="mail-card" data-message={mail.id} tabIndex={-1} data-arrival={isLast ? '' : undefined}>
      <div class="from">
        <span class="grow cut" title={mail.from.address}>
          {mail.from.name === '' ? mail.from.address : mail.from.name}
        </span>
        <time dateTime={new Date(mail.receivedAt).toISOString()} title={dateAndTime(mail.receivedAt)}>
          {clockTime(mail.receivedAt)}
        </time>
      </div>
      <h2>{mail.subject === '' ? i18n.t('mail.noSubject') : mail.subject}</h2>
      {mail.code !== null && (
        <div class="code">
          <output aria-label={i18n.t('mail.code')}>{mail.code}</output>
          <CopyButton text={mail.code} label={i18n.t('mail.copyCode')} kind="primary">
            {i18n.t('common.copy')}
          </CopyButton>
        </div>
      )}
      {mail.preview !== '' && <p>{mail.preview}</p>}
      {relationship && (
        <MailAttachments relationship={relationship.id} message={mail.id} attachments={mail.attachments} />
      )}
      {mail.leakedFrom !== null && (
        <Notice tone="warn">{i18n.t('mail.leaked', [mail.leakedFrom, relationship?.name ?? ''])}</Notice>
      )}
      {mail.leakedFrom === null && !mail.authentic && (
        <Notice tone="warn" icon={TriangleAlert}>
          {i18n.t('mail.notAuthentic')}
        </Notice>
      )}
      <div class="acts">
        {mail.link && (
          <Button small icon={ExternalLink} busy={open.busy} onPress={() => void open.run()}>
            {i18n.t('mail.openLink', [mail.link.host])}
          </Button>
        )}
        <Button small onPress={() => relationship && go({ at: 'mail', id: relationship.id, message: mail.id })}>
          {i18n.t('mail.showOriginal')}
        </Button>
      </div>
    </article>
  );
}
