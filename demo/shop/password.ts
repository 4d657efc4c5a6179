// Password hashing with scrypt (RFC 7914) at OWASP's N = 2^14, r = 8, p = 5 (16 MiB). Comparison is constant-time, and
// an unknown address costs as much as a known one: call `verifyPassword(password, null)` then. Never logs, never throws
// on a wrong password.

import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const cost = { N: 2 ** 14, r: 8, p: 5 };
const saltBytes = 16;
const keyBytes = 32;

function derive(password: string, salt: Uint8Array): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // NFC, because the same password typed on two systems may arrive composed or decomposed (NIST SP 800-63B, 3.1.1.2).
    scrypt(password.normalize('NFC'), salt, keyBytes, cost, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

/** `scrypt$N$r$p$salt$key`, salt and key in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const key = await derive(password, salt);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/** @param stored what `hashPassword` gave, or null when there is no such person: same work, answer false. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = stored?.split('$') ?? [];
  const salt = parts[4] ? Buffer.from(parts[4], 'base64url') : Buffer.alloc(saltBytes);
  const wanted = parts[5] ? Buffer.from(parts[5], 'base64url') : Buffer.alloc(keyBytes);
  const key = await derive(password, salt);
  return timingSafeEqual(key, wanted) && stored !== null;
}
