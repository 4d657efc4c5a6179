// Whole days since the epoch (UTC). Expiries are whole days so that they do not link relationships.

export const DAY_MS = 86_400_000;

/** The day on which `at` (ms since the epoch) falls. */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS);
/** The first moment after a day. */
export const endOfDay = (day: number): number => (day + 1) * DAY_MS;
