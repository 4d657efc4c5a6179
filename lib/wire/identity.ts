// The public half of a contextual identity: only the correspondent of one relationship knows it.

import type { ValueOf } from './format.ts';
import { bytes, choice, part, struct, text } from './format.ts';
import { KEY_BYTES, NAME_BYTES, SIGNATURE_BYTES } from './sizes.ts';

/** Ed25519 key (the identity), X25519 key, and the first's signature over the second. */
export const identityKey = struct({ sign: bytes(KEY_BYTES), agree: bytes(KEY_BYTES), binding: bytes(SIGNATURE_BYTES) });
export const identity = part('identity', KEY_BYTES * 2 + SIGNATURE_BYTES, identityKey);
export type Identity = ValueOf<typeof identity>;

/** How a person presents themselves in one relationship. Pictures never ride in first messages. */
export const presentation = struct({ name: text(NAME_BYTES), pronouns: text(32) });
export interface Presentation {
  name: string;
  pronouns: string;
}

export const holder = choice({ person: 1, organisation: 2 });
