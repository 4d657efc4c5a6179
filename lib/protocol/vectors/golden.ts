// Makes the golden vectors: every input down to the random bytes drawn, and every result, so that another
// implementation can be checked step by step. Byte strings are hexadecimal. What is made here is compared with the
// files beside it, which are only ever added to.
import { encodeHex } from '#bytes/base64url.ts';
import { ascii, concat } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { sha256 } from '#crypto/hash.ts';
import { createAgreeKeyPair, createSealKeyPair, createSignKeyPair } from '#crypto/keys.ts';
import { LENGTH_BYTES, PART_OVERHEAD } from '#wire/blob.ts';
import { handshake } from '#wire/handshake.ts';
import { type Mail, mail } from '#wire/mail.ts';
import { ITEM, type Item } from '#wire/message.ts';
import { PART_BYTES } from '#wire/sizes.ts';
import { delivery } from '#wire/transport.ts';
import { Draw, FORMATS, PARTS } from '#wire/vectors/samples.ts';
import { type Json, valueToJson } from '#wire/vectors/values.ts';
import { addressId, createDeliveryAddress, createGeneration, sealAddress } from '../address/address.ts';
import { sealBlob } from '../blob/blob.ts';
import { automaticDedupe, nextDedupe } from '../pairwise/dedupe.ts';
import { acceptHandshake } from '../pairwise/handshake.ts';
import { createIdentity, safetyNumber } from '../pairwise/identity.ts';
import { createInvitation, sealBundle, verifyInvitation } from '../pairwise/invitation.ts';
import { answerReset, classicResetKey, createReset, openReset, resetKeyOf, sealReset } from '../pairwise/reset.ts';
import { sealMail } from '../mail/mask.ts';
import { decrypt, encrypt, startAcceptor, startInviter } from '../pairwise/ratchet.ts';
import { answerOffer, dueOffer, OFFER_INTERVAL, takeAnswer } from '../pairwise/ratchet-secret.ts';
import { type RatchetState, ratchetState } from '../pairwise/ratchet-state.ts';
import { introduce } from './party.ts';
import { scripted } from './scripted.ts';

const hex = encodeHex;

/** A script whose draws can be taken off, one function call at a time. */
function tape(seed: string): { draw: Entropy; taken(): string[] } {
  const { draw } = scripted(seed);
  let drawn: string[] = [];
  return {
    draw(byteCount) {
      const bytes = draw(byteCount);
      drawn.push(hex(bytes));
      return bytes;
    },
    taken() {
      const taken = drawn;
      drawn = [];
      return taken;
    },
  };
}

const SERVICE = { origin: 'https://receiving.example', key: new Uint8Array(32).fill(0x51) };
const TERMS = { presentation: { name: 'Blair', pronouns: 'they' }, createdAt: 1_700_000_000_000, expiryDay: 19_689 };
const ADDRESS = new Uint8Array(155).fill(0x0a);

/** Every format, one value with nothing in it and two with something. */
export function formats(): Json {
  const all = Object.entries({ ...FORMATS, ...PARTS });
  return all.flatMap(([name, { format, value }]) =>
    (['least', 'any', 'any'] as const).map((extent, index) => {
      const made = value(new Draw(0x1000 + index, extent));
      return { format: name, value: valueToJson(made), encoded: hex(format.encode(made)) };
    }),
  );
}

function invitationOf(seed: string) {
  const random = tape(seed);
  const host = createIdentity(random.draw);
  const identityDraws = random.taken();
  const made = createInvitation(host, { ...TERMS, services: [{ service: SERVICE, addresses: [ADDRESS] }] }, random.draw);
  return { random, host, made, identityDraws, invitationDraws: random.taken() };
}

export function invitations(): Json {
  const { random, host, made, identityDraws, invitationDraws } = invitationOf('golden invitation');
  const { key, hosted, digest: hostedDigest } = sealBundle(made.encoded, random.draw);
  return {
    identityDraws,
    identity: valueToJson(host.identity),
    invitationDraws,
    terms: valueToJson({ ...TERMS, services: [{ service: SERVICE, addresses: [ADDRESS] }] }),
    invitation: hex(made.encoded),
    digest: hex(made.digest),
    bundleDraws: random.taken(),
    bundleKey: hex(key),
    bundle: hex(hosted),
    bundleDigest: hex(hostedDigest),
  };
}

export function pqxdh(): Json {
  const { host, made, identityDraws, invitationDraws } = invitationOf('golden pqxdh');
  const accepting = tape('golden pqxdh acceptor');
  const acceptor = createIdentity(accepting.draw);
  const acceptorIdentityDraws = accepting.taken();
  const { invitation, digest } = verifyInvitation(made.encoded, TERMS.createdAt);
  const accepted = acceptHandshake(invitation, digest, acceptor, accepting.draw);
  return {
    inviterIdentityDraws: identityDraws,
    invitationDraws,
    invitation: hex(made.encoded),
    digest: hex(digest),
    acceptorIdentityDraws,
    acceptDraws: accepting.taken(),
    handshake: hex(handshake.encode(accepted.handshake)),
    secret: hex(accepted.shared.secret),
    associatedData: hex(accepted.shared.associatedData),
    safetyNumber: safetyNumber(host.identity, acceptor.identity),
  };
}

/** Ends by name; every step is one of `send`, `receive`, `offer`, `answer`, `take`. */
export function ratchet(): Json {
  const shared = { secret: new Uint8Array(32).fill(0x5e), associatedData: new Uint8Array(32).fill(0xad) };
  const random = { acceptor: tape('golden ratchet acceptor'), inviter: tape('golden ratchet inviter') };
  const prekey = createAgreeKeyPair(random.inviter.draw);
  const states = {
    acceptor: startAcceptor(shared, prekey.publicKey, random.acceptor.draw),
    inviter: startInviter(shared, prekey),
  };
  type End = keyof typeof states;
  const kept = { acceptor: new Map<string, Uint8Array>(), inviter: new Map<string, Uint8Array>() };
  const other = (end: End): End => (end === 'acceptor' ? 'inviter' : 'acceptor');
  const start = { secret: hex(shared.secret), associatedData: hex(shared.associatedData), prekeyDraws: random.inviter.taken(), acceptorDraws: random.acceptor.taken() };
  const steps: Json[] = [];
  const messages: Uint8Array[] = [];

  const send = (end: End): number => {
    const plaintext = ascii(`message ${messages.length} of the ${end}`);
    const { state, message } = encrypt(states[end], plaintext, random[end].draw);
    states[end] = state;
    steps.push({ send: end, plaintext: hex(plaintext), draws: random[end].taken(), message: hex(message) });
    return messages.push(message) - 1;
  };
  const receive = (end: End, index: number): void => {
    const opened = decrypt(states[end], messages[index] as Uint8Array, ({ chain, number }) => kept[end].get(`${chain}/${number}`) ?? null, random[end].draw);
    const step: { [name: string]: Json } = { receive: end, message: index, outcome: opened.outcome, draws: random[end].taken() };
    if (opened.outcome === 'decrypted') {
      for (const { chain, number, key } of opened.keep) kept[end].set(`${chain}/${number}`, key);
      for (const { chain, number } of opened.forget) kept[end].delete(`${chain}/${number}`);
      states[end] = opened.state;
      step.plaintext = hex(opened.plaintext);
      step.keep = opened.keep.map(({ chain, number, key }) => ({ chain, number, key: hex(key) }));
      step.forget = opened.forget.map(({ chain, number }) => ({ chain, number }));
    }
    steps.push(step);
  };
  const mix = (end: End): void => {
    const due = dueOffer(states[end], random[end].draw);
    if (due === null) throw new Error('no offer is due');
    states[end] = due.state;
    steps.push({ offer: end, number: due.offer.number, draws: random[end].taken(), key: hex(due.offer.key) });
    const answered = answerOffer(states[other(end)], due.offer, random[other(end)].draw);
    if (answered === null) throw new Error('the offer is not answered');
    states[other(end)] = answered.state;
    steps.push({ answer: other(end), number: answered.answer.number, draws: random[other(end)].taken(), ciphertext: hex(answered.answer.ciphertext), secret: hex(answered.state.agreed?.secret ?? new Uint8Array()) });
    states[end] = takeAnswer(states[end], answered.answer);
    steps.push({ take: end, number: answered.answer.number });
  };

  // Three before the first reply: the second comes late, the first twice.
  const [first, second, third] = [send('acceptor'), send('acceptor'), send('acceptor')];
  for (const index of [first, third, second, first]) receive('inviter', index);
  const late = send('inviter');
  receive('acceptor', send('inviter'));
  // In turns until a secret is due; `late` waits in an old chain.
  for (let turn = 0; turn < OFFER_INTERVAL; turn++) {
    receive('inviter', send('acceptor'));
    receive('acceptor', send('inviter'));
  }
  mix('acceptor');
  receive('inviter', send('acceptor'));
  receive('acceptor', send('inviter'));
  receive('inviter', send('acceptor'));
  receive('acceptor', send('inviter'));
  receive('acceptor', late);
  const stateOf = (state: RatchetState): string => hex(ratchetState.encode(state));
  return { start, steps, acceptor: stateOf(states.acceptor), inviter: stateOf(states.inviter) };
}

export function addresses(): Json {
  const random = tape('golden addresses');
  const inner = createGeneration(6, { fromDay: 19_600, untilDay: 19_630, opensUntilDay: 19_820 }, random.draw);
  const innerDraws = random.taken();
  const outer = createGeneration(7, { fromDay: 19_631, untilDay: 19_660, opensUntilDay: 19_850 }, random.draw);
  const outerDraws = random.taken();
  const owner = createSignKeyPair(random.draw);
  const ownerDraws = random.taken();
  const root = new Uint8Array(16).fill(0x40);
  const relationshipSeed = new Uint8Array(32).fill(0x33);
  const id = addressId(relationshipSeed, 12, 'batched');
  const address = createDeliveryAddress({ service: SERVICE, generation: inner.generation, root, addressSeed: owner.seed }, id, 19_675, random.draw);
  const addressDraws = random.taken();
  const envelope = concat(ascii('golden envelope'), new Uint8Array(4081));
  const sealed = sealAddress(address, SERVICE, outer.generation, envelope, random.draw);
  return {
    service: valueToJson(SERVICE),
    innerDraws,
    innerGeneration: valueToJson(inner.generation),
    outerDraws,
    outerGeneration: valueToJson(outer.generation),
    ownerDraws,
    addressKey: hex(owner.publicKey),
    root: hex(root),
    relationshipSeed: hex(relationshipSeed),
    index: 12,
    latency: 'batched',
    id: hex(id),
    expiryDay: 19_675,
    addressDraws,
    deliveryAddress: hex(address),
    envelope: hex(envelope),
    sealDraws: random.taken(),
    sealedAddress: hex(sealed),
    delivery: hex(delivery.encode({ address: sealed, envelope })),
  };
}

/** The acceptor's first envelope, the inviter's reply, and the acceptor's next. */
export function envelopes(): Json {
  const random = { inviter: tape('golden envelope inviter'), acceptor: tape('golden envelope acceptor') };
  const { inviter, acceptor, first, invitation } = introduce(random.inviter.draw, random.acceptor.draw);
  const envelopeKey = hex(acceptor.opening?.envelopeKey ?? new Uint8Array());
  const start = { invitation: hex(invitation), envelopeKey, inviterDraws: random.inviter.taken(), acceptorDraws: random.acceptor.taken() };
  const reply = inviter.say('a reply');
  const replyDraws = random.inviter.taken();
  acceptor.receive(reply);
  const later = acceptor.say('a later one');
  return {
    start,
    first: { text: 'hello', envelope: hex(first) },
    reply: { text: 'a reply', draws: replyDraws, envelope: hex(reply) },
    later: { text: 'a later one', draws: random.acceptor.taken(), envelope: hex(later) },
  };
}

export function mails(): Json {
  const random = tape('golden mail');
  const keys = createSealKeyPair(random.draw);
  const keyDraws = random.taken();
  const content: Mail = {
    receivedAt: TERMS.createdAt,
    from: 'shop@example.com',
    to: 'quiet-otter@mask.example',
    authentication: { spf: 'pass', dkim: 'pass', dmarc: 'pass', domain: 'example.com', author: 'example.com' },
    message: ascii('Subject: Your code\r\n\r\n123456\r\n'),
  };
  const { envelope } = sealMail(keys.publicKey, content, { origin: 'https://mail.example', expiryDay: 19_700 }, random.draw);
  return { keyDraws, mailKey: hex(keys.publicKey), mail: hex(mail.encode(content)), sealDraws: random.taken(), envelope: hex(envelope) };
}

/**
 * The smallest blob, one whose content fills its first part to the byte, and one of three parts; ciphertext by its
 * digests.
 */
export function blobs(): Json {
  const full = PART_BYTES - PART_OVERHEAD - LENGTH_BYTES;
  return [5, full, 2 * PART_BYTES + 9].map((length) => {
    const random = tape(`golden blob ${length}`);
    const content = Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 0xff);
    const { reference, parts } = sealBlob(content, { origin: 'https://sending.example', expiryDay: 19_700 }, random.draw);
    return {
      content: `${length} bytes, at n (31 n + floor(n / 256)) mod 256`,
      draws: random.taken(),
      reference: valueToJson(reference),
      parts: parts.map((part) => ({ byteCount: part.length, first: hex(part.slice(0, 32)), last: hex(part.slice(-32)), digest: hex(sha256(part)) })),
    };
  });
}

/**
 * The id of an automatic message at the first place of a ratchet, by what it tells, and the ids of its further ways.
 */
export function dedupes(): Json {
  const random = tape('golden dedupe');
  const { acceptor } = introduce(random.draw, random.draw);
  const seed = new Uint8Array(32).fill(0x5e);
  const state = acceptor.state;
  const id = (fill: number) => new Uint8Array(16).fill(fill);
  const told: Item[][] = [
    [{ kind: 'receipt', value: { state: 'received', messages: [id(1), id(2)] } }],
    [{ kind: 'addresses', value: [] }, { kind: 'receipt', value: { state: 'read', messages: [id(1)] } }],
    [],
  ];
  return {
    relationshipSeed: hex(seed),
    dh: hex(state.dhPublic),
    number: state.sending.number,
    told: told.map((items) => {
      const first = automaticDedupe(seed, state, items);
      const codes = items.map(({ kind }) => (kind === 'unknown' ? 0 : ITEM[kind].code));
      const receipts = items.map((item) => (item.kind === 'receipt' ? hex(ITEM.receipt.format.encode(item.value)) : ''));
      return { codes, receipts, dedupe: hex(first), next: hex(nextDedupe(first)), afterNext: hex(nextDedupe(nextDedupe(first))) };
    }),
  };
}

/** A reset of an end that has not one draw in common with the other, and the answer to it. */
export function resets(): Json {
  const mine = tape('golden reset');
  const theirs = tape('golden reset answered');
  const sender = createIdentity(mine.draw);
  const senderIdentityDraws = mine.taken();
  const other = createIdentity(theirs.draw);
  const otherIdentityDraws = theirs.taken();
  const ends = { ...sender, theirs: other.identity };
  const first = { secret: new Uint8Array(32).fill(0x5e), associatedData: new Uint8Array(32).fill(0xad) };
  const resetKey = resetKeyOf(first);
  const grant = { service: SERVICE, address: ADDRESS };
  const terms = { clock: TERMS.createdAt, addresses: [grant], longTerm: [grant] };
  const made = createReset(ends, terms, mine.draw);
  const resetDraws = mine.taken();
  const envelope = sealReset(resetKey, made.encoded, mine.draw);
  const envelopeDraws = mine.taken();
  const opened = openReset(resetKey, { ...other, theirs: sender.identity }, envelope);
  if (opened === null) throw new Error('the reset does not open');
  const answered = answerReset(opened.reset, opened.digest, resetKey, { ...other, theirs: sender.identity }, theirs.draw);
  return {
    senderIdentityDraws,
    otherIdentityDraws,
    first: { secret: hex(first.secret), associatedData: hex(first.associatedData) },
    resetKey: hex(resetKey),
    classicResetKey: hex(classicResetKey(ends)),
    terms: valueToJson(terms),
    resetDraws,
    reset: hex(made.encoded),
    digest: hex(made.digest),
    envelopeDraws,
    envelope: hex(envelope),
    answerDraws: theirs.taken(),
    handshake: hex(handshake.encode(answered.handshake)),
    secret: hex(answered.shared.secret),
    associatedData: hex(answered.shared.associatedData),
  };
}

/** File beside this one, and what makes its content. */
export const GOLDEN: Readonly<Record<string, () => Json>> = {
  'formats-1.json': formats,
  'invitation-1.json': invitations,
  'pqxdh-1.json': pqxdh,
  'ratchet-2.json': ratchet,
  'address-1.json': addresses,
  'envelope-2.json': envelopes,
  'mail-2.json': mails,
  'blob-1.json': blobs,
  'dedupe-1.json': dedupes,
  'reset-1.json': resets,
};
