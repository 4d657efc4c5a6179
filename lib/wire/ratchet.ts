// The ratchet header, always encrypted on the wire (Double Ratchet, section 4: header encryption).

import type { ValueOf } from './format.ts';
import { bytes, part, struct, u32 } from './format.ts';
import { KEY_BYTES } from './sizes.ts';

export const RATCHET_HEADER_BYTES = KEY_BYTES + 12;

export const ratchetHeader = part(
  'ratchet header',
  RATCHET_HEADER_BYTES,
  struct({
    /** The sender's current ratchet key. */
    dh: bytes(KEY_BYTES),
    /** PN: length of the sender's previous sending chain. */
    previous: u32,
    /** N: number of this message in its chain, from 0. */
    number: u32,
    /** Number of the newest post-quantum secret mixed into the root key before this chain began; 0 for none. */
    secret: u32,
  }),
);
export type RatchetHeader = ValueOf<typeof ratchetHeader>;
