// Times as most exports write them (RFC 3339): with a zone, and with any number of decimals.

const ISO = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;
/** The end of the year 9999: later ones have another form. */
const LAST_MS = 253_402_300_799_999;

/** Ms since the epoch; null: it is no time since 1970. */
export function timeOfIso(text: string): number | null {
  const at = ISO.test(text) ? Date.parse(text.toUpperCase()) : Number.NaN;
  return at >= 0 && at <= LAST_MS ? at : null;
}

/** Null for a time that is none. */
export function isoOfTime(at: number | null): string | null {
  return at !== null && at >= 0 && at <= LAST_MS ? new Date(at).toISOString() : null;
}
