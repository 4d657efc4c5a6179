// Stands between lib/app and the chosen provider while tests run (vitest.config.ts): counts vaults that are opened at
// their real cost, and stretches the same passphrase at a cheap one only once, as often as its device starts again.

import { useProvider as choose, provider as chosenProvider, type Provider } from '#crypto/provider.ts';
import { countUnlock } from './tally.ts';

export const useProvider = choose;

/**
 * Product of memory (KiB) and passes. The vault's own cost is 192 MiB, the least that it takes is 38: an opening at
 * that is cheap.
 */
const REAL_KIB = 100 * 1024;

/** By what went in. Who asks may wipe what they get, so they get a copy. */
const stretched = new Map<string, Uint8Array>();

function once(bytes: readonly Uint8Array[], rest: unknown, stretch: () => Uint8Array): Uint8Array {
  const inputs = JSON.stringify([...bytes.map((it) => Buffer.from(it).toString('hex')), rest]);
  const known = stretched.get(inputs) ?? stretch();
  stretched.set(inputs, known);
  return known.slice();
}

const counting = new WeakMap<Provider, Provider>();

export function provider(): Provider {
  const chosen = chosenProvider();
  let counted = counting.get(chosen);
  if (counted === undefined) {
    counted = {
      ...chosen,
      argon2id(password, salt, cost, length) {
        const stretch = (): Uint8Array => chosen.argon2id(password, salt, cost, length);
        if (cost.memoryKiB * cost.passes < REAL_KIB) return once([password, salt], [cost, length], stretch);
        countUnlock();
        return stretch();
      },
    };
    counting.set(chosen, counted);
  }
  return counted;
}
