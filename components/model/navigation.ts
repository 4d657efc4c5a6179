// The place of this page, by its fragment, and going elsewhere.
import { signal } from '@preact/signals';
import { fromHash, HOME, type Route, toHash } from './route.ts';

export const route = signal<Route>(HOME);

export function go(to: Route): void {
  location.hash = toHash(to);
}

/** Follows the fragment of this page. */
export function followHash(lifetime: AbortSignal): void {
  const read = () => {
    route.value = fromHash(location.hash);
  };
  addEventListener('hashchange', read, { signal: lifetime });
  read();
}
