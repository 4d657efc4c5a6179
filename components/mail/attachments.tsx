// The files of a mail: by name and size, saved by a press. In the conversation's card and in the opened mail.

import { Download, Paperclip } from 'lucide-preact';
import type { MailView } from '#app/views/messages.ts';
import { decodeBase64url } from '#bytes/base64url.ts';
import { i18n } from '#i18n';
import { useAction } from '../model/action.ts';
import { useApp } from '../model/app.ts';
import { IconButton } from '../ui/button.tsx';
import { saveBlob } from '../ui/file.ts';
import { byteSize } from '../ui/size.ts';
import { showToast } from '../ui/toast.tsx';

interface AttachmentsProps {
  relationship: string;
  message: string;
  attachments: MailView['attachments'];
}

export function MailAttachments({ relationship, message, attachments }: AttachmentsProps) {
  const { worker } = useApp();
  const save = useAction(async (index: number) => {
    const found = await worker.mailAttachment({ relationship, message, index });
    const content = found === null ? null : decodeBase64url(found.bytes);
    if (found === null || content === null) return showToast(i18n.t('mail.attachmentGone'), 'bad');
    saveBlob(found.name, new Blob([content as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' }));
  });
  if (attachments.length === 0) return null;
  return (
    <ul class="small muted stack" style="--gap: 2px" aria-label={i18n.t('mail.attachments')}>
      {attachments.map((file, at) => (
        <li key={`${at}-${file.name}`} class="line" style="--gap: 6px">
          <Paperclip size={12} aria-hidden="true" />
          <span class="cut" dir="auto">
            {file.name}
          </span>
          <span class="faint grow">{byteSize(file.byteCount)}</span>
          <IconButton
            small
            icon={Download}
            label={i18n.t('mail.saveAttachment', [file.name])}
            onPress={() => void save.run(at)}
          />
        </li>
      ))}
    </ul>
  );
}
