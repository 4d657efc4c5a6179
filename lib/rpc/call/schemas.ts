// Shapes that requests of several features have in common.
import * as v from 'valibot';

export const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
export const name = v.pipe(v.string(), v.maxLength(80));
/** A form of our pages, of one relationship if it is about one. */
export const form = v.pipe(v.string(), v.regex(/^[a-z-]{1,40}(:[0-9a-f]{32})?$/));
/** Longer than any message may be; the worker says by how much it is too long. */
export const longTextString = v.pipe(v.string(), v.maxLength(200_000));
export const relationshipId = v.object({ relationship: id });

/** What a form says it takes as a new password. */
export const passwordHints = v.object({
  minLength: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000))),
  maxLength: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10_000_000))),
  rules: v.exactOptional(v.pipe(v.string(), v.maxLength(2000))),
});

const letters = v.pipe(v.string(), v.maxLength(2000));
/** A one-time code's secret with all that belongs to it. */
export const oneTime = v.object({
  ...{ secret: letters, issuer: letters, account: letters },
  algorithm: v.picklist(['SHA-1', 'SHA-256', 'SHA-512']),
  digits: v.pipe(v.number(), v.integer(), v.minValue(5), v.maxValue(10)),
  periodSeconds: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(86_400)),
  alphabet: v.picklist(['decimal', 'steam']),
});
