// What comes to an invitation's address: handshakes. The first acceptor identity gets the relationship; its later envelopes, which repeat
// the handshake until my reply arrives, go on in it. Anybody else is told, sealed, that the invitation was used, and I am warned.
import { encodeHex } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import { sha256 } from '#crypto/hash.ts';
import { agreePublicKey, agreeSecretKey, kemSeed, signSeed } from '#crypto/keys.ts';
import { dayOf } from '#protocol/day.ts';
import { openFirstEnvelope, openMessage, sealEnvelope } from '#protocol/envelope.ts';
import { answerHandshake } from '#protocol/handshake.ts';
import { pictureSeed } from '#protocol/identity.ts';
import { startInviter } from '#protocol/ratchet.ts';
import { ratchetState } from '#protocol/ratchet-state.ts';
import type { Handshake } from '#wire/handshake.ts';
import { clip, idBytes, idText, newRelationship, tell } from './conversation.ts';
import { type Facts, factsOf } from './facts.ts';
import { openInto, type Received } from './open-message.ts';
import type { Desk } from './ports.ts';
import { type InvitationRecord, invitationRecord } from './records/invitation.ts';
import { proton } from './records/proton.ts';
import { recent, relationship } from './records/relationship.ts';
import { outboxItem, seen } from './records/transit.ts';
import { type StepDurability, type Transaction, transact } from './transaction.ts';

export async function receiveFirst(
  desk: Desk,
  invitationId: string,
  envelope: Uint8Array,
  durability: StepDurability,
): Promise<Received> {
  const facts = await factsOf(desk);
  const digest = seen(encodeHex(sha256(envelope)));
  const ref = invitationRecord(invitationId);
  const received = await transact<Received & { changed?: boolean }>(
    desk.store,
    [digest, ref, recent],
    (transaction) => {
      if (transaction.get(digest) !== null) return { outcome: 'repeated' };
      const invitation = transaction.get(ref);
      if (invitation === null) return { outcome: 'dropped' };
      const first = openFirstEnvelope(envelope, invitation.envelopeKey);
      if (first === null) return takeLater(transaction, facts, invitation, digest, envelope);
      const outcome = takeHandshake(transaction, facts, invitationId, invitation, first.handshake, first.message);
      if (outcome.outcome === 'taken') transaction.put(digest, { day: dayOf(facts.now) });
      return outcome;
    },
    { durability },
  );
  if (received.outcome !== 'repeated') desk.announce({ topic: 'invitations' });
  return received;
}

/** An acceptor that has my reply but no other address of mine yet writes here without a handshake. */
function takeLater(
  transaction: Transaction,
  facts: Facts,
  { relationship: known }: InvitationRecord,
  digest: ReturnType<typeof seen>,
  envelope: Uint8Array,
): Received {
  if (known === null || transaction.get(relationship(idText(known))) === null) return { outcome: 'dropped' };
  const taken = openInto(transaction, facts.now, idText(known), envelope);
  if (taken.outcome === 'taken') transaction.put(digest, { day: dayOf(facts.now) });
  return taken;
}

function takeHandshake(
  transaction: Transaction,
  facts: Facts,
  invitationId: string,
  invitation: InvitationRecord,
  handshake: Handshake,
  message: Uint8Array,
): Received {
  if (
    invitation.acceptor !== null &&
    invitation.relationship !== null &&
    equal(invitation.acceptor, handshake.acceptor.sign)
  ) {
    const id = idText(invitation.relationship);
    return transaction.get(relationship(id)) === null
      ? { outcome: 'dropped' }
      : openInto(transaction, facts.now, id, message);
  }
  // The digest is in the associated data too; here it keeps a handshake for another invitation from being looked at at all.
  if (!equal(handshake.invitation, sha256(invitation.bundle))) return { outcome: 'dropped' };
  const prekey = {
    secretKey: agreeSecretKey(invitation.prekeySecret),
    publicKey: agreePublicKey(invitation.prekeyPublic),
  };
  const secrets = {
    signSeed: signSeed(invitation.secrets.signSeed),
    agreeSecret: agreeSecretKey(invitation.secrets.agreeSecret),
  };
  const shared = answerHandshake(handshake, { secrets, prekey, kemSeed: kemSeed(invitation.kemSeed) });
  if (shared === null) return { outcome: 'dropped' };
  const ratchet = startInviter(shared, prekey);
  // Nobody takes an invitation with a handshake alone: its message must open.
  const opened = openMessage(ratchet, message, () => null, transaction.entropy);
  if (opened.outcome !== 'opened') return { outcome: 'dropped' };
  if (invitation.state !== 'open') return refuse(transaction, facts, invitationId, invitation, opened);

  const id = encodeHex(transaction.entropy(16));
  const named = opened.body.items.find((item) => item.kind === 'profile');
  const theirs = named?.kind === 'profile' ? named.value : { name: '', pronouns: '' };
  transaction.put(
    relationship(id),
    newRelationship(
      {
        kind: 'person',
        standing: 'active',
        name: clip(invitation.label || theirs.name, 120),
        theirs,
        picture: pictureSeed(handshake.acceptor),
        mine: invitation.mine,
        minePicture: pictureSeed(invitation.identity),
        addresses: { seed: transaction.entropy(32), next: 0 },
      },
      facts.now,
    ),
  );
  transaction.put(proton(id), {
    secrets: invitation.secrets,
    identity: invitation.identity,
    theirs: handshake.acceptor,
    ratchet: ratchetState.encode(ratchet),
    opening: null,
    grants: [],
    receipts: [],
    answer: null,
    owes: { profile: false, addresses: true },
  });
  tell(transaction, id, { kind: 'invited', at: invitation.createdAt, detail: '' }, true);
  tell(transaction, id, { kind: 'accepted', at: facts.now, detail: '' }, false);
  transaction.put(invitationRecord(invitationId), {
    ...invitation,
    state: 'used',
    acceptor: handshake.acceptor.sign,
    relationship: idBytes(id),
  });
  const taken = openInto(transaction, facts.now, id, message);
  return taken.outcome === 'taken' ? { ...taken, arrived: 'accepted' } : taken;
}

/** Tells a later acceptor that the invitation was used (or withdrawn), once per identity, and notes the attempt. */
function refuse(
  transaction: Transaction,
  facts: Facts,
  invitationId: string,
  invitation: InvitationRecord,
  opened: Extract<ReturnType<typeof openMessage>, { outcome: 'opened' }>,
): Received {
  transaction.put(invitationRecord(invitationId), { ...invitation, triedAgain: true });
  const grants = opened.body.items.find((item) => item.kind === 'addresses');
  const route = grants?.kind === 'addresses' ? grants.value.find((grant) => grant.addresses.length > 0) : undefined;
  const to = route?.addresses[0];
  if (route !== undefined && to !== undefined) {
    const goodbye = {
      id: transaction.entropy(16),
      clock: opened.body.clock + 1,
      sentAt: facts.now,
      items: [{ kind: 'terminate' as const, value: { reason: 'invitation-used' as const } }],
    };
    const { envelope } = sealEnvelope(opened.state, goodbye, 'small', null, transaction.entropy);
    transaction.put(outboxItem(encodeHex(transaction.entropy(16))), {
      relationship: new Uint8Array(16),
      sequence: 0,
      service: route.service,
      address: to,
      envelope,
      sealed: null,
      dedupe: transaction.entropy(16),
      createdAt: facts.now,
      tries: 0,
      notBeforeAt: 0,
    });
  }
  return { outcome: 'taken', relationship: '', arrived: null };
}
