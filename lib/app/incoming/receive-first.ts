// Handshakes that come to an invitation's address. The first acceptor identity gets the relationship; its later
// envelopes, which repeat the handshake until my reply arrives, go on in it. Any other acceptor is told, sealed, that
// the invitation was used, and I am warned.
import { encodeHex } from '#bytes/base64url.ts';
import { concat, equal } from '#bytes/bytes.ts';
import { sha256 } from '#crypto/hash.ts';
import { agreePublicKey, agreeSecretKey, kemSeed, signSeed } from '#crypto/keys.ts';
import { nameFor } from '#logins/generate/names.ts';
import { dayOf } from '#protocol/base/day.ts';
import { openFirstEnvelope, sealEnvelope } from '#protocol/pairwise/envelope.ts';
import { answerHandshake } from '#protocol/pairwise/handshake.ts';
import { pictureSeed } from '#protocol/pairwise/identity.ts';
import { startInviter } from '#protocol/pairwise/ratchet.ts';
import { type RatchetState, ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { resetKeyOf } from '#protocol/pairwise/reset.ts';
import type { Handshake } from '#wire/handshake.ts';
import type { MessageBody } from '#wire/message.ts';
import { seenOn } from '../addresses/seen.ts';
import { idBytes, idText, newRelationship, tell } from '../conversation/conversation.ts';
import { enqueue, readToEnqueue } from '../outgoing/outbox.ts';
import { noteOwing } from '../outgoing/owing.ts';
import type { AppContext } from '../ports/ports.ts';
import { isGood } from '../reach/their-addresses.ts';
import { type InvitationRecord, invitationRecord, MAX_REFUSALS } from '../records/invitation.ts';
import { profile } from '../records/profile.ts';
import { newProton, proton } from '../records/proton.ts';
import { recent, relationship } from '../records/relationship.ts';
import { owing, seen } from '../records/transit.ts';
import { type Facts, factsOf } from '../services/snapshot.ts';
import { STRICT, type StrictTransaction, transact } from '../store/transaction.ts';
import { cleanPresentation } from '../words/name.ts';
import { openAll, type ReadMessage, type Received, readNamed, takeAll } from './open-message.ts';

const DROPPED: Received = { outcome: 'dropped' };

/** A letter that repeats the handshake, or comes after it, in the relationship that the invitation began. */
export interface Repeat {
  /** The relationship. */
  readonly owner: string;
  readonly message: Uint8Array;
}

/**
 * Which of these envelopes go on in the relationship that the invitation has begun, without a step: once used, an
 * invitation keeps its acceptor for ever. Those that do not are null, to be taken by `receiveFirst`, one by one.
 * @returns null if nobody has accepted yet
 */
export async function repeatsAmong(
  app: AppContext,
  invitationId: string,
  envelopes: readonly Uint8Array[],
): Promise<readonly (Repeat | null)[] | null> {
  const [invitation] = await app.store.read([invitationRecord(invitationId)]);
  if (!invitation?.acceptor || invitation.relationship === null) return null;
  const { acceptor, envelopeKey } = invitation;
  const owner = idText(invitation.relationship);
  return envelopes.map((envelope) => {
    const first = openFirstEnvelope(envelope, envelopeKey);
    if (first === null) return { owner, message: envelope };
    return equal(acceptor, first.handshake.acceptor.sign) ? { owner, message: first.message } : null;
  });
}

export async function receiveFirst(app: AppContext, invitationId: string, envelope: Uint8Array): Promise<Received> {
  const facts = await factsOf(app);
  const digest = seen(encodeHex(sha256(envelope)));
  const ref = invitationRecord(invitationId);
  return transact<Received>(
    app.store,
    [digest, ref, recent, owing, profile],
    (transaction) => {
      const invitation = transaction.get(ref);
      if (invitation === null) return DROPPED;
      const owner = invitation.relationship === null ? '' : idText(invitation.relationship);
      if (transaction.get(digest) !== null) return { outcome: 'repeated' };
      const first = openFirstEnvelope(envelope, invitation.envelopeKey);
      const outcome =
        first === null
          ? goOn(transaction, facts, owner, envelope)
          : takeHandshake(transaction, facts, invitationId, invitation, first.handshake, first.message);
      if (outcome.outcome === 'taken') transaction.put(digest, seenOn(facts.now, 'handshake'));
      return outcome;
    },
    STRICT,
  );
}

/**
 * Goes on in the relationship that the invitation began; also without a handshake, if the acceptor has my reply but no
 * other address yet.
 */
function goOn(transaction: StrictTransaction, facts: Facts, id: string, message: Uint8Array): Received {
  if (id === '' || transaction.get(relationship(id)) === null) return DROPPED;
  return take(transaction, facts, openAll(transaction, id, [{ name: 'message', message }], facts.now));
}

function take(transaction: StrictTransaction, facts: Facts, opening: ReadMessage): Received {
  readNamed(transaction, [opening]);
  const taken = takeAll(transaction, facts.now, opening)[0] ?? DROPPED;
  if (taken.outcome === 'taken') noteOwing(transaction, [opening.id]);
  return taken;
}

function takeHandshake(
  transaction: StrictTransaction,
  facts: Facts,
  invitationId: string,
  invitation: InvitationRecord,
  handshake: Handshake,
  message: Uint8Array,
): Received {
  if (invitation.acceptor !== null && equal(invitation.acceptor, handshake.acceptor.sign)) {
    return goOn(transaction, facts, invitation.relationship === null ? '' : idText(invitation.relationship), message);
  }
  // A holder of the invitation could go on for ever, each time under another identity: a handshake that would be
  // refused without an answer leaves nothing here.
  if (invitation.state !== 'open' && invitation.refusals >= MAX_REFUSALS) return DROPPED;
  // The digest is in the associated data too; here it keeps a handshake for another invitation from being looked at at
  // all.
  if (!equal(handshake.invitation, sha256(invitation.bundle))) return DROPPED;
  const started = transaction.once('handshake', () => startWith(invitation, handshake));
  if (started === null) return DROPPED;
  const { ratchet, resetKey } = started;
  // A handshake alone does not take an invitation: its message must open.
  const id = encodeHex(transaction.entropy(16));
  const opening = openAll(transaction, id, [{ name: 'message', message }], facts.now, ratchet);
  const [opened] = opening.messages;
  if (opened?.outcome !== 'opened') return DROPPED;
  if (invitation.state !== 'open') return refuse(transaction, facts, invitationId, invitation, handshake, opened);

  begin(transaction, facts, id, invitation, handshake.acceptor, { ratchet, resetKey }, opened.body);
  transaction.put(invitationRecord(invitationId), {
    ...invitation,
    state: 'used',
    acceptor: handshake.acceptor.sign,
    relationship: idBytes(id),
  });
  const taken = take(transaction, facts, opening);
  return taken.outcome === 'taken' ? { ...taken, arrived: 'accepted' } : taken;
}

/** The relationship as it begins. */
function begin(
  transaction: StrictTransaction,
  facts: Facts,
  id: string,
  invitation: InvitationRecord,
  acceptor: Handshake['acceptor'],
  { ratchet, resetKey }: Started,
  body: MessageBody,
): void {
  const named = body.items.find((item) => item.kind === 'profile');
  const theirs = cleanPresentation(named?.kind === 'profile' ? named.value : { name: '', pronouns: '' });
  const picture = pictureSeed(acceptor);
  transaction.put(
    relationship(id),
    newRelationship(
      {
        kind: 'person',
        standing: 'active',
        // An acceptor without a name gets the name of their picture.
        name: invitation.label || theirs.name || nameFor(picture).text,
        theirs,
        picture,
        mine: invitation.mine,
        minePicture: pictureSeed(invitation.identity),
        addresses: { seed: transaction.entropy(32), next: 0 },
      },
      facts.now,
    ),
  );
  transaction.put(
    proton(id),
    newProton(
      {
        secrets: invitation.secrets,
        identity: invitation.identity,
        theirs: acceptor,
        ratchet: ratchetState.encode(ratchet),
        opening: null,
        grants: [],
        resetKey,
      },
      { owes: { profile: false, addresses: true, request: false } },
    ),
  );
  tell(transaction, id, { kind: 'invited', at: invitation.createdAt, detail: '' }, true);
  tell(transaction, id, { kind: 'accepted', at: facts.now, detail: '' }, false);
}

interface Started {
  readonly ratchet: RatchetState;
  readonly resetKey: Uint8Array;
}

function startWith(invitation: InvitationRecord, handshake: Handshake): Started | null {
  const prekey = {
    secretKey: agreeSecretKey(invitation.prekeySecret),
    publicKey: agreePublicKey(invitation.prekeyPublic),
  };
  const secrets = {
    signSeed: signSeed(invitation.secrets.signSeed),
    agreeSecret: agreeSecretKey(invitation.secrets.agreeSecret),
  };
  const shared = answerHandshake(handshake, { secrets, prekey, kemSeed: kemSeed(invitation.kemSeed) });
  return shared === null ? null : { ratchet: startInviter(shared, prekey), resetKey: resetKeyOf(shared) };
}

/**
 * Tells a later acceptor that the invitation was used (or withdrawn), once per identity and to some of them, and notes
 * the attempt.
 */
function refuse(
  transaction: StrictTransaction,
  facts: Facts,
  invitationId: string,
  invitation: InvitationRecord,
  handshake: Handshake,
  opened: Extract<ReadMessage['messages'][number], { outcome: 'opened' }>,
): Received {
  const taken: Received = { outcome: 'taken', relationship: '', arrived: null };
  const told = seen(encodeHex(sha256(concat(handshake.acceptor.sign, idBytes(invitationId)))));
  if (transaction.get(told) !== null) return taken;
  transaction.put(told, seenOn(facts.now, 'handshake'));
  transaction.put(invitationRecord(invitationId), { ...invitation, refusals: invitation.refusals + 1 });
  const today = dayOf(facts.now);
  const grants = opened.body.items.flatMap((item) => (item.kind === 'addresses' ? item.value : []));
  const [route] = grants.flatMap(({ service, addresses }) =>
    addresses.filter((one) => isGood(one, today)).map((address) => ({ service, address })),
  );
  if (route === undefined) return taken;
  transaction.fetch(readToEnqueue(route.service.origin, facts));
  const goodbye = {
    id: transaction.entropy(16),
    clock: opened.body.clock + 1,
    sentAt: facts.now,
    items: [{ kind: 'terminate' as const, value: { reason: 'invitation-used' as const } }],
  };
  const { envelope } = sealEnvelope(opened.end.ratchet, goodbye, 'small', null, transaction.entropy);
  enqueue(transaction, { relationship: new Uint8Array(16), sequence: 0, ...route, envelope }, facts);
  return taken;
}
