// The state of one end of a Double Ratchet with header encryption (Perrin and Marlinspike, revision 1, sections 3 and
// 4) and with post-quantum secrets mixed into the root (docs/protocol/ratchet.md). One format at rest, from which the
// type follows.
import { blob, bytes, list, nullable, part, struct, u32, type ValueOf } from '#wire/format.ts';
import { DIGEST_BYTES, KEM_CIPHERTEXT_BYTES, KEY_BYTES } from '#wire/sizes.ts';
import { SKIPPED_BYTES } from './skipped-keys.ts';

/** Past receiving chains of which skipped keys are kept; an older chain's keys are forgotten whole. */
export const MAX_SKIPPED_CHAINS = 8;

const key = bytes(KEY_BYTES);

export const ratchetState = part(
  'ratchet state',
  8 * 1024,
  struct({
    associatedData: bytes(DIGEST_BYTES),
    /** 1: offers odd-numbered post-quantum secrets (the acceptor); 0: even ones (the inviter). */
    offersOdd: u32,
    /** RK */
    rootKey: key,
    /** DHs */
    dhSecret: key,
    dhPublic: key,
    /** DHr; null until the first message (inviter only). */
    theirs: nullable(key),
    /** CKs, HKs, Ns, PN and the `secret` of my headers */
    sending: struct({
      chain: nullable(key),
      header: nullable(key),
      nextHeader: key,
      number: u32,
      previous: u32,
      secret: u32,
    }),
    /**
     * CKr, HKr, Nr; `id` counts receiving chains and names skipped keys; `kept` says which are kept (skipped-keys.ts).
     */
    receiving: struct({
      id: u32,
      chain: nullable(key),
      header: nullable(key),
      nextHeader: key,
      number: u32,
      kept: blob(SKIPPED_BYTES),
    }),
    /**
     * Past chains with keys in MKSKIPPED; the keys themselves are records of their own, named by chain and number
     * (below `until`).
     */
    skipped: list(MAX_SKIPPED_CHAINS, struct({ id: u32, header: key, until: u32, kept: blob(SKIPPED_BYTES) })),
    /** DH steps since a post-quantum secret was last mixed. */
    steps: u32,
    /** Number of the newest post-quantum secret in the root key. */
    mixed: u32,
    /** Agreed, not yet mixed. */
    agreed: nullable(struct({ number: u32, secret: key })),
    /** Mine, not yet answered; the pair grows from the seed. */
    offer: nullable(struct({ number: u32, seed: bytes(64), step: u32 })),
    /** My answer, repeated if the offer is, until the secret is mixed. */
    answer: nullable(struct({ number: u32, ciphertext: bytes(KEM_CIPHERTEXT_BYTES) })),
  }),
);
export type RatchetState = ValueOf<typeof ratchetState>;

/** Names one skipped message key of one relationship. */
export interface SkippedName {
  readonly chain: number;
  readonly number: number;
}
