// What moving one transfer is given (transfers.ts).
import type { Desk } from './ports.ts';
import type { AbortSignalLike } from './store.ts';

export interface Moving {
  readonly desk: Desk;
  readonly signal: AbortSignalLike;
  /** Some of it is through: whoever shows it may look, and whoever ends idle workers sees that this one is not. */
  moved(relationship: string): void;
}
