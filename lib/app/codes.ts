// One-time codes and confirmation links that a site's mail brought and a page may be waiting for. They are offered while fresh only.
import { encodeHex } from '#bytes/base64url.ts';
import { keptLink, type WebUrl } from '#bytes/web-url.ts';
import type { Desk } from './ports.ts';
import { message } from './records/message.ts';
import { relationship } from './records/relationship.ts';

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
}

/** The newest fresh mail of a relationship that brings a code or a confirmation link. */
export async function waitingCode(desk: Pick<Desk, 'store' | 'now'>, id: string): Promise<WaitingCode | null> {
  const [known] = await desk.store.read([relationship(id)]);
  if (known === null) return null;
  const newest = known.lastSequence;
  const refs = Array.from({ length: Math.min(LOOK_BACK, newest) }, (_, back) => message(id, newest - back));
  for (const one of await desk.store.read(refs)) {
    if (one?.content.kind !== 'mail') continue;
    // By the gateway's time, sealed in the mail: whoever brings it late, or again, makes it no fresher.
    if (Math.abs(desk.now() - one.sentAt) > FRESH_MS) continue;
    const { code, fromName, fromAddress, authentic, leakedFrom } = one.content.value;
    const link = one.content.value.link === null ? null : keptLink(one.content.value.link);
    // Mail that the site does not vouch for is shown, never offered: whoever learns a mask could fill a page through it.
    if (!authentic || leakedFrom !== null) continue;
    if (code !== null || link !== null)
      return { message: encodeHex(one.id), from: fromName || fromAddress, receivedAt: one.sentAt, code, link };
  }
  return null;
}
