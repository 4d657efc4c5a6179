// Accepting an invitation: looking at it first, then making an own identity for this relationship and sending the first
// message.
import { encodeHex } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { nameFor } from '#logins/generate/names.ts';
import { dayOf, endOfDay } from '#protocol/base/day.ts';
import { acceptHandshake } from '#protocol/pairwise/handshake.ts';
import { createIdentity, pictureSeed } from '#protocol/pairwise/identity.ts';
import {
  HOSTED_BUNDLE_BYTES,
  openBundle,
  readInvitationText,
  verifyInvitation,
} from '#protocol/pairwise/invitation.ts';
import { startAcceptor } from '#protocol/pairwise/ratchet.ts';
import { ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { resetKeyOf } from '#protocol/pairwise/reset.ts';
import { handshake as handshakeFormat } from '#wire/handshake.ts';
import type { Invitation } from '#wire/invitation.ts';
import { idBytes, idText, newRelationship, tell } from '../conversation/conversation.ts';
import { post } from '../outgoing/post.ts';
import type { AppContext } from '../ports/ports.ts';
import { isGood } from '../reach/their-addresses.ts';
import { accepted, invitationKind } from '../records/invitation.ts';
import { newProton, proton } from '../records/proton.ts';
import { recent, relationship } from '../records/relationship.ts';
import { servicesInUse } from '../records/service.ts';
import { fetchBlob } from '../services/hosting.ts';
import { type Facts, joinedFactsOf } from '../services/snapshot.ts';
import { STRICT, type StrictTransaction, transact } from '../store/transaction.ts';
import type { InvitationPreview } from '../views/invitations.ts';
import { cleanName, cleanPresentation } from '../words/name.ts';

export type NotAccepted = Extract<InvitationPreview, { ok: false }>['reason'];
type Opened = { ok: true; invitation: Invitation; digest: Uint8Array } | { ok: false; reason: NotAccepted };

/** What the person is shown before they say yes: who invites, through which services, and whether it is still good. */
export async function previewInvitation(app: AppContext, text: string, suggestion: string): Promise<InvitationPreview> {
  const opened = await open(app, text);
  if (!opened.ok) return opened;
  const { invitation } = opened;
  const { name, pronouns } = cleanPresentation(invitation.presentation);
  const picture = pictureSeed(invitation.inviter);
  return {
    ok: true,
    name: name || nameFor(picture).text,
    pronouns,
    picture: encodeHex(picture),
    services: invitation.services.map((grant) => grant.service.origin),
    expiresAt: endOfDay(invitation.expiryDay),
    suggestion: { name: suggestion },
  };
}

export async function acceptInvitation(
  app: AppContext,
  text: string,
  myName: string,
): Promise<{ ok: true; relationship: string } | { ok: false; reason: NotAccepted }> {
  const opened = await open(app, text);
  if (!opened.ok) return opened;
  const facts = await joinedFactsOf(app);
  if (facts.receivers.length === 0) return { ok: false, reason: 'unreachable' };
  const acceptedRef = accepted(encodeHex(opened.digest.slice(0, 16)));
  const result = await transact(
    app.store,
    [acceptedRef, recent],
    (transaction) => {
      const before = transaction.get(acceptedRef);
      // Two windows, or an impatient second click: the same relationship.
      if (before !== null) return { id: idText(before.relationship), fresh: false };
      const id = encodeHex(transaction.entropy(16));
      transaction.put(acceptedRef, { relationship: idBytes(id) });
      begin(transaction, facts, id, opened, myName);
      return { id, fresh: true };
    },
    STRICT,
  );
  return { ok: true, relationship: result.id };
}

/** The relationship as it begins, and the first message, which brings the handshake. */
function begin(
  transaction: StrictTransaction,
  facts: Facts,
  id: string,
  { invitation, digest }: Extract<Opened, { ok: true }>,
  myName: string,
): void {
  const theirs = cleanPresentation(invitation.presentation);
  const picture = pictureSeed(invitation.inviter);
  const mine = createIdentity(transaction.entropy);
  const { shared, handshake } = acceptHandshake(invitation, digest, mine, transaction.entropy);
  const name = cleanName(myName) || nameFor(pictureSeed(mine.identity)).text;
  transaction.put(
    relationship(id),
    newRelationship(
      {
        kind: 'person',
        standing: 'invited',
        name: theirs.name || nameFor(picture).text,
        theirs,
        picture,
        mine: { name, pronouns: '' },
        minePicture: pictureSeed(mine.identity),
        addresses: { seed: transaction.entropy(32), next: 0 },
      },
      facts.now,
    ),
  );
  transaction.put(
    proton(id),
    newProton(
      {
        secrets: mine.secrets,
        identity: mine.identity,
        theirs: invitation.inviter,
        ratchet: ratchetState.encode(startAcceptor(shared, invitation.prekey, transaction.entropy)),
        opening: { handshake: handshakeFormat.encode(handshake), envelopeKey: invitation.envelopeKey },
        grants: invitation.services,
        resetKey: resetKeyOf(shared),
      },
      { owes: { profile: true, addresses: true, request: false } },
    ),
  );
  // By a clock of theirs: one far ahead would keep the conversation above all others.
  const invitedAt = Math.min(invitation.createdAt, facts.now);
  tell(transaction, id, { kind: 'invited', at: invitedAt, detail: '' }, false);
  tell(transaction, id, { kind: 'accepted', at: facts.now, detail: '' }, true);
  post(transaction, facts, id, {
    messageId: transaction.entropy(16),
    content: [],
    sizeClass: 'small',
    sequence: 0,
    // The person's own act: they wait for it.
    delayed: false,
  });
}

async function open(app: AppContext, text: string): Promise<Opened> {
  const read = readInvitationText(text);
  if (read === null) return { ok: false, reason: 'malformed' };
  try {
    const encoded = 'bundle' in read ? read.bundle : await fetchBundle(app, read.locator);
    const verified = verifyInvitation(encoded, app.now());
    const [before] = await app.store.read([accepted(encodeHex(verified.digest.slice(0, 16)))]);
    if (before !== null) return { ok: false, reason: 'already-accepted' };
    if (await isOwn(app, verified.invitation)) return { ok: false, reason: 'own' };
    // The signer may have put anything there: without an address that is still good, the answer could never reach them.
    const today = dayOf(app.now());
    if (!verified.invitation.services.some(({ addresses }) => addresses.some((one) => isGood(one, today))))
      return { ok: false, reason: 'expired' };
    return { ok: true, ...verified };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

async function fetchBundle(app: AppContext, locator: Parameters<typeof openBundle>[1]): Promise<Uint8Array> {
  // Plain http leads only to this machine (the extension's own policy). The sender of a link must not learn what runs
  // here, unless the person's own services run here.
  if (!locator.origin.startsWith('https:')) {
    const [mine] = await app.store.read([servicesInUse]);
    if (!mine?.services.some(({ origin }) => !origin.startsWith('https:')))
      throw new Fault('unavailable', 'no-answer', 'a service in plain text is not asked');
  }
  const { origin, blob: id, digest } = locator;
  const [hosted] = await fetchBlob(app, { origin, id, digest, byteCount: HOSTED_BUNDLE_BYTES });
  return openBundle(hosted as Uint8Array, locator);
}

async function isOwn(app: AppContext, invitation: Invitation): Promise<boolean> {
  for await (const batch of app.store.scan(invitationKind)) {
    if (batch.some(({ value }) => equal(value.identity.sign, invitation.inviter.sign))) return true;
  }
  return false;
}

function reasonOf(error: unknown): NotAccepted {
  if (!(error instanceof Fault)) throw error;
  if (error.code === 'format-version') return 'newer-version';
  if (error.code === 'invitation-expired') return 'expired';
  if (error.code === 'not-found') return 'not-found';
  if (error.blame === 'malformed') return 'malformed';
  if (error.blame === 'untrusted') return 'untrusted';
  if (error.blame === 'bug') throw error;
  return 'unreachable';
}
