// Whole days since the epoch (UTC). Expiries are whole days so that they do not link relationships.

export const DAY_MS = 86_400_000;

/** The day on which `at` (ms since the epoch) falls. */
export const dayOf = (at: number): number => Math.floor(at / DAY_MS);
/**
 * Days come from others in 32 bits, and reach beyond every moment that a record holds or a calendar writes: such a day
 * is the last of them.
 */
const LAST_DAY = Math.floor(2 ** 48 / DAY_MS) - 2;
/** The first moment of a day. */
export const startOfDay = (day: number): number => Math.min(day, LAST_DAY) * DAY_MS;
/** The first moment after a day. */
export const endOfDay = (day: number): number => startOfDay(day) + DAY_MS;
