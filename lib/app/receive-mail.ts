// Mail at a mask. It is opened and parsed before the step, since parsing is asynchronous and the mask's keys never change; the step then
// lands message, text and mark together. What a mail says of itself is shown, not believed: `authentic` is the gateway's finding.
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { utf8Length } from '#bytes/utf8.ts';
import { sha256 } from '#crypto/hash.ts';
import { sealSecretKey } from '#crypto/keys.ts';
import { findCode, findConfirmation } from '#logins/code.ts';
import { domainOf, siteLabel } from '#logins/site.ts';
import { openBlob } from '#protocol/blob.ts';
import { dayOf } from '#protocol/day.ts';
import { openMail } from '#protocol/mask.ts';
import type { BlobReference } from '#wire/blob.ts';
import { MAIL_BLOB_DAYS, type Mail, mail as mailFormat } from '#wire/mail.ts';
import { append, clip, idBytes, tell } from './conversation.ts';
import type { Received } from './open-message.ts';
import type { Desk, ParsedMail } from './ports.ts';
import { type Login, login } from './records/login.ts';
import { type Message, mail, message } from './records/message.ts';
import { recent, relationship } from './records/relationship.ts';
import { errand, seen } from './records/transit.ts';
import { isOlderThanAddress, seenOn } from './seen.ts';
import { STRICT, transact } from './transaction.ts';
import { vouchedAuthor } from './vouching.ts';

/** @param expiryDay of the address over which it came */
export async function receiveMail(desk: Desk, id: string, expiryDay: number, envelope: Uint8Array): Promise<Received> {
  const [known] = await desk.store.read([login(id)]);
  const opened = known === null ? null : openMail(sealSecretKey(known.mailSecret), envelope);
  if (known === null || opened === null) return { outcome: 'dropped' };
  // A blob lies at the gateway itself: nobody makes us ask any other place.
  if ('blob' in opened && opened.blob.origin !== known.gateway.origin) return { outcome: 'dropped' };
  const mailDay = 'mail' in opened ? dayOf(opened.mail.receivedAt) : opened.blob.expiryDay - MAIL_BLOB_DAYS;
  if (isOlderThanAddress(mailDay, expiryDay)) return { outcome: 'repeated' };
  const now = desk.now();
  const content =
    'mail' in opened ? await summarise(desk, known, opened.mail) : ({ kind: 'arriving', value: opened.blob } as const);
  const digest = seen(encodeHex(sha256(envelope)));
  const received = await transact<Received>(
    desk.store,
    [digest, relationship(id), recent],
    (transaction) => {
      if (transaction.get(digest) !== null) return { outcome: 'repeated' };
      const before = transaction.get(relationship(id));
      if (before === null || before.standing === 'blocked') return { outcome: 'dropped' };
      transaction.put(digest, seenOn(now, 'mail'));
      const entry: Message = {
        id: transaction.entropy(16),
        mine: false,
        clock: before.clock + 1,
        sentAt: 'mail' in opened ? opened.mail.receivedAt : now,
        receivedAt: now,
        delivery: null,
        content,
      };
      const sequence = append(transaction, id, entry);
      if ('mail' in opened) {
        transaction.put(mail(id, sequence), { mail: mailFormat.encode(opened.mail) });
        if (content.kind === 'mail' && content.value.leakedFrom !== null)
          noteLeak(transaction, id, content.value.leakedFrom, now);
      } else {
        const task = {
          kind: 'fetchMail' as const,
          value: { relationship: idBytes(id), sequence, reference: opened.blob },
        };
        transaction.put(errand(encodeHex(transaction.entropy(16))), { createdAt: now, tries: 0, notBeforeAt: 0, task });
      }
      return { outcome: 'taken', relationship: id, arrived: content.kind === 'mail' ? 'mail' : null };
    },
    STRICT,
  );
  if (received.outcome === 'taken' && content.kind === 'arriving') desk.wake();
  return received;
}

/** Completes a mail whose blob has been fetched. @throws Fault untrusted where the hosted bytes are not the ones referred to */
export async function completeMail(
  desk: Desk,
  id: string,
  sequence: number,
  reference: BlobReference,
  hosted: readonly Uint8Array[],
): Promise<void> {
  const fetched = readBlob(reference, hosted);
  const [known] = await desk.store.read([login(id)]);
  if (known === null) return;
  const content = await summarise(desk, known, fetched);
  const now = desk.now();
  await transact(
    desk.store,
    [message(id, sequence), relationship(id), recent],
    (transaction) => {
      const arriving = transaction.get(message(id, sequence));
      if (arriving?.content.kind !== 'arriving') return;
      // It takes a new number, so that it is unread and at its place when it can be read.
      transaction.remove(message(id, sequence));
      const whole = append(transaction, id, { ...arriving, sentAt: fetched.receivedAt, receivedAt: now, content });
      transaction.put(mail(id, whole), { mail: mailFormat.encode(fetched) });
      if (content.kind === 'mail' && content.value.leakedFrom !== null)
        noteLeak(transaction, id, content.value.leakedFrom, now);
    },
    STRICT,
  );
  desk.announce({ topic: 'thread', relationship: id });
  desk.announce({ topic: 'conversations' });
  desk.arrived({ relationship: id, kind: 'mail' });
}

function readBlob(reference: BlobReference, hosted: readonly Uint8Array[]): Mail {
  try {
    return mailFormat.decode(openBlob(reference, hosted));
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed')
      throw new Fault('untrusted', 'blob-no-mail', 'the blob holds no mail', error);
    throw error;
  }
}

async function summarise(desk: Desk, known: Login, received: Mail): Promise<Message['content']> {
  const parsed = await desk.mailParser.parse(received.message);
  const fromAddress = clip(parsed.from.address, 320);
  const author = vouchedAuthor(received.authentication, fromAddress);
  // A mask belongs to one relationship: mail from anybody but that site is a leak. An unauthenticated sender proves nothing about who leaked.
  const from = author === null ? null : domainOf(author);
  const foreign = from !== null && from !== domainOf(siteLabel(known.site).replace(/:\d+$/, ''));
  return {
    kind: 'mail',
    value: {
      subject: clip(parsed.subject, 998),
      fromName: clip(parsed.from.name, 320),
      fromAddress,
      preview: clip(parsed.text.replace(/\s+/g, ' ').trim(), 380),
      authentic: author !== null,
      leakedFrom: foreign ? clip(from, 255) : null,
      code: codeOf(parsed),
      link: linkOf(parsed, known.site),
      attachments: parsed.attachments.slice(0, 64).map(({ name, mediaType, byteCount }) => ({
        name: clip(name, 255),
        mediaType: clip(mediaType, 127),
        byteCount,
      })),
    },
  };
}

/** In whichever form it stands: senders put a stub into either. Never that of a mail inside the mail. */
function codeOf({ subject, bodies, links }: ParsedMail): string | null {
  for (const text of bodies.length === 0 ? [''] : bodies) {
    const code = findCode({ subject, text, links });
    if (code !== null) return code.digits;
  }
  return null;
}

function linkOf(parsed: ParsedMail, site: string): string | null {
  const link = findConfirmation(parsed, site);
  return link !== null && utf8Length(link.url) <= 2048 ? link.url : null;
}

function noteLeak(transaction: Parameters<typeof tell>[0], id: string, domain: string, now: number): void {
  const before = transaction.require(relationship(id));
  if (before.history.some((event) => event.kind === 'mask-leaked' && event.detail === domain)) return;
  tell(transaction, id, { kind: 'mask-leaked', at: now, detail: domain }, false);
}
