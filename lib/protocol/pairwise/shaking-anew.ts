// What an end makes of an envelope, resets included (docs/protocol/reset.md): the ratchet in use, former ones that only
// receive, an answer to a reset of its own, a reset of the other. End in, end out; the caller commits it in the same
// step as what it sends, shows or acknowledges.
import { compare, equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { agreePublicKey } from '#crypto/keys.ts';
import { type Reset, reset as resetFormat } from '#wire/reset.ts';
import { type FirstEnvelope, type OpenedMessage, openFirstEnvelope, openMessage } from './envelope.ts';
import { forgetSkipped, startAcceptor, startInviter } from './ratchet.ts';
import type { RatchetState, SkippedName } from './ratchet-state.ts';
import { answerReset, concludeReset, type Ends, openReset, type ResetSecrets } from './reset.ts';

/** Which reset began a ratchet. Of two the later counts, and of two of one moment the greater digest. */
export interface Epoch {
  readonly clock: number;
  readonly digest: Uint8Array;
}

/** A reset of mine that was not answered yet. While there is one, nothing is sent under the ratchet. */
export interface Outstanding extends ResetSecrets {
  readonly encoded: Uint8Array;
  readonly digest: Uint8Array;
}

/** What of one end an envelope may change. */
export interface End {
  readonly ratchet: RatchetState;
  readonly opening: FirstEnvelope | null;
  /** Ratchets of before, the newest first: for messages that were on their way. They cannot send. */
  readonly former: readonly RatchetState[];
  /** Of the ratchet in use; null: it is of the first handshake. */
  readonly epoch: Epoch | null;
  readonly outstanding: Outstanding | null;
  /** Opens what repeats the handshake that answered my last reset. */
  readonly front: { readonly digest: Uint8Array; readonly envelopeKey: Uint8Array } | null;
}

/** Ratchets of before that are kept at most. */
export const MAX_FORMER = 3;
/** How far ahead of mine the clock of a reset may be. */
export const RESET_AHEAD_MS = 24 * 3_600_000;
/** Room for the chains that a former ratchet may still begin: names of kept keys are never given twice. */
const CHAINS_APART = 16;

type Read<Outcome> = Extract<OpenedMessage, { outcome: Outcome }>;
type Message = Read<'opened'> | Read<'unintelligible'>;

interface Progress {
  readonly end: End;
  /** Of a former ratchet. */
  readonly former: boolean;
  /** It is the first under a ratchet that a reset of mine began. */
  readonly begins: boolean;
}

export type TakenEnvelope =
  | (Omit<Read<'opened'>, 'state'> & Progress)
  | (Omit<Read<'unintelligible'>, 'state'> & Progress)
  /** A reset that counts: the end goes on under a ratchet of its own, and has to send something. */
  | { readonly outcome: 'reset'; readonly end: End; readonly reset: Reset; readonly forget: readonly SkippedName[] }
  /** One that was answered: my answer may have been lost. */
  | { readonly outcome: 'reset-again' }
  /** One that is older than mine: the other has not got mine yet. */
  | { readonly outcome: 'mine-first' }
  | { readonly outcome: 'spent' }
  | { readonly outcome: 'unreadable' };

const UNREADABLE: TakenEnvelope = { outcome: 'unreadable' };

/** So that it opens late messages and sends none. */
export function receivingOnly(state: RatchetState): RatchetState {
  return { ...state, sending: { ...state.sending, chain: null, header: null }, offer: null };
}

/** The end after a reset of its own was made. */
export function withReset(end: End, outstanding: Outstanding): End {
  return { ...end, ratchet: receivingOnly(end.ratchet), outstanding };
}

/**
 * Whether it answered a reset, and has opened nothing since. The other may have lost its state, or have let go what it
 * was an answer to: after two weeks this end begins anew itself.
 */
export function isUnheard({ epoch, opening, outstanding }: Pick<End, 'epoch' | 'opening' | 'outstanding'>): boolean {
  return epoch !== null && opening !== null && outstanding === null;
}

/** The clock for a reset that is made now: later than all that this end knows of. */
export function nextResetClock({ epoch, outstanding }: Pick<End, 'epoch' | 'outstanding'>, now: number): number {
  const mine = outstanding === null ? 0 : resetFormat.decode(outstanding.encoded).clock;
  // One that was made under a clock far ahead, since put right, would never be taken.
  const last = mine > now + RESET_AHEAD_MS ? 0 : mine;
  return Math.max(now, last + 1, (epoch?.clock ?? 0) + 1);
}

export interface EnvelopeContext {
  readonly ends: Ends;
  readonly resetKey: () => Uint8Array;
  readonly now: number;
  /** A kept key by its name; null if there is none. */
  readonly lookUp: (name: SkippedName) => Uint8Array | null;
  /** Whether another reset may be answered today: each costs an agreement of keys. */
  readonly mayAnswer: boolean;
}

/** Draws 32 bytes for a DH step, 96 to answer a reset, else none. Never throws on input from outside. */
export function takeEnvelope(end: End, envelope: Uint8Array, taking: EnvelopeContext, entropy: Entropy): TakenEnvelope {
  return (
    underRatchet(end, envelope, taking, entropy) ??
    underFormer(end, envelope, taking, entropy) ??
    underAnswer(end, envelope, taking, entropy) ??
    ofReset(end, envelope, taking, entropy)
  );
}

/** Null: it is none of this ratchet's. */
function readUnder(
  state: RatchetState,
  message: Uint8Array,
  { lookUp }: EnvelopeContext,
  entropy: Entropy,
): Message | { readonly outcome: 'spent' } | null {
  const opened = openMessage(state, message, lookUp, entropy);
  return opened.outcome === 'unreadable' || opened.outcome === 'need' ? null : opened;
}

function underRatchet(end: End, envelope: Uint8Array, taking: EnvelopeContext, entropy: Entropy): TakenEnvelope | null {
  const opened = readUnder(end.ratchet, messageIn(end, envelope), taking, entropy);
  if (opened === null || opened.outcome === 'spent') return opened;
  const { state, ...message } = opened;
  // One that is given up steps when the other did, and must not get a chain to send under by that.
  const ratchet = end.outstanding === null ? state : receivingOnly(state);
  return { ...message, end: { ...end, ratchet, opening: null }, former: false, begins: false };
}

/** Until the other has opened a message of mine, the answer to my reset stands in front of each of theirs. */
function messageIn({ front }: End, envelope: Uint8Array): Uint8Array {
  if (front === null) return envelope;
  const first = openFirstEnvelope(envelope, front.envelopeKey);
  return first !== null && equal(first.handshake.invitation, front.digest) ? first.message : envelope;
}

function underFormer(end: End, envelope: Uint8Array, taking: EnvelopeContext, entropy: Entropy): TakenEnvelope | null {
  for (const [at, before] of end.former.entries()) {
    const opened = readUnder(before, envelope, taking, entropy);
    if (opened === null) continue;
    if (opened.outcome === 'spent') return opened;
    const { state, ...message } = opened;
    const former = end.former.with(at, receivingOnly(state));
    return { ...message, end: { ...end, former }, former: true, begins: false };
  }
  return null;
}

function underAnswer(end: End, envelope: Uint8Array, taking: EnvelopeContext, entropy: Entropy): TakenEnvelope | null {
  const { outstanding } = end;
  if (outstanding === null) return null;
  const { clock, envelopeKey } = resetFormat.decode(outstanding.encoded);
  const first = openFirstEnvelope(envelope, envelopeKey);
  if (first === null) return null;
  const shared = concludeReset(first.handshake, outstanding, taking.resetKey(), taking.ends);
  if (shared === null) return UNREADABLE;
  const begun = behind(startInviter(shared, outstanding.prekey), end);
  const opened = readUnder(begun, first.message, taking, entropy);
  // A handshake alone proves nothing.
  if (opened === null || opened.outcome === 'spent') return UNREADABLE;
  const { state, ...message } = opened;
  const { former, forget } = withFormer(end);
  const { digest } = outstanding;
  const next: End = {
    ratchet: state,
    opening: null,
    former,
    epoch: { clock, digest },
    outstanding: null,
    front: { digest, envelopeKey },
  };
  return { ...message, forget: [...message.forget, ...forget], end: next, former: false, begins: true };
}

function ofReset(end: End, envelope: Uint8Array, taking: EnvelopeContext, entropy: Entropy): TakenEnvelope {
  const { ends, now, mayAnswer } = taking;
  const resetKey = taking.resetKey();
  const opened = openReset(resetKey, ends, envelope);
  if (opened === null) return UNREADABLE;
  const { reset, digest } = opened;
  const verdict = judge(end, { clock: reset.clock, digest }, now);
  if (verdict !== 'take') return { outcome: verdict };
  if (!mayAnswer) return UNREADABLE;
  try {
    const { shared, handshake } = answerReset(reset, digest, resetKey, ends, entropy);
    const begun = startAcceptor(shared, agreePublicKey(reset.prekey), entropy);
    const { former, forget } = withFormer(end);
    const next: End = {
      ratchet: behind(begun, end),
      opening: { handshake, envelopeKey: reset.envelopeKey },
      former,
      epoch: { clock: reset.clock, digest },
      // The other cannot answer it any more: they have answered none, and wait for this.
      outstanding: null,
      front: null,
    };
    return { outcome: 'reset', end: next, reset, forget };
  } catch (error) {
    if (error instanceof Fault && error.blame !== 'bug') return UNREADABLE;
    throw error;
  }
}

/**
 * Both ends put all resets in one order, and neither goes back in it: so they meet at the last one, whatever is lost,
 * repeated or comes late, and however many either makes.
 */
function judge(
  { epoch, outstanding }: End,
  theirs: Epoch,
  now: number,
): 'take' | 'reset-again' | 'mine-first' | 'unreadable' {
  if (epoch !== null && equal(epoch.digest, theirs.digest)) return 'reset-again';
  if (theirs.clock > now + RESET_AHEAD_MS) return 'unreadable';
  if (epoch !== null && order(theirs, epoch) < 0) return 'unreadable';
  if (outstanding === null) return 'take';
  const mine = { clock: resetFormat.decode(outstanding.encoded).clock, digest: outstanding.digest };
  // One of mine that was made under a clock far ahead is never answered.
  return mine.clock > now + RESET_AHEAD_MS || order(theirs, mine) > 0 ? 'take' : 'mine-first';
}

function order(a: Epoch, b: Epoch): number {
  return a.clock - b.clock || compare(a.digest, b.digest);
}

/** The ratchet in use becomes a former one; the oldest past the bound goes with its kept keys. */
function withFormer({ ratchet, former }: End): { former: readonly RatchetState[]; forget: readonly SkippedName[] } {
  const all = [receivingOnly(ratchet), ...former];
  return { former: all.slice(0, MAX_FORMER), forget: all.slice(MAX_FORMER).flatMap(keysKept) };
}

/** The names of all keys that a ratchet keeps of messages that have not come. */
export function keysKept(state: RatchetState): readonly SkippedName[] {
  return forgetSkipped(state, { chain: Infinity, number: 0 }).forget;
}

/** Chains are named by number for the keys that are kept of them: those of a new ratchet come after all former ones. */
function behind(begun: RatchetState, { ratchet, former }: End): RatchetState {
  const last = Math.max(...[ratchet, ...former].map(({ receiving }) => receiving.id));
  return { ...begun, receiving: { ...begun.receiving, id: last + CHAINS_APART } };
}
