// A mail in a site's conversation: the code or the link it is about comes first, the mail itself is one press away.

import { Download, ExternalLink, Paperclip, TriangleAlert } from 'lucide-preact';
import { decodeBase64url } from '#bytes/base64url.ts';
import { i18n } from '#i18n';
import type { MailMessageView } from '#rpc/views.ts';
import { askToOpen } from '../link/link.tsx';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { go } from '../model/route.ts';
import type { ThreadModel } from '../model/thread.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy.tsx';
import { saveBlob } from '../ui/file.ts';
import { byteSize } from '../ui/size.ts';
import { Notice } from '../ui/surfaces.tsx';
import { clockTime, dateAndTime } from '../ui/time.ts';
import { showToast } from '../ui/toast.tsx';

export function MailCard({ mail, model }: { mail: MailMessageView; model: ThreadModel }) {
  const { worker } = useApp();
  const relationship = model.relationship.value;
  const open = useAction(async () => {
    if (!relationship) return;
    const outcome = await worker.mailLink({ relationship: relationship.id, message: mail.id });
    if (outcome.ok) askToOpen(outcome.url);
    else showToast(i18n.t('mail.linkGone'), 'bad');
  });
  const save = useAction(async (index: number) => {
    if (!relationship) return;
    const found = await worker.mailAttachment({ relationship: relationship.id, message: mail.id, index });
    const content = found === null ? null : decodeBase64url(found.bytes);
    if (found === null || content === null) return showToast(i18n.t('mail.attachmentGone'), 'bad');
    saveBlob(found.name, new Blob([content as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }));
  });
  return (
    <article class="mail-card" data-message={mail.id}>
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
      {mail.attachments.length > 0 && (
        <ul class="small muted stack" style="--gap: 2px">
          {mail.attachments.map((file, at) => (
            <li key={`${at}-${file.name}`} class="line">
              <Paperclip size={12} aria-hidden="true" />
              <span class="cut">{file.name}</span> <span class="faint grow">{byteSize(file.byteCount)}</span>
              <IconButton
                small
                icon={Download}
                label={i18n.t('mail.saveAttachment', [file.name])}
                onPress={() => void save.run(at)}
              />
            </li>
          ))}
        </ul>
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
