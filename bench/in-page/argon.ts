// Argon2id alone, at a new vault's cost, in a page of the extension: what an unlock there cannot be faster than.
import { browserEntropy } from '#adapters/browser/entropy.ts';
import { DEFAULT_COST } from '#app/vault/vault.ts';
import { loadSodium } from '#crypto/sodium.ts';

/** @returns ms of one derivation */
export async function derive(passphrase: string): Promise<number> {
  const sodium = await loadSodium();
  const bytes = new TextEncoder().encode(passphrase);
  const salt = browserEntropy(16);
  const startedAt = performance.now();
  sodium.argon2id(bytes, salt, DEFAULT_COST, 32);
  return performance.now() - startedAt;
}
