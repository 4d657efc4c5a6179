// One end of a relationship, as an application keeps it: the ratchet state serialised after every step, skipped keys as
// records of their own, offers and answers of post-quantum secrets sent as items of messages of their own. For tests,
// golden vectors and benchmarks.
import type { Entropy } from '#bytes/entropy.ts';
import type { Item, MessageBody } from '#wire/message.ts';
import type { EnvelopeClass } from '#wire/sizes.ts';
import { type OpenedMessage, type FirstEnvelope, openFirstEnvelope, openMessage, sealEnvelope } from '../pairwise/envelope.ts';
import { acceptHandshake, answerHandshake } from '../pairwise/handshake.ts';
import { createIdentity } from '../pairwise/identity.ts';
import { createInvitation, verifyInvitation } from '../pairwise/invitation.ts';
import { startAcceptor, startInviter } from '../pairwise/ratchet.ts';
import { answerOffer, dueOffer, takeAnswer } from '../pairwise/ratchet-secret.ts';
import { type RatchetState, ratchetState, type SkippedName } from '../pairwise/ratchet-state.ts';

/** Randomness by what it is for, so that a test can give a thief one kind and not another. */
export interface PartyEntropy {
  /** Ratchet key pairs: X25519 secrets. */
  readonly steps: Entropy;
  /** KEM seeds and encapsulations. */
  readonly secrets: Entropy;
  /** Nonces and message ids. */
  readonly messages: Entropy;
}

const sameEntropy = (draw: Entropy): PartyEntropy => ({ steps: draw, secrets: draw, messages: draw });
export const nameOf = ({ chain, number }: SkippedName): string => `${chain}/${number}`;

export class Party {
  encoded: Uint8Array;
  opening: FirstEnvelope | null;
  clock = 0;
  readonly entropy: PartyEntropy;
  /** MKSKIPPED. */
  readonly keys = new Map<string, Uint8Array>();
  /** Items that the next message must carry, alone. */
  readonly due: Item[] = [];
  /** What was read, in the order of arrival. */
  readonly read: MessageBody[] = [];

  constructor(state: RatchetState, entropy: PartyEntropy, opening: FirstEnvelope | null = null) {
    this.encoded = ratchetState.encode(state);
    this.entropy = entropy;
    this.opening = opening;
  }

  get state(): RatchetState {
    return ratchetState.decode(this.encoded);
  }

  set state(next: RatchetState) {
    this.encoded = ratchetState.encode(next);
  }

  get canSend(): boolean {
    return this.state.sending.chain !== null;
  }

  send(items: Item[], sizeClass: EnvelopeClass = 'small'): Uint8Array {
    const body = { id: this.entropy.messages(16), clock: ++this.clock, sentAt: 0, items };
    const sealed = sealEnvelope(this.state, body, sizeClass, this.opening, this.entropy.messages);
    this.state = sealed.state;
    return sealed.envelope;
  }

  say(text: string): Uint8Array {
    return this.send([{ kind: 'text', value: { text } }]);
  }

  /** Envelopes that are due now: an answer, an offer. */
  control(): Uint8Array[] {
    const offered = this.canSend ? dueOffer(this.state, this.entropy.secrets) : null;
    if (offered !== null) {
      this.state = offered.state;
      this.due.push({ kind: 'pqOffer', value: offered.offer });
    }
    return this.due.splice(0).map((item) => this.send([item]));
  }

  receive(message: Uint8Array): OpenedMessage['outcome'] {
    const opened = openMessage(this.state, message, (name) => this.keys.get(nameOf(name)) ?? null, this.entropy.steps);
    if (opened.outcome !== 'opened' && opened.outcome !== 'unintelligible') return opened.outcome;
    // Keys first kept, then forgotten: a name in both is gone.
    for (const { key, ...name } of opened.keep) this.keys.set(nameOf(name), key);
    for (const name of opened.forget) this.keys.delete(nameOf(name));
    this.state = opened.state;
    this.opening = null;
    if (opened.outcome === 'opened') this.#take(opened.body);
    return opened.outcome;
  }

  #take(body: MessageBody): void {
    this.read.push(body);
    this.clock = Math.max(this.clock, body.clock);
    for (const item of body.items) {
      if (item.kind === 'pqOffer') {
        const answered = answerOffer(this.state, item.value, this.entropy.secrets);
        if (answered !== null) {
          this.state = answered.state;
          this.due.push({ kind: 'pqAnswer', value: answered.answer });
        }
      } else if (item.kind === 'pqAnswer') this.state = takeAnswer(this.state, item.value);
    }
  }
}

/**
 * Invitation, acceptance and the acceptor's first message: two parties in conversation, and what passed between them.
 */
export function introduce(
  inviterEntropy: Entropy | PartyEntropy,
  acceptorEntropy: Entropy | PartyEntropy,
): { inviter: Party; acceptor: Party; first: Uint8Array; invitation: Uint8Array } {
  const inviters = typeof inviterEntropy === 'function' ? sameEntropy(inviterEntropy) : inviterEntropy;
  const acceptors = typeof acceptorEntropy === 'function' ? sameEntropy(acceptorEntropy) : acceptorEntropy;
  const terms = { presentation: { name: 'Blair', pronouns: '' }, services: [], createdAt: 0, expiryDay: 14 };
  const host = createIdentity(inviters.steps);
  const made = createInvitation(host, terms, inviters.steps);

  const { invitation, digest } = verifyInvitation(made.encoded, 0);
  const accepted = acceptHandshake(invitation, digest, createIdentity(acceptors.steps), acceptors.steps);
  const opening = { handshake: accepted.handshake, envelopeKey: invitation.envelopeKey };
  const acceptor = new Party(startAcceptor(accepted.shared, invitation.prekey, acceptors.steps), acceptors, opening);
  const first = acceptor.say('hello');

  const opened = openFirstEnvelope(first, made.secrets.envelopeKey);
  if (opened === null) throw new Error('the first envelope does not open');
  const shared = answerHandshake(opened.handshake, { secrets: host.secrets, ...made.secrets });
  if (shared === null) throw new Error('the handshake is refused');
  const inviter = new Party(startInviter(shared, made.secrets.prekey), inviters);
  if (inviter.receive(opened.message) !== 'opened') throw new Error('the first message does not open');
  return { inviter, acceptor, first, invitation: made.encoded };
}
