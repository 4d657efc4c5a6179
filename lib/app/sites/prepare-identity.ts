// A new identity for a site, before anything of it is kept or registered: its keys, name, mask and password, and the
// records and the request that follow from them.
import { encodeHex } from '#bytes/base64url.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { clip } from '#bytes/utf8.ts';
import { createSealKeyPair, createSignKeyPair } from '#crypto/keys.ts';
import { nameFor } from '#logins/generate/names.ts';
import { createPassword, type PasswordHints } from '#logins/generate/password.ts';
import { createMaskName } from '#logins/generate/username.ts';
import { type Site, siteLabel } from '#logins/site.ts';
import { dayOf } from '#protocol/base/day.ts';
import { signMaskRequest } from '#protocol/mail/mask.ts';
import type { AddressGrant } from '#wire/message.ts';
import type { ServiceName } from '#wire/service.ts';
import { type AddressBook, MASK_ADDRESS_DAYS } from '../addresses/addresses.ts';
import { newRelationship } from '../conversation/conversation.ts';
import type { Login } from '../records/login.ts';
import type { Mask } from '../records/mask.ts';
import type { Relationship } from '../records/relationship.ts';

/** What the form wants of a new identity. */
export interface FormHints {
  readonly password: PasswordHints;
  /** It asks for a user name beside the address; many take no address there. */
  readonly ownUsername: boolean;
}

export interface PreparedIdentity {
  readonly id: string;
  readonly site: Site;
  /** 16 random bytes, from which name and picture grow. */
  readonly picture: Uint8Array;
  readonly name: string;
  readonly localPart: string;
  readonly mask: string;
  readonly username: string;
  readonly password: string;
  /** Of its delivery addresses. */
  readonly seed: Uint8Array;
  readonly management: ReturnType<typeof createSignKeyPair>;
  readonly mailKeys: ReturnType<typeof createSealKeyPair>;
}

/**
 * Draws everything that is random about an identity.
 * @param mailDomain of the gateway that will have its mask
 * @param length of the password, where form and site say nothing
 */
export function prepareIdentity(
  entropy: Entropy,
  site: Site,
  picture: Uint8Array,
  mailDomain: string,
  { password, ownUsername }: FormHints,
  length: number,
): PreparedIdentity {
  const called = nameFor(picture);
  const localPart = createMaskName(entropy, called);
  const mask = `${localPart}@${mailDomain}`;
  return {
    id: encodeHex(entropy(16)),
    site,
    picture,
    name: called.text,
    localPart,
    mask,
    username: ownUsername ? shortName(mask) : mask,
    seed: entropy(32),
    management: createSignKeyPair(entropy),
    mailKeys: createSealKeyPair(entropy),
    password: createPassword(entropy, password, length).text,
  };
}

export const relationshipOf = (
  { site, picture, name }: PreparedIdentity,
  book: AddressBook,
  now: number,
): Relationship =>
  newRelationship(
    {
      kind: 'site',
      standing: 'active',
      name: clip(siteLabel(site), 120),
      theirs: { name: '', pronouns: '' },
      picture,
      mine: { name, pronouns: '' },
      minePicture: picture,
      addresses: book,
    },
    now,
  );

export const loginOf = ({ site, username, password }: PreparedIdentity, now: number): Login => ({
  ...{ site, username, password },
  passwordChangedAt: now,
  used: false,
  filledAt: 0,
  proposed: null,
});

export const maskOf = (prepared: PreparedIdentity, gateway: ServiceName, now: number): Mask => ({
  site: prepared.site,
  address: prepared.mask,
  gateway,
  managementSeed: prepared.management.seed,
  mailSecret: prepared.mailKeys.secretKey,
  madeAt: now,
  state: 'pending',
  expiryDay: dayOf(now) + MASK_ADDRESS_DAYS,
  mailer: '',
  codesUsedTo: 0,
  leaksFrom: 0,
  second: null,
});

/** The signed request for its mask. @param token that pays for it */
export const registrationOf = (
  { localPart, management, mailKeys }: PreparedIdentity,
  grant: AddressGrant,
  token: Uint8Array,
): Uint8Array =>
  signMaskRequest(
    management.seed,
    { localPart, managementKey: management.publicKey, mailKey: mailKeys.publicKey, grant },
    token,
  );

/**
 * A name of at most 17 letters, digits and a hyphen, which nearly every site takes: the mask's own, without its first
 * word.
 */
export const shortName = (mask: string): string => {
  const localPart = mask.slice(0, mask.indexOf('@'));
  return localPart.slice(localPart.indexOf('-') + 1);
};
