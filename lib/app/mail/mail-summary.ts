// The summary of a mail that the thread keeps beside the mail itself. Claims of the mail about itself are shown, not
// believed: `authentic` is the gateway's finding, for the author that is shown.
import { clip, utf8Length } from '#bytes/utf8.ts';
import { findCode, findCodeOf, findConfirmation } from '#logins/code.ts';
import type { Site } from '#logins/site.ts';
import type { Mail } from '#wire/mail.ts';
import type { AppContext, ParsedMail } from '../ports/ports.ts';
import type { Mask } from '../records/mask.ts';
import type { Message } from '../records/message.ts';
import { organisationOf, siteOrganisation, vouchedAuthor } from './vouching.ts';

/** @param sites of the account that the mask is for */
export async function summarise(
  app: AppContext,
  known: Pick<Mask, 'address'>,
  sites: readonly Site[],
  received: Mail,
): Promise<Message['content']> {
  const parsed = await app.mailParser.parse(received.message);
  const fromAddress = clip(parsed.from.address, 320);
  const author = vouchedAuthor(received.authentication, fromAddress);
  // A mask belongs to one account: mail from any other author than its sites is a leak. An unauthenticated sender
  // proves nothing about who leaked.
  const from = author === null ? null : organisationOf(author);
  const foreign = from !== null && !sites.map(siteOrganisation).includes(from);
  return {
    kind: 'mail',
    value: {
      subject: clip(parsed.subject, 998),
      fromName: clip(parsed.from.name, 320),
      fromAddress,
      preview: clip(ownWords(parsed.text).replace(/\s+/g, ' ').trim(), 380),
      authentic: author !== null,
      leakedFrom: foreign ? clip(from, 255) : null,
      code: codeOf(parsed, known.address),
      link: linkOf(parsed, known, sites),
      mailer: null,
      attachments: parsed.attachments.slice(0, 64).map(({ name, mediaType, byteCount }) => ({
        name: clip(name, 255),
        mediaType: clip(mediaType, 127),
        byteCount,
      })),
    },
  };
}

/** Without what it quotes, unless it only quotes. */
function ownWords(text: string): string {
  const own = text
    .split('\n')
    .filter((line) => !line.startsWith('>'))
    .join('\n');
  return own.trim() === '' ? text : own;
}

/**
 * Whether it was written to the mask, and to nobody else. A site's mail to another of its customers may be sent on as
 * it is: its code and its link open that one's account, and a reader who follows them goes on in it.
 */
const isWrittenTo = (mask: string, { to }: ParsedMail): boolean => to === mask.toLowerCase();

/**
 * The code, from the subject or either body: senders put a stub into either. Never that of a mail to another, nor of a
 * mail inside the mail, whose subject the outer one has.
 * @param length of the code that a page waits for, if it is known
 */
export function codeOf(parsed: ParsedMail, mask: string, length?: number): string | null {
  if (!isWrittenTo(mask, parsed)) return null;
  const { subject, bodies, links, attachments } = parsed;
  const forwards = attachments.some(({ mediaType }) => mediaType === 'message/rfc822');
  for (const text of bodies.length === 0 ? [''] : bodies) {
    const mail = { subject: forwards ? '' : subject, text, links };
    const code = length === undefined ? findCode(mail) : findCodeOf(mail, length);
    if (code !== null) return code.digits;
  }
  return null;
}

function linkOf(parsed: ParsedMail, { address }: Pick<Mask, 'address'>, sites: readonly Site[]): string | null {
  const link = isWrittenTo(address, parsed) ? findConfirmation(parsed, sites) : null;
  return link !== null && utf8Length(link.url) <= 2048 ? link.url : null;
}
