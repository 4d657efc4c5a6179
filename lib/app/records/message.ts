// One message of one conversation, by its number there. A mail's full text lies apart (`mailKind`), so that a page of a
// thread stays light.

import { blobReference } from '#wire/blob.ts';
import {
  blob,
  boolean,
  type Coder,
  choice,
  list,
  nullable,
  part,
  struct,
  text,
  timestamp,
  u16,
  u32,
  union,
  type ValueOf,
} from '#wire/format.ts';
import { MAX_MAIL_BYTES, mail as mailFormat, readMail } from '#wire/mail.ts';
import { sharedLogin } from '#wire/message.ts';
import { TEXT_BYTES } from '#wire/sizes.ts';
import { attachmentContent, longTextContent } from './attachment.ts';
import { id16, NOWHERE, recordKind, refs } from './record.ts';
import { historyEvent } from './relationship.ts';

export const DELIVERY = { waiting: 1, sent: 2, received: 3, read: 4, failed: 5 } as const;

const MAIL = {
  subject: text(998),
  fromName: text(320),
  fromAddress: text(320),
  preview: text(400),
  authentic: boolean,
  leakedFrom: nullable(text(255)),
  code: nullable(text(32)),
  link: nullable(text(2048)),
  attachments: list(64, struct({ name: text(255), mediaType: text(127), byteCount: u32 })),
};

const messageWith = <M>(mailContent: Coder<M>) =>
  struct({
    id: id16,
    mine: boolean,
    clock: u32,
    /** Of a mail: when the gateway took it. */
    sentAt: timestamp,
    receivedAt: timestamp,
    /** Of my messages only; null for theirs. */
    delivery: nullable(choice(DELIVERY)),
    content: union({
      text: [1, text(TEXT_BYTES.large)],
      mail: [2, mailContent],
      event: [3, historyEvent],
      /** A kind this version does not know: kept whole, shown by its fallback. */
      unknown: [4, struct({ code: u16, payload: blob(16 * 1024), fallback: text(280) })],
      /** A mail whose blob is still to be fetched. */
      arriving: [5, blobReference],
      attachment: [6, attachmentContent],
      longText: [7, longTextContent],
      /** `kept`: the entry that was made of it. */
      sharedLogin: [8, struct({ login: sharedLogin, kept: nullable(id16) })],
    }),
  });
/** How it was until a site's mailer was known. */
const messageV2 = part('message record', 32 * 1024, messageWith(struct(MAIL)));
const messageCoder = messageWith(
  struct({
    ...MAIL,
    /** The site's mailer, if it vouches for the mail and the site itself does not. */
    mailer: nullable(text(255)),
  }),
);

/** Before a log-in could be shared. */
const messageV3 = part('message record', 33 * 1024, messageCoder);

type Content = typeof messageCoder extends Coder<infer T> ? T : never;

function fromV2(encoded: Uint8Array): Content {
  const { content, ...kept } = messageV2.decode(encoded);
  const mailed = content.kind === 'mail';
  return { ...kept, content: mailed ? { kind: 'mail', value: { ...content.value, mailer: null } } : content };
}

// A row of the list says how the newest one stands.
export const messageKind = recordKind(
  'message',
  'fact',
  4,
  33 * 1024,
  messageCoder,
  [{ topic: 'thread' }, { topic: 'conversations' }],
  {
    // Kinds of content were added; the older ones are encoded as before.
    1: fromV2,
    2: fromV2,
    3: (encoded) => messageV3.decode(encoded),
  },
);
export type Message = ValueOf<typeof messageKind.format>;
/** Whether a receipt has named it. */
export const hasArrived = (sent: Message | null): boolean => sent?.delivery === 'received' || sent?.delivery === 'read';
export const message = refs<Message, [relationship: string, sequence: number]>(messageKind);

/** Number of a message by its id: what receipts name, and by which a second copy is known. */
export const messageNumberKind = recordKind('message-number', 'derived', 1, 16, struct({ sequence: u32 }), NOWHERE);
export const messageNumber = refs<{ sequence: number }, [relationship: string, message: string]>(messageNumberKind);

const mailRecordV1 = part('mail record', MAX_MAIL_BYTES + 2048, struct({ mail: blob(MAX_MAIL_BYTES + 1024) }));

/** A mail as it was received (RFC 5322), with what the gateway found. */
export const mailKind = recordKind(
  'mail',
  'fact',
  2,
  mailFormat.maxBytes + 1024,
  struct({ mail: blob(mailFormat.maxBytes) }),
  NOWHERE,
  {
    1: (encoded) => ({ mail: mailFormat.encode(readMail(mailRecordV1.decode(encoded).mail)) }),
  },
);
export const mailRecord = refs<{ mail: Uint8Array }, [relationship: string, sequence: number]>(mailKind);

/**
 * As long as a page may hand in: 200,000 characters of at most three bytes. Who types it sees it: no thread is read
 * again for a key.
 */
export const draftKind = recordKind('draft', 'own', 1, 640 * 1024, struct({ text: text(600_000) }), NOWHERE);
export const draft = refs<{ text: string }, [relationship: string]>(draftKind);
