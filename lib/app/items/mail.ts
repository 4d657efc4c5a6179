// A site's mail as the thread keeps it. It comes through the gateway, never as an item. Claims of the mail about itself
// are shown, not believed.
import { encodeHex } from '#bytes/base64url.ts';
import { keptLink } from '#bytes/web-url.ts';
import type { MailMessageView } from '../views/messages.ts';
import { cleanFileName } from '../words/file-name.ts';
import { readable, visible } from '../words/visible.ts';
import type { ContentKind, Contents } from './item.ts';

const isUnvouched = ({ authentic, leakedFrom }: Contents['mail']): boolean => !authentic || leakedFrom !== null;

export const mailItem: ContentKind<Contents['mail']> = {
  preview: ({ subject, preview }) => subject || preview,
  searched: ({ fromName, subject, preview, fromAddress }) => `${fromName} ${subject} ${preview} ${fromAddress}`,
  countsAsUnread: true,
  isNamed: false,
  earnsReadReceipt: false,
  isUnvouched,
  show(value, { id, sentAt }) {
    const { subject, fromName, fromAddress, preview, authentic, leakedFrom, code, link, attachments } = value;
    // A kept link is offered, to be opened by a press; in a mail for which the site does not vouch it is only shown,
    // with the mail.
    const kept = link === null || isUnvouched(value) ? null : keptLink(link);
    return {
      type: 'mail',
      id: encodeHex(id),
      mine: false,
      subject: readable(subject),
      from: { name: visible(fromName), address: visible(fromAddress) },
      preview: readable(preview),
      // The time at which it came to the gateway; the time of fetching says nothing of the mail.
      receivedAt: sentAt,
      authentic,
      leakedFrom,
      code,
      link: kept && { host: kept.host },
      attachments: namedAttachments(attachments),
      sentAt,
    };
  },
};

/** Attachments under names that files may have: shown as they will be saved. */
export function namedAttachments(attachments: MailMessageView['attachments']): MailMessageView['attachments'] {
  return attachments.map((file) => ({ ...file, name: cleanFileName(file.name, 'attachment') }));
}
