// One-time codes and confirmation links that a site's mail brought and a page may be waiting for. They are offered
// while fresh only.
import { encodeHex } from '#bytes/base64url.ts';
import { keptLink, type WebUrl } from '#bytes/web-url.ts';
import { mail as mailFormat } from '#wire/mail.ts';
import { judgedToday } from '../logins/joined-mail.ts';
import { codeOf } from '../mail/mail-summary.ts';
import type { AppContext } from '../ports/ports.ts';

import { mask } from '../records/mask.ts';

import { type Message, mailRecord, message } from '../records/message.ts';

import { relationship } from '../records/relationship.ts';
import { STRICT, transact } from '../store/transaction.ts';

/** Codes are good for minutes; a stale one offered is a failed log-in. */
const FRESH_MS = 15 * 60_000;
const LOOK_BACK = 8;

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
    if (Math.abs(app.now() - one.sentAt) > FRESH_MS) continue;
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

/** The last messages that came after the one whose code was used, newest first. */
async function latest(
  { store }: Pick<AppContext, 'store'>,
  id: string,
): Promise<{ readonly sequence: number; readonly one: Message | null }[]> {
  const [known, its] = await store.read([relationship(id), mask(id)]);
  const newest = known?.lastSequence ?? 0;
  const count = Math.min(LOOK_BACK, Math.max(0, newest - (its?.codesUsedTo ?? 0)));
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
  const used = (await latest(app, id)).find(({ one }) => one !== null && encodeHex(one.id) === mailId);
  if (used === undefined) return false;
  await transact(
    app.store,
    [mask(id)],
    (transaction) => {
      const known = transaction.get(mask(id));
      if (known !== null && known.codesUsedTo < used.sequence)
        transaction.put(mask(id), { ...known, codesUsedTo: used.sequence });
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
  return codeOf(await app.mailParser.parse(mailFormat.decode(kept.mail).message), known.address, length);
}
