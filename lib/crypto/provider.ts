// Which provider stands behind the key types in this process: noble until a composition root chooses another. Chosen
// once at start; a change later is harmless, since both give the same bytes. It holds no key and no state of its own.

import { noble } from './noble.ts';
import type { Provider } from './primitives.ts';

export type { Provider } from './primitives.ts';

let current: Provider = noble;

export function useProvider(chosen: Provider): void {
  current = chosen;
}

export function provider(): Provider {
  return current;
}
