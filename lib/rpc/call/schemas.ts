// Shapes that requests of several features have in common.
import * as v from 'valibot';

export const id = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/));
export const name = v.pipe(v.string(), v.maxLength(80));
/** A form of our pages, of one relationship if it is about one. */
export const form = v.pipe(v.string(), v.regex(/^[a-z-]{1,40}(:[0-9a-f]{32})?$/));
/** Longer than any message may be; the worker says by how much it is too long. */
export const longTextString = v.pipe(v.string(), v.maxLength(200_000));
export const relationshipId = v.object({ relationship: id });
