// Mail at a mask. It is opened and parsed before the step, since parsing is asynchronous and the mask's keys never
// change; the step then lands message, text and mark together.
import { encodeHex } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { sha256 } from '#crypto/hash.ts';
import { sealSecretKey } from '#crypto/keys.ts';
import { dayOf } from '#protocol/base/day.ts';
import { openBlob } from '#protocol/blob/blob.ts';
import { openMail } from '#protocol/mail/mask.ts';
import type { BlobReference } from '#wire/blob.ts';
import { MAIL_BLOB_DAYS, type Mail, mail as mailFormat, readMail } from '#wire/mail.ts';
import { isOlderThanAddress, seenOn } from '../addresses/seen.ts';
import { append, idBytes, tell } from '../conversation/conversation.ts';
import { accountSites } from '../logins/at-sites.ts';
import { summarise } from '../mail/mail-summary.ts';
import { mailerAfter, vouchingDomain } from '../mail/vouching.ts';
import type { AppContext } from '../ports/ports.ts';
import { login } from '../records/login.ts';
import { addressMailedTo, type Mask, type MaskAddress, mask, maskAddresses } from '../records/mask.ts';
import { type Message, mailRecord, message } from '../records/message.ts';
import { recent, relationship } from '../records/relationship.ts';
import { seen, serviceTask } from '../records/transit.ts';
import { STRICT, type StrictTransaction, type Transaction, transact } from '../store/transaction.ts';
import type { Received } from './open-message.ts';

/** @param expiryDay of the address over which it came */
export async function receiveMail(
  app: AppContext,
  id: string,
  expiryDay: number,
  envelope: Uint8Array,
): Promise<Received> {
  const [known] = await app.store.read([mask(id)]);
  const found = known === null ? null : openedBy(known, envelope);
  if (known === null || found === null) return { outcome: 'dropped' };
  const { held, opened } = found;
  // A blob lies at the gateway itself: no mail makes us ask any other place.
  if ('blob' in opened && opened.blob.origin !== held.gateway.origin) return { outcome: 'dropped' };
  const mailDay = 'mail' in opened ? dayOf(opened.mail.receivedAt) : opened.blob.expiryDay - MAIL_BLOB_DAYS;
  if (isOlderThanAddress(mailDay, expiryDay)) return { outcome: 'repeated' };
  const now = app.now();
  const content =
    'mail' in opened
      ? await summarise(app, held, await accountSites(app.store, id, known.site), opened.mail)
      : ({ kind: 'arriving', value: opened.blob } as const);
  const digest = seen(encodeHex(sha256(envelope)));
  return transact<Received>(
    app.store,
    [digest, relationship(id), login(id), mask(id), recent],
    (transaction) => {
      if (transaction.get(digest) !== null) return { outcome: 'repeated' };
      const before = transaction.get(relationship(id));
      if (before === null || before.standing === 'blocked') return { outcome: 'dropped' };
      transaction.put(digest, seenOn(now, 'mail'));
      const landed = 'mail' in opened ? withMailer(transaction, id, content, opened.mail) : content;
      const entry: Message = {
        id: transaction.entropy(16),
        mine: false,
        clock: before.clock + 1,
        sentAt: 'mail' in opened ? opened.mail.receivedAt : now,
        receivedAt: now,
        delivery: null,
        content: landed,
      };
      const sequence = append(transaction, id, entry);
      if ('mail' in opened) {
        transaction.put(mailRecord(id, sequence), { mail: mailFormat.encode(opened.mail) });
        if (content.kind === 'mail' && content.value.leakedFrom !== null)
          noteLeak(transaction, id, content.value.leakedFrom, { now, address: held.address });
      } else {
        const task = {
          kind: 'fetchMail' as const,
          value: { relationship: idBytes(id), sequence, reference: opened.blob },
        };
        transaction.put(serviceTask(encodeHex(transaction.entropy(16))), {
          createdAt: now,
          tries: 0,
          notBeforeAt: 0,
          task,
        });
      }
      return { outcome: 'taken', relationship: id, arrived: content.kind === 'mail' ? 'mail' : null };
    },
    STRICT,
  );
}

/**
 * Completes a mail whose blob has been fetched. @throws Fault untrusted if the hosted bytes are not the ones referred
 * to
 */
export async function completeMail(
  app: AppContext,
  id: string,
  sequence: number,
  reference: BlobReference,
  hosted: readonly Uint8Array[],
): Promise<void> {
  const fetched = readBlob(reference, hosted);
  const [known] = await app.store.read([mask(id)]);
  if (known === null) return;
  const address = addressMailedTo(known, fetched.to);
  const content = await summarise(app, { address }, await accountSites(app.store, id, known.site), fetched);
  const now = app.now();
  await transact(
    app.store,
    [message(id, sequence), relationship(id), login(id), mask(id), recent],
    (transaction) => {
      const arriving = transaction.get(message(id, sequence));
      if (arriving?.content.kind !== 'arriving') return;
      // It takes a new number, so that it is unread and at its place when it can be read.
      transaction.remove(message(id, sequence));
      const landed = withMailer(transaction, id, content, fetched);
      const whole = append(transaction, id, {
        ...arriving,
        sentAt: fetched.receivedAt,
        receivedAt: now,
        content: landed,
      });
      transaction.put(mailRecord(id, whole), { mail: mailFormat.encode(fetched) });
      if (content.kind === 'mail' && content.value.leakedFrom !== null)
        noteLeak(transaction, id, content.value.leakedFrom, { now, address });
    },
    STRICT,
  );
  app.arrived({ relationship: id, kind: 'mail' });
}

function readBlob(reference: BlobReference, hosted: readonly Uint8Array[]): Mail {
  try {
    return readMail(openBlob(reference, hosted));
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed')
      throw new Fault('untrusted', 'blob-no-mail', 'the blob holds no mail', error);
    throw error;
  }
}

/**
 * Says of a mail whether the site's mailer vouches for it, and notes the mailer once it is known: later mail of that
 * mailer may offer its code.
 */
function withMailer(
  transaction: StrictTransaction,
  id: string,
  content: Message['content'],
  { authentication, receivedAt }: Mail,
): Message['content'] {
  const known = transaction.get(mask(id));
  if (known === null || content.kind !== 'mail') return content;
  const vouching = vouchingDomain(authentication, content.value.fromAddress);
  const filledAt = transaction.get(login(id))?.filledAt ?? 0;
  const mailer = mailerAfter({ mailer: known.mailer, filledAt }, vouching, receivedAt);
  if (mailer !== known.mailer) transaction.put(mask(id), { ...known, mailer });
  const { authentic, leakedFrom } = content.value;
  const isOfSite = authentic && leakedFrom === null;
  return isOfSite || vouching === null || vouching !== known.mailer
    ? content
    : { kind: 'mail', value: { ...content.value, mailer: vouching } };
}

/** With the address whose key opens it. */
function openedBy(
  known: Mask,
  envelope: Uint8Array,
): { readonly held: MaskAddress; readonly opened: NonNullable<ReturnType<typeof openMail>> } | null {
  for (const { held } of maskAddresses(known)) {
    const opened = openMail(sealSecretKey(held.mailSecret), envelope);
    if (opened !== null) return { held, opened };
  }
  return null;
}

/** Of the address in use: mail to a former one says nothing of its successor. */
function noteLeak(
  transaction: Transaction,
  id: string,
  domain: string,
  { now, address }: { readonly now: number; readonly address: string },
): void {
  const known = transaction.get(mask(id));
  if (known === null || known.address !== address) return;
  const before = transaction.require(relationship(id));
  const isKnown = before.history.some(
    ({ kind, detail, at }) => kind === 'mask-leaked' && detail === domain && at >= known.leaksFrom,
  );
  if (isKnown) return;
  tell(transaction, id, { kind: 'mask-leaked', at: now, detail: domain }, false);
}
