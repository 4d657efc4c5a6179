// Inviting: a fresh identity, prekeys and one one-use address per service, signed; hosted encrypted so that a link can
// carry it.
import { encodeHex } from '#bytes/base64url.ts';
import { dayOf } from '#protocol/base/day.ts';
import { createIdentity } from '#protocol/pairwise/identity.ts';
import { createInvitation, sealBundle } from '#protocol/pairwise/invitation.ts';
import { invitationLocator } from '#wire/invitation.ts';
import { grantAddresses, INVITATION_LIFETIME_DAYS } from '../addresses/addresses.ts';
import type { AppContext } from '../ports/ports.ts';
import { invitationRecord } from '../records/invitation.ts';
import { serviceTask } from '../records/transit.ts';
import { myServicesWith } from '../services/services.ts';
import { type Facts, joinedFactsOf } from '../services/snapshot.ts';
import { STRICT, type StrictTransaction, transact } from '../store/transaction.ts';
import { cleanName } from '../words/name.ts';

export type Invited = { ok: true; id: string } | { ok: false; reason: 'unreachable' };

/**
 * Makes an invitation, offline but for services that must once have been reached. Its link works as soon as the bundle
 * is hosted.
 */
export async function invite(app: AppContext, given: { name: string; label: string }): Promise<Invited> {
  const facts = await joinedFactsOf(app);
  const [host] = await myServicesWith(app, 'sending');
  if (facts.receivers.length === 0 || host === undefined) return { ok: false, reason: 'unreachable' };
  const { origin } = host.service.name;
  const id = await transact(app.store, [], (transaction) => prepare(transaction, facts, origin, given), STRICT);
  if (id === null) return { ok: false, reason: 'unreachable' };
  return { ok: true, id };
}

/** @param origin of the sending service that is to host the bundle @returns its id; null: it could not be accepted */
function prepare(
  transaction: StrictTransaction,
  facts: Facts,
  origin: string,
  given: { readonly name: string; readonly label: string },
): string | null {
  const mine = createIdentity(transaction.entropy);
  const book = { seed: transaction.entropy(32), next: 0 };
  // The addresses' owner is the invitation, whose name is a digest over them: so they are noted under a name made
  // beforehand.
  const owner = transaction.entropy(16);
  const granted = grantAddresses(transaction, facts.receivers, { purpose: 'invitation', id: owner }, book, {
    now: facts.now,
    lifetimeDays: INVITATION_LIFETIME_DAYS,
    perService: 1,
    latency: 'now',
  });
  if (granted.grants.length === 0) return null;
  const presentation = { name: cleanName(given.name), pronouns: '' };
  const expiryDay = dayOf(facts.now) + INVITATION_LIFETIME_DAYS;
  const terms = { presentation, services: granted.grants, createdAt: facts.now, expiryDay };
  const made = createInvitation(mine, terms, transaction.entropy);
  const { key, hosted, digest } = sealBundle(made.encoded, transaction.entropy);
  const blob = transaction.entropy(16);
  const locator = invitationLocator.encode({ origin, blob, key, digest });
  transaction.put(invitationRecord(encodeHex(owner)), {
    state: 'open',
    label: cleanName(given.label),
    mine: presentation,
    bundle: made.encoded,
    locator,
    hosted: false,
    secrets: mine.secrets,
    identity: mine.identity,
    prekeySecret: made.secrets.prekey.secretKey,
    prekeyPublic: made.secrets.prekey.publicKey,
    kemSeed: made.secrets.kemSeed,
    envelopeKey: made.secrets.envelopeKey,
    addresses: granted.book,
    createdAt: facts.now,
    expiryDay,
    acceptor: null,
    relationship: null,
    refusals: 0,
  });
  transaction.put(serviceTask(encodeHex(transaction.entropy(16))), {
    createdAt: facts.now,
    tries: 0,
    notBeforeAt: 0,
    task: { kind: 'hostBundle', value: { invitation: owner, origin, blob, hosted, expiryDay } },
  });
  return encodeHex(owner);
}

/** Takes an invitation back: a person who accepts it from now on is told that it is no longer open. */
export async function withdrawInvitation(app: AppContext, id: string): Promise<void> {
  await transact(app.store, [invitationRecord(id)], (transaction) => {
    const known = transaction.get(invitationRecord(id));
    if (known?.state === 'open') transaction.put(invitationRecord(id), { ...known, state: 'withdrawn' });
  });
}
