// One-time codes and confirmation links that a site's mail brought and a page may be waiting for. They are offered
// while fresh only.
import { encodeHex } from '#bytes/base64url.ts';
import { keptLink, type WebUrl } from '#bytes/web-url.ts';
import { mail as mailFormat } from '#wire/mail.ts';
import { judgedToday } from '../logins/joined-mail.ts';
import { codeOf } from '../mail/mail-summary.ts';
import type { AppContext } from '../ports/ports.ts';

import { addressMailedTo, mask } from '../records/mask.ts';

import { type Message, mailRecord, message } from '../records/message.ts';

import { relationship } from '../records/relationship.ts';
import { STRICT, transact } from '../store/transaction.ts';

/** Codes are good for minutes; a stale one offered is a failed log-in. */
const FRESH_MS = 15 * 60_000;
const LOOK_BACK = 8;
/** Later mail of a site is news, and not what a page waits for. */
const SIGNING_UP_MS = 3_600_000;

export interface WaitingCode {
  /** Hex id of the mail. */
  readonly message: string;
  readonly from: string;
  /** By the gateway's clock. */
  readonly receivedAt: number;
  readonly code: string | null;
  readonly link: WebUrl | null;
  /** The site's mailer that vouches for it, since the site itself does not; null: the site does. */
  readonly mailer: string | null;
}

/** A gateway that dates mail ahead makes it no fresher: neither for longer, nor when that time comes. */
const isFresh = ({ sentAt, receivedAt }: Message, now: number): boolean =>
  sentAt - receivedAt <= FRESH_MS && Math.abs(now - Math.min(sentAt, receivedAt)) <= FRESH_MS;

/**
 * The newest fresh mail of a relationship that brings a code or a confirmation link. Mail that neither the site nor its
 * mailer vouches for is shown, never offered: anyone who learns a mask could fill a page through it. A mailer's comes
 * after the site's own, and its link never.
 * @param length of the code that a page of the site waits for: a number of that length may be it, whatever the site's
 * mail calls it
 */
export async function waitingCode(
  app: Pick<AppContext, 'store' | 'now' | 'mailParser'>,
  id: string,
  length?: number,
): Promise<WaitingCode | null> {
  let mailed: WaitingCode | null = null;
  for (const { sequence, one } of await latest(app, id)) {
    if (one?.content.kind !== 'mail') continue;
    // By the gateway's time, sealed in the mail: a service that brings it late, or again, makes it no fresher.
    if (!isFresh(one, app.now())) continue;
    const { fromName, fromAddress, authentic, leakedFrom, mailer } = one.content.value;
    const link = one.content.value.link === null ? null : keptLink(one.content.value.link);
    const from = fromName || fromAddress;
    const waiting = { message: encodeHex(one.id), from, receivedAt: one.sentAt };
    const isOfSite = authentic && leakedFrom === null;
    const asked = isOfSite && length !== undefined;
    const code = one.content.value.code ?? (asked ? await lookedFor(app, id, sequence, length) : null);
    if (isOfSite) {
      if (code !== null || link !== null) return { ...waiting, code, link, mailer: null };
    } else if (mailer !== null && code !== null) mailed ??= { ...waiting, code, link: null, mailer };
  }
  return mailed;
}

/**
 * The newest mail of a new relationship, if nobody has read it, it is fresh and the site's own, and brings nothing that
 * could be offered: a confirmation through the host of another, say. Who waits for it is told that it is there.
 */
export async function waitingMail(
  app: Pick<AppContext, 'store' | 'now'>,
  id: string,
): Promise<Pick<WaitingCode, 'message' | 'from'> | null> {
  const newest = (await latest(app, id))[0];
  const [known] = await app.store.read([relationship(id)]);
  if (known === null || newest?.one?.content.kind !== 'mail' || newest.sequence <= known.readSequence) return null;
  const { id: mailId, sentAt } = newest.one;
  const { fromName, fromAddress, authentic, leakedFrom, code, link } = newest.one.content.value;
  if (!authentic || leakedFrom !== null || code !== null || link !== null) return null;
  if (!isFresh(newest.one, app.now()) || sentAt - known.createdAt > SIGNING_UP_MS) return null;
  return { message: encodeHex(mailId), from: fromName || fromAddress };
}

/** The last messages that came after the one whose code was used, or also that one and those before, newest first. */
async function latest(
  { store }: Pick<AppContext, 'store'>,
  id: string,
  alsoUsed = false,
): Promise<{ readonly sequence: number; readonly one: Message | null }[]> {
  const [known, its] = await store.read([relationship(id), mask(id)]);
  const newest = known?.lastSequence ?? 0;
  const count = Math.min(LOOK_BACK, Math.max(0, newest - (alsoUsed ? 0 : (its?.codesUsedTo ?? 0))));
  const numbers = Array.from({ length: count }, (_, back) => newest - back);
  const kept = await store.read(numbers.map((sequence) => message(id, sequence)));
  const found = await judgedToday(store, id, kept);
  return numbers.map((sequence, at) => ({ sequence, one: found[at] ?? null }));
}

/**
 * The person filled in or copied the code that a mail brought: it is offered no more, nor what came before it.
 * @returns whether the mail is one of this relationship's latest
 */
export async function noteCodeUsed(app: Pick<AppContext, 'store'>, id: string, mailId: string): Promise<boolean> {
  return noteUsedTo(app, id, (await latest(app, id)).find(isMail(mailId))?.sequence, Math.max);
}

/** A code that counted as used got into no field: it is offered again, unless a later one was used since. */
export async function noteCodeMissed(app: Pick<AppContext, 'store'>, id: string, mailId: string): Promise<boolean> {
  return noteUsedTo(app, id, (await latest(app, id, true)).find(isMail(mailId))?.sequence, (before, its) =>
    before === its ? its - 1 : before,
  );
}

const isMail =
  (mailId: string) =>
  ({ one }: { readonly one: Message | null }): boolean =>
    one !== null && encodeHex(one.id) === mailId;

async function noteUsedTo(
  app: Pick<AppContext, 'store'>,
  id: string,
  sequence: number | undefined,
  next: (before: number, sequence: number) => number,
): Promise<boolean> {
  if (sequence === undefined) return false;
  await transact(
    app.store,
    [mask(id)],
    (transaction) => {
      const known = transaction.get(mask(id));
      if (known === null) return;
      const codesUsedTo = next(known.codesUsedTo, sequence);
      if (codesUsedTo !== known.codesUsedTo) transaction.put(mask(id), { ...known, codesUsedTo });
    },
    STRICT,
  );
  return true;
}

/** What a mail without a code that words tell may bring all the same. */
async function lookedFor(
  app: Pick<AppContext, 'store' | 'mailParser'>,
  id: string,
  sequence: number,
  length: number,
): Promise<string | null> {
  const [kept, known] = await app.store.read([mailRecord(id, sequence), mask(id)]);
  if (kept === null || known === null) return null;
  const { message: whole, to } = mailFormat.decode(kept.mail);
  return codeOf(await app.mailParser.parse(whole), addressMailedTo(known, to), length);
}
