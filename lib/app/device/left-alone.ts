// When a vault has been left alone for too long: the worker locks it then, and a page shows nothing of it that was left
// in memory.

/** Under this name lies, in volatile memory, when Nucleus was last used (ms since the epoch). */
export const USED_AT = 'used-at';
const MINUTE_MS = 60_000;

/** @param minutes of the settings; 0: it is never too long */
export function isLeftAlone(usedAt: number, minutes: number, now: number): boolean {
  return minutes !== 0 && now - usedAt > minutes * MINUTE_MS;
}
