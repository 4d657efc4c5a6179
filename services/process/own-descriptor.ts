// What this service says of itself at WELL_KNOWN_PATH: signed anew when a generation begins, keys of tokens
// change or a day has passed.
import { encodeBase64url } from '#bytes/base64url.ts';
import { signSeed } from '#crypto/keys.ts';
import { provider } from '#crypto/provider.ts';
import { dayOf } from '#protocol/base/day.ts';
import { signDescriptor } from '#protocol/service/descriptor.ts';
import { MAX_HOSTED_BYTES } from '#wire/blob.ts';
import type { Role, ServiceName } from '#wire/service.ts';
import type { Generations } from '../receiving/generations.ts';
import type { Secrets } from '../secrets/secrets.ts';
import type { AcceptedKeys } from '../tokens/accepted-keys.ts';

const PROTOCOL_VERSIONS = [1];

export interface OwnDescriptorParts {
  readonly origin: string;
  readonly roles: readonly Role[];
  readonly mailDomain: string;
  readonly retryHorizonDays: number;
  readonly secrets: Secrets;
  /** Null if this is no receiving service. */
  readonly generations: Generations | null;
  readonly tokens: AcceptedKeys;
  readonly now: () => number;
}

export class OwnDescriptor {
  readonly name: ServiceName;
  readonly #parts: OwnDescriptorParts;
  #wellKnown = '';
  #day = -1;

  private constructor(parts: OwnDescriptorParts) {
    this.#parts = parts;
    this.name = { origin: parts.origin, key: provider().ed25519.publicKey(parts.secrets.descriptorSeed) };
  }

  static async create(parts: OwnDescriptorParts): Promise<OwnDescriptor> {
    const descriptor = new OwnDescriptor(parts);
    await descriptor.renew();
    return descriptor;
  }

  readonly wellKnown = (): string => this.#wellKnown;

  /** Brings generations and descriptor up to date; cheap if there is nothing to do. */
  async renew(): Promise<void> {
    const { generations, tokens, roles, secrets, now, mailDomain, retryHorizonDays } = this.#parts;
    const today = dayOf(now());
    const rotated = (await generations?.rotate(today)) ?? false;
    const accepted = await tokens.refresh();
    if (!rotated && !accepted && today === this.#day) return;
    this.#day = today;
    const signed = signDescriptor(signSeed(secrets.descriptorSeed), {
      name: this.name,
      issuedAt: now(),
      roles: [...roles],
      protocolVersions: PROTOCOL_VERSIONS,
      generations: generations?.published(today) ?? [],
      mailDomain,
      maxBlobBytes: roles.includes('sending') ? MAX_HOSTED_BYTES : 0,
      retryHorizonDays,
      tokenIssuers: tokens.published(),
    });
    this.#wellKnown = JSON.stringify({ proton: 1, descriptor: encodeBase64url(signed) });
  }
}
