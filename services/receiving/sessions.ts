// Challenges and sessions as authenticated statements, so that the service stores none: 64 bytes of challenge (random ‖
// expiry ‖ MAC) and a bearer credential (root ‖ scope ‖ expiry ‖ MAC). A challenge is good for one session; the ones
// used are remembered until they expire.
import { ascii, concat, equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { hmacSha256 } from '#crypto/hash.ts';
import { bytes, part, struct, timestamp, u8 } from '#wire/format.ts';
import { ID_BYTES } from '#wire/sizes.ts';
import type { Session } from '../http/call.ts';

export const CHALLENGE_LIFETIME_MS = 5 * 60_000;
export const SESSION_LIFETIME_MS = { fetch: 7 * 24 * 60 * 60_000, manage: 60 * 60_000 } as const;
const SCOPES = ['fetch', 'manage'] as const;
const MAC_BYTES = 32;

const challengeBody = part('challenge body', 32, struct({ random: bytes(26), expiresAt: timestamp }));
const sessionBody = part('session body', 64, struct({ root: bytes(ID_BYTES), scope: u8, expiresAt: timestamp }));

export class Sessions {
  readonly #key: Uint8Array;

  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** 64 bytes. Draws 26. */
  createChallenge(now: number, entropy: Entropy): Uint8Array {
    return this.#authenticate(
      'challenge',
      challengeBody.encode({ random: entropy(26), expiresAt: now + CHALLENGE_LIFETIME_MS }),
    );
  }

  /** When the challenge expires; null if it is none of ours, or expired. */
  checkChallenge(challenge: Uint8Array, now: number): { expiresAt: number } | null {
    const body = this.#check('challenge', challenge);
    if (body === null) return null;
    const { expiresAt } = challengeBody.decode(body);
    return expiresAt > now ? { expiresAt } : null;
  }

  create(root: Uint8Array, scope: Session['scope'], now: number): Uint8Array {
    const expiresAt = now + SESSION_LIFETIME_MS[scope];
    return this.#authenticate('session', sessionBody.encode({ root, scope: SCOPES.indexOf(scope), expiresAt }));
  }

  /** Null if the credential is none of ours, or expired. Whether its root still exists is another question. */
  check(credential: Uint8Array, now: number): Session | null {
    const body = this.#check('session', credential);
    if (body === null) return null;
    const { root, scope, expiresAt } = sessionBody.decode(body);
    const name = SCOPES[scope];
    return name !== undefined && expiresAt > now ? { root, scope: name, expiresAt } : null;
  }

  #authenticate(kind: string, body: Uint8Array): Uint8Array {
    return concat(body, this.#mac(kind, body));
  }

  #check(kind: string, authenticated: Uint8Array): Uint8Array | null {
    const body = authenticated.subarray(0, Math.max(0, authenticated.length - MAC_BYTES));
    return equal(authenticated.subarray(body.length), this.#mac(kind, body)) ? body : null;
  }

  #mac(kind: string, body: Uint8Array): Uint8Array {
    return hmacSha256(this.#key, concat(ascii(`nucleus/${kind}-credential/1`), new Uint8Array(1), body));
  }
}
