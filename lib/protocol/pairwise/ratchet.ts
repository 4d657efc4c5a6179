// The Double Ratchet with header encryption and hedged keys: state in, new state out. Formulas of the specification
// (section 4) stand above the lines that perform them. Nothing is written here: the caller commits the new state in the
// same step as what it sends or shows.
import { ascii, concat } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import { agree } from '#crypto/agree.ts';
import { hkdfExpand, hkdfExtract, hkdfSha256, hmacSha256, sha256 } from '#crypto/hash.ts';
import { type AgreeKeyPair, aeadKey, agreePublicKey, agreeSecretKey, createAgreeKeyPair } from '#crypto/keys.ts';
import { provider } from '#crypto/provider.ts';
import { open, SEAL_OVERHEAD, sealUnder } from '#crypto/xchacha.ts';
import { RATCHET_HEADER_BYTES, type RatchetHeader, ratchetHeader } from '#wire/ratchet.ts';
import type { SharedSecret } from './handshake.ts';
import { MAX_SKIPPED_CHAINS, type RatchetState, type SkippedName } from './ratchet-state.ts';
import { isSkipped, MAX_SKIP, NONE_SKIPPED, skippedNumbers, skippedWindow, withoutSkipped } from './skipped-keys.ts';

/**
 * How far one header may move a chain. Far above MAX_SKIP, since messages lost for good (a mailbox expired) must not
 * end a conversation: the chain is walked past them and only the newest keys are kept. Walking this far takes a fifth
 * of a second. Past it the chain is unreadable until the sender steps, which a reply brings about; a chain lost so far
 * from its very beginning needs a new handshake.
 */
export const MAX_JUMP = 16_384;

const SEALED_HEADER_BYTES = RATCHET_HEADER_BYTES + SEAL_OVERHEAD;
const TAG_BYTES = 16;
const NONCE_BYTES = 24;
/** Bytes that encryption adds to a plaintext: the sealed header and the tag. */
export const RATCHET_OVERHEAD = SEALED_HEADER_BYTES + TAG_BYTES;

const START = ascii('nucleus/ratchet/start/1');
const ROOT = ascii('nucleus/ratchet/root/1');
const ROOT_MIXED = ascii('nucleus/ratchet/root-mixed/1');
const HEDGE = ascii('nucleus/ratchet/hedge/1');
const MESSAGE = ascii('nucleus/ratchet/message/2');

/** RatchetInitAliceHE: the acceptor, who sends first. Draws 32 bytes. */
export function startAcceptor(shared: SharedSecret, theirPrekey: Uint8Array, entropy: Entropy): RatchetState {
  const { rootKey, headerA, headerB } = start(shared);
  const pair = createAgreeKeyPair(entropy);
  // RK, CKs, NHKs = KDF_RK_HE(SK, DH(DHs, DHr))
  const step = kdfRoot(rootKey, agree(pair.secretKey, agreePublicKey(theirPrekey)), null);
  return {
    associatedData: shared.associatedData,
    offersOdd: 1,
    rootKey: step.rootKey,
    dhSecret: pair.secretKey,
    dhPublic: pair.publicKey,
    theirs: theirPrekey,
    sending: { chain: step.chain, header: headerA, nextHeader: step.nextHeader, number: 0, previous: 0, secret: 0 },
    receiving: { id: 0, chain: null, header: null, nextHeader: headerB, number: 0, kept: NONE_SKIPPED },
    skipped: [],
    steps: 0,
    mixed: 0,
    agreed: null,
    offer: null,
    answer: null,
  };
}

/** RatchetInitBobHE: the inviter, whose first ratchet pair is the prekey. */
export function startInviter(shared: SharedSecret, prekey: AgreeKeyPair): RatchetState {
  const { rootKey, headerA, headerB } = start(shared);
  return {
    associatedData: shared.associatedData,
    offersOdd: 0,
    rootKey,
    dhSecret: prekey.secretKey,
    dhPublic: prekey.publicKey,
    theirs: null,
    sending: { chain: null, header: null, nextHeader: headerB, number: 0, previous: 0, secret: 0 },
    receiving: { id: 0, chain: null, header: null, nextHeader: headerA, number: 0, kept: NONE_SKIPPED },
    skipped: [],
    steps: 0,
    mixed: 0,
    agreed: null,
    offer: null,
    answer: null,
  };
}

/**
 * RatchetEncryptHE. Draws 32 bytes. Two copies of a state, or one whose random bytes repeat, use no key for two
 * plaintexts. @throws Fault bug 'ratchet-cannot-send' before the inviter has received anything
 */
export function encrypt(
  state: RatchetState,
  plaintext: Uint8Array,
  entropy: Entropy,
): { state: RatchetState; message: Uint8Array } {
  const { chain, header: headerKey, number, previous, secret } = state.sending;
  if (chain === null || headerKey === null)
    throw new Fault('bug', 'ratchet-cannot-send', 'there is no sending chain yet');
  // CKs, mk = KDF_CK(CKs)
  const { nextChain, messageKey } = kdfChain(chain);
  // enc_header = HENCRYPT(HKs, HEADER(DHs, PN, Ns))
  const header = ratchetHeader.encode({ dh: state.dhPublic, previous, number, secret });
  const hedged = hedge(messageKey, plaintext, entropy);
  const sealedHeader = sealUnder(aeadKey(headerKey), hedged, header, state.associatedData);
  // ENCRYPT(mk, plaintext, CONCAT(AD, enc_header))
  const { key, nonce } = expandMessageKey(messageKey, hedged);
  const body = provider().aead.seal(key, nonce, plaintext, concat(state.associatedData, sealedHeader));
  return {
    state: { ...state, sending: { ...state.sending, chain: nextChain, number: number + 1 } },
    message: concat(sealedHeader, body),
  };
}

export type Decrypted =
  | {
      readonly outcome: 'decrypted';
      readonly state: RatchetState;
      readonly plaintext: Uint8Array;
      /** Keys of messages that have not come, to be kept under their names… */
      readonly keep: readonly (SkippedName & { readonly key: Uint8Array })[];
      /** …and names whose keys are used up or too old. */
      readonly forget: readonly SkippedName[];
    }
  /** The caller has not looked this key up yet. */
  | { readonly outcome: 'need'; readonly skipped: SkippedName }
  /** The header opens, but its key is spent: a repetition (or a message older than the kept keys). */
  | { readonly outcome: 'spent' }
  /** Not of this ratchet, tampered with, or past its bounds. The state is as it was. */
  | { readonly outcome: 'unreadable' };

/**
 * RatchetDecryptHE. `lookUp` gives a skipped key, null if there is none, undefined if it was not read yet. Draws 32
 * bytes for a DH step, else none. Never throws on input from outside.
 */
export function decrypt(
  state: RatchetState,
  message: Uint8Array,
  lookUp: (name: SkippedName) => Uint8Array | null | undefined,
  entropy: Entropy,
): Decrypted {
  if (message.length < RATCHET_OVERHEAD) return UNREADABLE;
  const sealedHeader = message.subarray(0, SEALED_HEADER_BYTES);
  const body = message.subarray(SEALED_HEADER_BYTES);
  const openBody = (messageKey: Uint8Array) => {
    const { key, nonce } = expandMessageKey(messageKey, sealedHeader.subarray(0, NONCE_BYTES));
    return provider().aead.open(key, nonce, body, concat(state.associatedData, sealedHeader));
  };

  // The specification tries skipped keys first. Header keys differ, so order changes nothing but the cost of the
  // ordinary case.
  const current = openHeader(state.receiving.header, sealedHeader, state.associatedData);
  if (current !== null) {
    const { id, number, kept } = state.receiving;
    if (current.number >= number) return finish(skipTo(state, current.number), openBody);
    if (!isSkipped(kept, number, current.number)) return { outcome: 'spent' };
    const receiving = { ...state.receiving, kept: withoutSkipped(kept, current.number) };
    return fromSkipped({ ...state, receiving }, { chain: id, number: current.number }, lookUp, openBody);
  }

  // TrySkippedMessageKeysHE
  for (const chain of state.skipped) {
    const header = openHeader(chain.header, sealedHeader, state.associatedData);
    if (header === null) continue;
    if (!isSkipped(chain.kept, chain.until, header.number)) return { outcome: 'spent' };
    const left = { ...chain, kept: withoutSkipped(chain.kept, header.number) };
    const skipped = state.skipped.flatMap((past) => (past !== chain ? [past] : left.kept.length === 0 ? [] : [left]));
    return fromSkipped({ ...state, skipped }, { chain: chain.id, number: header.number }, lookUp, openBody);
  }

  const next = openHeader(state.receiving.nextHeader, sealedHeader, state.associatedData);
  if (next === null) return UNREADABLE;
  // SkipMessageKeysHE(state, header.pn), DHRatchetHE(state, header), SkipMessageKeysHE(state, header.n)
  // A past chain too long to walk is given up, not the conversation.
  const ended = skipTo(state, next.previous) ?? { state, keep: [], forget: [] };
  const stepped = dhStep(ended.state, next, entropy);
  if (stepped === null) return UNREADABLE;
  const skipped = skipTo(stepped.state, next.number);
  if (skipped === null) return UNREADABLE;
  const keep = [...ended.keep, ...skipped.keep];
  return finish({ state: skipped.state, keep, forget: [...ended.forget, ...stepped.forget] }, openBody);
}

const UNREADABLE: Decrypted = { outcome: 'unreadable' };

interface Progress {
  readonly state: RatchetState;
  readonly keep: readonly (SkippedName & { readonly key: Uint8Array })[];
  readonly forget: readonly SkippedName[];
}

/** `after` is the state once the key is used. */
function fromSkipped(
  after: RatchetState,
  name: SkippedName,
  lookUp: (name: SkippedName) => Uint8Array | null | undefined,
  openBody: (key: Uint8Array) => Uint8Array | null,
): Decrypted {
  const key = lookUp(name);
  if (key === undefined) return { outcome: 'need', skipped: name };
  if (key === null) return { outcome: 'spent' };
  const plaintext = openBody(key);
  return plaintext === null ? UNREADABLE : { outcome: 'decrypted', state: after, plaintext, keep: [], forget: [name] };
}

/** CKr, mk = KDF_CK(CKr); Nr += 1 */
function finish(progress: Progress | null, openBody: (key: Uint8Array) => Uint8Array | null): Decrypted {
  if (progress === null) return UNREADABLE;
  const { state, keep, forget } = progress;
  const { id, chain, number, kept } = state.receiving;
  if (chain === null) return UNREADABLE;
  const { nextChain, messageKey } = kdfChain(chain);
  const plaintext = openBody(messageKey);
  if (plaintext === null) return UNREADABLE;
  const receiving = { ...state.receiving, chain: nextChain, number: number + 1 };
  // The window moves on by one: the key at its far end, if it was kept, leaves it.
  const last = number - MAX_SKIP;
  if (!isSkipped(kept, number, last))
    return { outcome: 'decrypted', state: { ...state, receiving }, plaintext, keep, forget };
  const after = { ...state, receiving: { ...receiving, kept: withoutSkipped(kept, last) } };
  return { outcome: 'decrypted', state: after, plaintext, keep, forget: [...forget, { chain: id, number: last }] };
}

/** SkipMessageKeysHE: walks the receiving chain to `until`, keeping the keys passed over. Null past MAX_JUMP. */
function skipTo(state: RatchetState, until: number): Progress | null {
  const { chain, number, id, kept } = state.receiving;
  if (chain === null || until <= number) return { state, keep: [], forget: [] };
  if (until - number > MAX_JUMP) return null;
  const oldest = until - MAX_SKIP;
  const keep: (SkippedName & { key: Uint8Array })[] = [];
  let at = chain;
  for (let n = number; n < until; n++) {
    const { nextChain, messageKey } = kdfChain(at);
    if (n >= oldest) keep.push({ chain: id, number: n, key: messageKey });
    at = nextChain;
  }
  const before = skippedNumbers(kept, number);
  const window = skippedWindow([...before.filter((n) => n >= oldest), ...keep.map((skipped) => skipped.number)]);
  const receiving = { ...state.receiving, chain: at, number: until, kept: window };
  return {
    state: { ...state, receiving },
    keep,
    forget: before.filter((n) => n < oldest).map((n) => ({ chain: id, number: n })),
  };
}

/**
 * DHRatchetHE, with the post-quantum secret that the header names. Null if it names one that cannot be: only the next
 * one, only if I hold it, and only one of theirs, since the side that offered mixes first.
 */
function dhStep(
  state: RatchetState,
  header: RatchetHeader,
  entropy: Entropy,
): { state: RatchetState; forget: readonly SkippedName[] } | null {
  const mixesTheirs = header.secret !== state.mixed;
  if (
    mixesTheirs &&
    (header.secret !== state.mixed + 1 || isMine(state, header.secret) || state.agreed?.number !== header.secret)
  )
    return null;
  const dhSecret = agreeSecretKey(state.dhSecret);
  const theirs = agreePublicKey(header.dh);
  const shared = agreeOrNull(dhSecret, theirs);
  if (shared === null) return null;
  // RK, CKr, NHKr = KDF_RK_HE(RK, DH(DHs, DHr)); HKr = NHKr of before
  const receive = kdfRoot(state.rootKey, shared, mixesTheirs ? (state.agreed?.secret ?? null) : null);
  const agreed = mixesTheirs ? null : state.agreed;

  // DHs = GENERATE_DH(); RK, CKs, NHKs = KDF_RK_HE(RK, DH(DHs, DHr)); HKs = NHKs of before
  const pair = createAgreeKeyPair(entropy);
  // The side that offered mixes first: having the answer, it knows that both sides hold the secret.
  const mixesMine = agreed !== null && isMine(state, agreed.number);
  const send = kdfRoot(receive.rootKey, agree(pair.secretKey, theirs), mixesMine ? agreed.secret : null);
  const nowMixed = mixesMine ? agreed.number : header.secret;

  const { skipped, dropped } = setAside(state);
  return {
    state: {
      ...state,
      rootKey: send.rootKey,
      dhSecret: pair.secretKey,
      dhPublic: pair.publicKey,
      theirs: header.dh,
      sending: {
        chain: send.chain,
        header: state.sending.nextHeader,
        nextHeader: send.nextHeader,
        number: 0,
        // PN = Ns
        previous: state.sending.number,
        secret: nowMixed,
      },
      receiving: {
        id: state.receiving.id + 1,
        chain: receive.chain,
        header: state.receiving.nextHeader,
        nextHeader: receive.nextHeader,
        number: 0,
        kept: NONE_SKIPPED,
      },
      skipped,
      steps: nowMixed === state.mixed ? state.steps + 1 : 0,
      mixed: nowMixed,
      agreed: mixesMine ? null : agreed,
      answer: mixesTheirs ? null : state.answer,
    },
    forget: dropped.flatMap(keysOf),
  };
}

/** The chain that ends goes to those of before, if keys of it are kept; past the bound the oldest are let go. */
function setAside({ receiving, skipped }: RatchetState) {
  const { id, header, number: until, kept } = receiving;
  const past = header === null || kept.length === 0 ? skipped : [...skipped, { id, header, until, kept }];
  const dropped = past.slice(0, Math.max(0, past.length - MAX_SKIPPED_CHAINS));
  return { skipped: past.slice(dropped.length), dropped };
}

/** The next message expected; every skipped key now kept comes before it. */
export function receivedUpTo(state: RatchetState): SkippedName {
  return { chain: state.receiving.id, number: state.receiving.number };
}

/**
 * Forgets the skipped keys named below `before` (an earlier `receivedUpTo`): a message that did not come while services
 * go on trying will not come, and its key must not wait for a thief. The specification asks for such a bound ("Deletion
 * of skipped message keys"); the ratchet has no clock.
 */
export function forgetSkipped(
  state: RatchetState,
  before: SkippedName,
): { state: RatchetState; forget: readonly SkippedName[] } {
  const isOld = (chain: number, number: number) =>
    chain < before.chain || (chain === before.chain && number < before.number);
  const forget: SkippedName[] = [];
  const left = ({ id, until, kept }: { id: number; until: number; kept: Uint8Array }): Uint8Array => {
    const numbers = skippedNumbers(kept, until);
    for (const number of numbers) if (isOld(id, number)) forget.push({ chain: id, number });
    return skippedWindow(numbers.filter((number) => !isOld(id, number)));
  };
  const skipped = state.skipped.map((past) => ({ ...past, kept: left(past) })).filter(({ kept }) => kept.length > 0);
  const { id, number, kept } = state.receiving;
  const receiving = { ...state.receiving, kept: left({ id, until: number, kept }) };
  return { state: { ...state, skipped, receiving }, forget };
}

function keysOf(chain: { id: number; until: number; kept: Uint8Array }): SkippedName[] {
  return skippedNumbers(chain.kept, chain.until).map((number) => ({ chain: chain.id, number }));
}

/** Whether secret `number` is one that this end offers. */
export function isMine(state: RatchetState, number: number): boolean {
  return number % 2 === state.offersOdd;
}

function agreeOrNull(...[secretKey, publicKey]: Parameters<typeof agree>): Uint8Array | null {
  try {
    return agree(secretKey, publicKey);
  } catch (error) {
    if (error instanceof Fault && error.blame === 'untrusted') return null;
    throw error;
  }
}

/** HDECRYPT; null if the key is none of this header's. */
function openHeader(
  headerKey: Uint8Array | null,
  sealed: Uint8Array,
  associatedData: Uint8Array,
): RatchetHeader | null {
  if (headerKey === null) return null;
  const encoded = open(aeadKey(headerKey), sealed, associatedData);
  return encoded === null ? null : ratchetHeader.decode(encoded);
}

function start(shared: SharedSecret): { rootKey: Uint8Array; headerA: Uint8Array; headerB: Uint8Array } {
  const stretched = hkdfSha256(shared.secret, shared.associatedData, START, 96);
  return { rootKey: stretched.slice(0, 32), headerA: stretched.slice(32, 64), headerB: stretched.slice(64, 96) };
}

/** KDF_RK_HE(rk, dh_out): HKDF with rk as salt; a post-quantum secret, if one is mixed, follows dh_out. */
function kdfRoot(
  rootKey: Uint8Array,
  dh: Uint8Array,
  secret: Uint8Array | null,
): { rootKey: Uint8Array; chain: Uint8Array; nextHeader: Uint8Array } {
  const prk = hkdfExtract(secret === null ? dh : concat(dh, secret), rootKey);
  const stretched = hkdfExpand(prk, secret === null ? ROOT : ROOT_MIXED, 96);
  return { rootKey: stretched.slice(0, 32), chain: stretched.slice(32, 64), nextHeader: stretched.slice(64, 96) };
}

const MESSAGE_CONSTANT = new Uint8Array([1]);
const CHAIN_CONSTANT = new Uint8Array([2]);

/** KDF_CK(ck) (section 5.2): HMAC with constants 0x01 and 0x02. */
function kdfChain(chain: Uint8Array): { nextChain: Uint8Array; messageKey: Uint8Array } {
  return { messageKey: hmacSha256(chain, MESSAGE_CONSTANT), nextChain: hmacSha256(chain, CHAIN_CONSTANT) };
}

/**
 * The nonce of the header, which also makes the message's key its own: another for another plaintext at the same place
 * of the chain, whatever is drawn, and for the same one told twice unless the same bytes are drawn.
 */
function hedge(messageKey: Uint8Array, plaintext: Uint8Array, entropy: Entropy): Uint8Array {
  const key = hkdfExpand(messageKey, HEDGE, 32);
  return hmacSha256(key, concat(entropy(32), sha256(plaintext))).slice(0, NONCE_BYTES);
}

/** Key and nonce of one message. The nonce is derived, not random: the key is used once. */
function expandMessageKey(messageKey: Uint8Array, hedged: Uint8Array): { key: Uint8Array; nonce: Uint8Array } {
  const stretched = hkdfExpand(messageKey, concat(MESSAGE, hedged), 56);
  return { key: stretched.slice(0, 32), nonce: stretched.slice(32) };
}
