// Stands between lib/app and the chosen provider while tests run (vitest.config.ts), and counts vaults that are opened
// at their real cost.

import { useProvider as choose, provider as chosenProvider, type Provider } from '#crypto/provider.ts';
import { countUnlock } from './tally.ts';

export const useProvider = choose;

/**
 * Product of memory (KiB) and passes. The vault's own cost is 192 MiB, the least that it takes is 38: an opening at
 * that is cheap.
 */
const REAL_KIB = 100 * 1024;

const counting = new WeakMap<Provider, Provider>();

export function provider(): Provider {
  const chosen = chosenProvider();
  let counted = counting.get(chosen);
  if (counted === undefined) {
    counted = {
      ...chosen,
      argon2id(password, salt, cost, length) {
        if (cost.memoryKiB * cost.passes >= REAL_KIB) countUnlock();
        return chosen.argon2id(password, salt, cost, length);
      },
    };
    counting.set(chosen, counted);
  }
  return counted;
}
