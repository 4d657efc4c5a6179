// A sample of every format of this layer, drawn from a seed: what the tests of formats run on and what the golden
// vectors are made of. The order of draws is part of the vectors: append to it, never rearrange.
import { blobCompletion, blobRequest, blobStatus, digestsQuery, partQuery } from '../blob.ts';
import { deliveryAddress, deliveryPrefix, addressContent, sealedAddress, sealedPrefix } from '../address.ts';
import type { Format } from '../format.ts';
import { handshake } from '../handshake.ts';
import { FORMAT_ID } from '../ids.ts';
import { identity } from '../identity.ts';
import { invitation, invitationLocator, invitationStatement } from '../invitation.ts';
import { mail, mailEnvelope, maskRenewal, maskRenewalStatement, maskRequest, maskRetirement, maskRetirementStatement, maskStatementPart } from '../mail.ts';
import { type Item, messageBody } from '../message.ts';
import { ratchetHeader } from '../ratchet.ts';
import { reset, resetStatement } from '../reset.ts';
import { descriptor, descriptorStatement, ROLES, type Role } from '../service.ts';
import { acknowledgement, challenge, DELAY_SECONDS, DELIVERY_ANSWERS, type Delay, type DeliveryAnswer, deliveries, delivery, deliveryAnswers, latencySetting, mailbox, OUTCOMES, type Outcome, outcome, outcomeRequest, pageRequest, revocation, rootGrant, rootRequest, serviceStatus, sessionGrant, sessionRequest, sessionStatement, submission } from '../transport.ts';
import { accountRequest, issuerDirectory, TOKEN_CLASSES, TOKEN_TYPES, type TokenClass, type TokenType, tokenDelivery, tokenOrder } from '../token.ts';
import { DELIVERY_ADDRESS_BYTES, LATENCY, type Latency, SEALED_ADDRESS_BYTES } from '../address.ts';

/** How long the parts of a sample are: as chance has it (short ones mostly), empty, or as long as they may be. */
export type Extent = 'any' | 'least' | 'most';

/** Values from a 32-bit seed (SplitMix32 of its counter). No randomness worth the name: for samples only. */
export class Draw {
  readonly #extent: Extent;
  #counter: number;

  constructor(seed: number, extent: Extent = 'any') {
    this.#counter = seed >>> 0;
    this.#extent = extent;
  }

  readonly u32 = (): number => {
    this.#counter = (this.#counter + 0x9e3779b9) >>> 0;
    let mixed = this.#counter;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };

  below(bound: number): number {
    return this.u32() % bound;
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.u32() & 0xff);
  }

  /** A length up to `max`: the ends are as likely as all between. */
  length(max: number, usual = 40): number {
    if (this.#extent === 'least') return 0;
    if (this.#extent === 'most') return max;
    const choice = this.below(4);
    if (choice === 0) return 0;
    return this.below(Math.min(max, usual) + 1);
  }

  blob(max: number): Uint8Array {
    return this.bytes(this.length(max));
  }

  /** Well-formed UTF-8 of one to four bytes a character. */
  text(max: number): string {
    let left = this.length(max);
    let text = '';
    while (left > 0) {
      const size = Math.min(left, 1 + this.below(4));
      text += ['a', 'é', '€', '🙂'][size - 1];
      left -= size;
    }
    return text;
  }

  list<T>(max: number, element: () => T): T[] {
    return Array.from({ length: this.length(max, 3) }, element);
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)] as T;
  }

  timestamp(): number {
    return this.u32() * 0x10000 + this.below(0x10000);
  }
}

const CLASSES = Object.keys(TOKEN_CLASSES) as TokenClass[];
const TYPES = Object.keys(TOKEN_TYPES) as TokenType[];

const identityOf = (d: Draw) => ({ sign: d.bytes(32), agree: d.bytes(32), binding: d.bytes(64) });
const presentationOf = (d: Draw) => ({ name: d.text(128), pronouns: d.text(32) });
const serviceOf = (d: Draw) => ({ origin: d.text(128), key: d.bytes(32) });
const longTermOf = (d: Draw) => ({ service: serviceOf(d), address: d.bytes(DELIVERY_ADDRESS_BYTES) });
const sharedLoginOf = (d: Draw) => ({
  ...{ title: d.text(300), username: d.text(400), password: d.text(1000), note: d.text(4000) },
  sites: d.list(8, () => d.text(500)),
  oneTimes: d.list(1, () => ({
    ...{ secret: d.text(400), algorithm: d.pick(['SHA-1', 'SHA-256', 'SHA-512'] as const), digits: d.below(256) },
    ...{ periodSeconds: d.u32(), alphabet: d.pick(['decimal', 'steam'] as const) },
    ...{ issuer: d.text(100), account: d.text(400) },
  })),
});
const grantOf = (d: Draw) => ({ service: serviceOf(d), addresses: d.list(8, () => d.bytes(DELIVERY_ADDRESS_BYTES)) });
const blobReferenceOf = (d: Draw) => ({
  origin: d.text(128),
  id: d.bytes(16),
  key: d.bytes(32),
  digest: d.bytes(32),
  byteCount: d.u32(),
  expiryDay: d.u32(),
});
const descriptorStatementOf = (d: Draw) => ({
  name: serviceOf(d),
  issuedAt: d.timestamp(),
  roles: d.list(8, () => d.pick(Object.keys(ROLES) as Role[])),
  protocolVersions: d.list(8, () => d.below(256)),
  generations: d.list(16, () => ({
    generation: d.u32(),
    inner: d.bytes(32),
    outer: d.bytes(1216),
    fromDay: d.u32(),
    untilDay: d.u32(),
    opensUntilDay: d.u32(),
  })),
  mailDomain: d.text(128),
  maxBlobBytes: d.u32(),
  retryHorizonDays: d.below(256),
  tokenIssuers: d.list(8, () => ({
    origin: d.text(128),
    keys: d.list(64, () => ({ class: d.pick(CLASSES), type: d.pick(TYPES), id: d.bytes(32) })),
  })),
});
const resetStatementOf = (d: Draw) => ({
  from: identityOf(d),
  to: identityOf(d),
  clock: d.timestamp(),
  prekey: d.bytes(32),
  kemPrekey: d.bytes(1184),
  envelopeKey: d.bytes(32),
  addresses: d.list(2, () => longTermOf(d)),
  longTerm: d.list(2, () => longTermOf(d)),
});
const invitationStatementOf = (d: Draw) => ({
  inviter: identityOf(d),
  prekey: d.bytes(32),
  kemPrekey: d.bytes(1184),
  envelopeKey: d.bytes(32),
  presentation: presentationOf(d),
  services: d.list(4, () => grantOf(d)),
  createdAt: d.timestamp(),
  expiryDay: d.u32(),
});
const maskStatementOf = (d: Draw) => ({
  localPart: d.text(48),
  managementKey: d.bytes(32),
  mailKey: d.bytes(1216),
  grant: grantOf(d),
});
const renewalOf = (d: Draw) => ({ localPart: d.text(48), madeAt: d.timestamp(), grant: grantOf(d) });
const retirementOf = (d: Draw) => ({ localPart: d.text(48), madeAt: d.timestamp() });
const blobQueryOf = (d: Draw) => ({ origin: d.text(128), id: d.bytes(16), digest: d.bytes(32), byteCount: d.u32() });
const scopeOf = (d: Draw) => d.pick(['fetch', 'manage'] as const);

/** Items of every kind, each made on its own: a body holds what fits. */
export const ITEM_SAMPLES: readonly ((d: Draw) => Item)[] = [
  (d) => ({ kind: 'text', value: { text: d.text(1500) } }),
  (d) => ({
    kind: 'receipt',
    value: { state: d.pick(['received', 'read'] as const), messages: d.list(64, () => d.bytes(16)) },
  }),
  (d) => ({ kind: 'profile', value: presentationOf(d) }),
  (d) => ({ kind: 'addresses', value: d.list(4, () => grantOf(d)) }),
  () => ({ kind: 'addressRequest', value: {} }),
  (d) => ({ kind: 'terminate', value: { reason: d.pick(['ended', 'invitation-used'] as const) } }),
  (d) => ({ kind: 'pqOffer', value: { number: d.u32(), key: d.bytes(1184) } }),
  (d) => ({ kind: 'pqAnswer', value: { number: d.u32(), ciphertext: d.bytes(1088) } }),
  (d) => ({ kind: 'app', value: { type: d.text(128), payload: d.blob(2000) }, fallback: `see ${d.text(200)}` }),
  (d) => ({
    kind: 'attachment',
    value: {
      kind: d.pick(['picture', 'file'] as const),
      name: d.text(160),
      mediaType: d.text(100),
      byteCount: d.u32(),
      width: d.below(65_536),
      height: d.below(65_536),
      thumbnail: d.blob(768),
      blob: blobReferenceOf(d),
    },
    fallback: `file ${d.text(80)}`,
  }),
  (d) => ({
    kind: 'longText',
    value: { byteCount: d.u32(), beginning: d.text(600), blob: blobReferenceOf(d) },
    fallback: `text ${d.text(80)}`,
  }),
  (d) => ({ kind: 'longTerm', value: d.list(4, () => longTermOf(d)) }),
  (d) => ({ kind: 'sharedLogin', value: sharedLoginOf(d), fallback: `login ${d.text(80)}` }),
  (d) => ({ kind: 'unknown', value: { code: 500 + d.below(60_000), payload: d.blob(300) }, fallback: `new ${d.text(200)}` }),
];

export interface Sample<T> {
  readonly format: Format<T>;
  value(draw: Draw): T;
  /** Whatever follows belongs to the last field, so a proper prefix may be another value of the format. */
  readonly openEnded?: true;
}

const sample = <T>(format: Format<T>, value: (draw: Draw) => T, openEnded?: true): Sample<any> =>
  openEnded === undefined ? { format, value } : { format, value, openEnded };

/** By the name of its id. `blobReference` has an id of its own reserved, and no use of it alone. */
export const FORMATS: Record<Exclude<keyof typeof FORMAT_ID, 'blobReference'>, Sample<any>> = {
  descriptor: sample(descriptor, (d) => ({ signature: d.bytes(64), statement: descriptorStatement.encode(descriptorStatementOf(d)) })),
  deliveryAddress: sample(deliveryAddress, (d) => ({ suite: d.below(256), generation: d.u32(), expiryDay: d.u32(), sealed: d.bytes(144) })),
  sealedAddress: sample(sealedAddress, (d) => ({ suite: d.below(256), generation: d.u32(), sealed: d.bytes(1136 + DELIVERY_ADDRESS_BYTES) })),
  delivery: sample(delivery, (d) => ({ address: d.bytes(SEALED_ADDRESS_BYTES), envelope: d.blob(16384) }), true),
  submission: sample(
    submission,
    (d) => ({ dedupe: d.bytes(16), destination: d.text(128), delay: d.pick(Object.keys(DELAY_SECONDS) as Delay[]), token: d.blob(512), address: d.bytes(SEALED_ADDRESS_BYTES), envelope: d.blob(16384) }),
    true,
  ),
  invitation: sample(invitation, (d) => ({ ...invitationStatementOf(d), signature: d.bytes(64) })),
  invitationLocator: sample(invitationLocator, (d) => ({ origin: d.text(128), blob: d.bytes(16), key: d.bytes(32), digest: d.bytes(32) })),
  reset: sample(reset, (d) => ({ ...resetStatementOf(d), signature: d.bytes(64) })),
  handshake: sample(handshake, (d) => ({ invitation: d.bytes(32), acceptor: identityOf(d), ephemeral: d.bytes(32), kemCiphertext: d.bytes(1088) })),
  messageBody: sample(messageBody, (d) => ({
    id: d.bytes(16),
    clock: d.u32(),
    sentAt: d.timestamp(),
    items: d.list(4, () => d.pick(ITEM_SAMPLES)(d)),
  })),
  mail: sample(mail, (d) => ({
    receivedAt: d.timestamp(),
    from: d.text(320),
    to: d.text(320),
    authentication: {
      spf: d.pick(['none', 'pass', 'fail', 'softfail', 'neutral', 'temperror', 'permerror'] as const),
      dkim: d.pick(['none', 'pass', 'fail'] as const),
      dmarc: d.pick(['none', 'pass', 'fail'] as const),
      domain: d.text(255),
      author: d.text(255),
    },
    message: d.blob(2 * 1024 * 1024),
  })),
  mailEnvelope: sample(mailEnvelope, (d) =>
    d.below(2) === 0 ? { kind: 'inline', value: d.blob(16000) } : { kind: 'blob', value: blobReferenceOf(d) },
  ),
  mailbox: sample(mailbox, (d) => ({
    items: d.list(64, () => ({ sequence: d.u32(), address: d.bytes(DELIVERY_ADDRESS_BYTES), envelope: d.blob(16384) })),
    remaining: d.u32(),
  })),
  pageRequest: sample(pageRequest, (d) => ({ acknowledged: d.list(256, d.u32), after: d.u32() })),
  acknowledgement: sample(acknowledgement, (d) => ({ sequences: d.list(256, d.u32) })),
  rootRequest: sample(rootRequest, (d) => ({ addressKey: d.bytes(32), accessKey: d.bytes(32), token: d.blob(512) })),
  rootGrant: sample(rootGrant, (d) => ({ root: d.bytes(16) })),
  challenge: sample(challenge, (d) => ({ challenge: d.bytes(64) })),
  sessionRequest: sample(sessionRequest, (d) => ({ root: d.bytes(16), scope: scopeOf(d), challenge: d.bytes(64), signature: d.bytes(64) })),
  sessionGrant: sample(sessionGrant, (d) => ({ session: d.blob(160), lifetimeSeconds: d.u32() })),
  latencySetting: sample(latencySetting, (d) => ({ latency: d.pick(Object.keys(LATENCY) as Latency[]) })),
  revocation: sample(revocation, (d) => ({ ids: d.list(128, () => d.bytes(16)) })),
  maskRequest: sample(maskRequest, (d) => ({ ...maskStatementOf(d), signature: d.bytes(64), token: d.blob(512) })),
  maskRenewal: sample(maskRenewal, (d) => ({ ...renewalOf(d), signature: d.bytes(64) })),
  maskRetirement: sample(maskRetirement, (d) => ({ ...retirementOf(d), signature: d.bytes(64) })),
  serviceStatus: sample(serviceStatus, (d) => ({
    availability: d.pick(['open', 'full', 'closing'] as const),
    freeQuarters: d.below(5),
    envelopeBytes: d.list(8, d.u32),
    maxBlobBytes: d.u32(),
    routes: d.list(8, () => d.text(128)),
  })),
  outcomeRequest: sample(outcomeRequest, (d) => ({ dedupe: d.bytes(16) })),
  outcome: sample(outcome, (d) => ({ outcome: d.pick(Object.keys(OUTCOMES) as Outcome[]) })),
  deliveries: sample(deliveries, (d) => ({ deliveries: d.list(64, () => d.blob(17_684)) })),
  deliveryAnswers: sample(deliveryAnswers, (d) => ({
    answers: d.list(64, () => ({ answer: d.pick(Object.keys(DELIVERY_ANSWERS) as DeliveryAnswer[]), retryAfterSeconds: d.u32() })),
  })),
  blobRequest: sample(blobRequest, (d) => ({ id: d.bytes(16), byteCount: d.u32(), expiryDay: d.u32(), token: d.blob(512) })),
  blobStatus: sample(blobStatus, (d) => ({ byteCount: d.u32(), digest: d.blob(32), parts: d.blob(528) })),
  blobCompletion: sample(blobCompletion, (d) => ({ id: d.bytes(16), digest: d.bytes(32) })),
  partQuery: sample(partQuery, (d) => ({ ...blobQueryOf(d), part: d.u32() })),
  digestsQuery: sample(digestsQuery, blobQueryOf),
  accountRequest: sample(accountRequest, (d) => ({ secret: d.bytes(32), invitation: d.text(64) })),
  tokenOrder: sample(tokenOrder, (d) => ({ secret: d.bytes(32), class: d.pick(CLASSES), type: d.pick(TYPES), request: d.blob(8290) })),
  tokenDelivery: sample(tokenDelivery, (d) => ({ response: d.blob(8290) })),
  issuerDirectory: sample(issuerDirectory, (d) => ({
    accounts: d.pick(['open', 'invitation', 'listed'] as const),
    keys: d.list(64, () => ({ class: d.pick(CLASSES), type: d.pick(TYPES), key: d.blob(342), fromAt: d.timestamp(), untilAt: d.timestamp() })),
  })),
};

/** What never travels alone, by the name it has in docs/protocol/formats.md. */
export const PARTS: Record<string, Sample<any>> = {
  deliveryPrefix: sample(deliveryPrefix, (d) => ({ suite: d.below(256), generation: d.u32(), expiryDay: d.u32() })),
  addressContent: sample(addressContent, (d) => ({ root: d.bytes(16), id: d.bytes(16), signature: d.bytes(64) })),
  sealedPrefix: sample(sealedPrefix, (d) => ({ suite: d.below(256), generation: d.u32() })),
  identity: sample(identity, identityOf),
  ratchetHeader: sample(ratchetHeader, (d) => ({ dh: d.bytes(32), previous: d.u32(), number: d.u32(), secret: d.u32() })),
  descriptorStatement: sample(descriptorStatement, descriptorStatementOf),
  invitationStatement: sample(invitationStatement, invitationStatementOf),
  resetStatement: sample(resetStatement, resetStatementOf),
  maskStatement: sample(maskStatementPart, maskStatementOf),
  maskRenewalStatement: sample(maskRenewalStatement, renewalOf),
  maskRetirementStatement: sample(maskRetirementStatement, retirementOf),
  sessionStatement: sample(sessionStatement, (d) => ({ origin: d.text(128), root: d.bytes(16), scope: scopeOf(d), challenge: d.bytes(64) })),
};
