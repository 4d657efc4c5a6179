// A user of the services, for tests: a root with its keys, its delivery addresses, sessions and mailbox; and what a
// correspondent does with such an address. It goes through the protocol layer and the endpoints, as a relationship
// manager does.
import { fetchAgain } from '#adapters/node/fetch-again.ts';
import { decodeBase64url } from '#bytes/base64url.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { createSealKeyPair, createSignKeyPair, type SealKeyPair, type SignKeyPair } from '#crypto/keys.ts';
import { createDeliveryAddress, sealAddress } from '#protocol/address/address.ts';
import { dayOf } from '#protocol/base/day.ts';
import { signMaskRequest } from '#protocol/mail/mask.ts';
import { generationOn, verifyDescriptor } from '#protocol/service/descriptor.ts';
import { signSession } from '#protocol/service/session.ts';
import { WELL_KNOWN_PATH } from '#wire/endpoints.ts';
import { maskRequest } from '#wire/mail.ts';
import type { DescriptorStatement, Generation } from '#wire/service.ts';
import { ENVELOPE_BYTES } from '#wire/sizes.ts';
import type { Delivery, Mailbox } from '#wire/transport.ts';
import { eventually } from './eventually.ts';
import { call } from './services.ts';

export const entropy: Entropy = (byteCount) => crypto.getRandomValues(new Uint8Array(byteCount));
const NOTHING = new Uint8Array(0);

export async function descriptorOf(origin: string): Promise<DescriptorStatement> {
  const answer = (await (await fetchAgain(new URL(WELL_KNOWN_PATH, origin))).json()) as {
    proton: number;
    descriptor: string;
  };
  return verifyDescriptor(decodeBase64url(answer.descriptor) ?? NOTHING, { origin });
}

export class Party {
  readonly origin: string;
  readonly descriptor: DescriptorStatement;
  readonly root: Uint8Array;
  readonly addressKeys: SignKeyPair;
  readonly accessKeys: SignKeyPair;
  readonly today: number;

  private constructor(
    origin: string,
    descriptor: DescriptorStatement,
    root: Uint8Array,
    addressKeys: SignKeyPair,
    accessKeys: SignKeyPair,
    now: number,
  ) {
    this.origin = origin;
    this.descriptor = descriptor;
    this.root = root;
    this.addressKeys = addressKeys;
    this.accessKeys = accessKeys;
    this.today = dayOf(now);
  }

  static async create(origin: string, now = Date.now(), token: Uint8Array = NOTHING): Promise<Party> {
    const addressKeys = createSignKeyPair(entropy);
    const accessKeys = createSignKeyPair(entropy);
    const { value } = await call(origin, 'createRoot', {
      addressKey: addressKeys.publicKey,
      accessKey: accessKeys.publicKey,
      token,
    });
    if (value === null) throw new Error('no root');
    return new Party(origin, await descriptorOf(origin), value.root, addressKeys, accessKeys, now);
  }

  get generation(): Generation {
    return generationOn(this.descriptor, this.today) as Generation;
  }

  /** By an id that asks to be told now, unless another is given. */
  address(id: Uint8Array = entropy(16).with(15, 0), expiryDay = this.today + 20): Uint8Array {
    const { descriptor, generation, root, addressKeys } = this;
    return createDeliveryAddress(
      { service: descriptor.name, generation, root, addressSeed: addressKeys.seed },
      id,
      expiryDay,
      entropy,
    );
  }

  /** What a sending service brings, for an address of this party. */
  delivery(address = this.address(), envelope = entropy(ENVELOPE_BYTES.small)): Delivery {
    return { address: sealAddress(address, this.descriptor.name, this.generation, envelope, entropy), envelope };
  }

  async challenge(): Promise<Uint8Array> {
    return (await call(this.origin, 'createChallenge', null)).value?.challenge ?? NOTHING;
  }

  async session(scope: 'fetch' | 'manage' = 'fetch'): Promise<Uint8Array> {
    const challenge = await this.challenge();
    const statement = { origin: this.origin, root: this.root, scope, challenge };
    const signature = signSession(this.accessKeys.seed, statement);
    const { value } = await call(this.origin, 'createSession', { root: this.root, scope, challenge, signature });
    if (value === null) throw new Error('no session');
    return value.session;
  }

  async mailbox(session: Uint8Array): Promise<Mailbox> {
    const { value, status } = await call(this.origin, 'getMailbox', null, { session });
    if (value === null) throw new Error(`no mailbox: ${status}`);
    return value;
  }

  /** Waits until that many items lie in the mailbox. */
  async arrived(count: number): Promise<Mailbox['items']> {
    const session = await this.session();
    return eventually(async () => {
      const { items, remaining } = await this.mailbox(session);
      return items.length + remaining >= count && items;
    });
  }
}

/** A mask of a party, as a site's identity would have it. */
export class TestMask {
  readonly party: Party;
  readonly localPart: string;
  readonly management: SignKeyPair = createSignKeyPair(entropy);
  readonly mail: SealKeyPair = createSealKeyPair(entropy);

  constructor(party: Party, localPart: string) {
    this.party = party;
    this.localPart = localPart;
  }

  grant(addresses = [this.party.address(), this.party.address()]) {
    return { service: this.party.descriptor.name, addresses };
  }

  request(grant = this.grant()) {
    const { localPart, management, mail } = this;
    const statement = { localPart, managementKey: management.publicKey, mailKey: mail.publicKey, grant };
    return maskRequest.decode(signMaskRequest(management.seed, statement, NOTHING));
  }

  register(origin = this.party.origin) {
    return call(origin, 'createMask', this.request());
  }
}
