// One mail whole, as it was received. It is parsed when the person opens it; its HTML goes out as sent, and the page
// that shows it sanitises it.
import { encodeBase64url } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import { keptLink } from '#bytes/web-url.ts';
import { mail as mailFormat } from '#wire/mail.ts';
import { idBytes } from '../conversation/conversation.ts';
import { isUnvouched } from '../items/items.ts';
import { namedAttachments } from '../items/mail.ts';
import { judgedToday } from '../logins/joined-mail.ts';
import { vouchedAuthor } from '../mail/vouching.ts';
import type { AppContext } from '../ports/ports.ts';
import { type Message, mailRecord, message } from '../records/message.ts';
import { relationship } from '../records/relationship.ts';
import type { Store } from '../store/store.ts';
import type { MailView } from '../views/messages.ts';
import { cleanFileName } from '../words/file-name.ts';
import { readable, visible } from '../words/visible.ts';

/** Messages looked through at a time, newest first: who opens a mail has mostly just been shown it. */
const SLICE = 64;

/** @returns null if there is no such mail (any more) */
export async function showMail(
  { store, mailParser }: Pick<AppContext, 'store' | 'mailParser'>,
  { relationship: id, message: messageId }: { readonly relationship: string; readonly message: string },
): Promise<MailView | null> {
  const found = await findMessage(store, id, messageId);
  const [kept] = found === null ? [null] : await store.read([mailRecord(id, found.sequence)]);
  if (kept === null) return null;
  const { receivedAt, to, authentication, message: whole } = mailFormat.decode(kept.mail);
  const { subject, from, text, html, related } = await mailParser.parse(whole);
  const pictures = related.map(({ contentId, content }) => ({ contentId, bytes: encodeBase64url(content) }));
  const { content } = found?.entry ?? {};
  const attachments = content?.kind === 'mail' ? namedAttachments(content.value.attachments) : [];
  const vouchedBy = vouchedAuthor(authentication, from.address);
  return {
    id: messageId,
    subject: readable(subject),
    from: { name: visible(from.name), address: visible(from.address) },
    to,
    receivedAt,
    text: readable(text),
    html,
    pictures,
    attachments,
    authentication,
    vouchedBy,
  };
}

/** One of a mail's attachments, out of the mail as it was received; null if there is none (any more). */
export async function readMailAttachment(
  { store, mailParser }: Pick<AppContext, 'store' | 'mailParser'>,
  { relationship: id, message: messageId, index }: { relationship: string; message: string; index: number },
): Promise<{ name: string; content: Uint8Array } | null> {
  const found = await findMessage(store, id, messageId);
  if (found?.entry.content.kind !== 'mail') return null;
  const named = found.entry.content.value.attachments[index];
  const [kept] = await store.read([mailRecord(id, found.sequence)]);
  if (kept === null || named === undefined) return null;
  const content = await mailParser.attachment(mailFormat.decode(kept.mail).message, index);
  return content === null ? null : { name: cleanFileName(named.name, 'attachment'), content };
}

/** The link in a mail that may be opened: null if there is none, or if the site does not vouch for it. */
export async function mailLink(store: Store, id: string, messageId: string): Promise<string | null> {
  const found = await findMessage(store, id, messageId);
  const [entry] = found === null ? [] : await judgedToday(store, id, [found.entry]);
  const content = entry?.content;
  if (content?.kind !== 'mail') return null;
  const { link } = content.value;
  return link === null || isUnvouched(content) ? null : (keptLink(link)?.href ?? null);
}

/** A message of theirs has no number under its id, so it is looked for from the newest back. */
async function findMessage(
  store: Store,
  id: string,
  messageId: string,
): Promise<{ sequence: number; entry: Message } | null> {
  const wanted = idBytes(messageId);
  const [known] = await store.read([relationship(id)]);
  for (let end = known?.lastSequence ?? 0; end > 0; end -= SLICE) {
    const numbers = Array.from({ length: Math.min(SLICE, end) }, (_, i) => end - i);
    const entries = await store.read(numbers.map((sequence) => message(id, sequence)));
    const at = entries.findIndex((entry) => entry !== null && equal(entry.id, wanted));
    const sequence = numbers[at];
    const entry = entries[at];
    if (sequence !== undefined && entry != null) return { sequence, entry };
  }
  return null;
}
