// Times as numbers of an export: seconds since the epoch, or milliseconds, which programs mix up even in one file.

/** Later seconds are of the year 5138: such a number is of milliseconds. */
const FIRST_MS = 100_000_000_000;
/** The end of the year 9999, as in iso-time.ts. */
const LAST_MS = 253_402_300_799_999;

/** Ms since the epoch; null: it is no time since 1970. Zero stands for none, as in most files. */
export function timeOfUnix(value: number | null): number | null {
  if (value === null || value <= 0) return null;
  const at = Math.round(value < FIRST_MS ? value * 1000 : value);
  return at <= LAST_MS ? at : null;
}

/** `1984-03-01` of seconds, before 1970 as well; null: it is no day of the years 1 to 9999. */
export function dayOfUnix(seconds: number): string | null {
  const at = seconds * 1000;
  return at > -62_135_596_800_000 && at <= LAST_MS ? new Date(at).toISOString().slice(0, 10) : null;
}
