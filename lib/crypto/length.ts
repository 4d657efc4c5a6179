// The one gate for lengths. Both libraries refuse wrong lengths too, each with its own error; checking first makes the
// two providers fail alike. Lengths are public. The text names the argument and the two lengths, never a byte of it.

import { Fault } from '#bytes/fault.ts';

/** @throws Fault malformed `<what>-length` if `bytes` is not exactly `length` bytes long; `what` is kebab-case */
export function requireLength(bytes: Uint8Array, length: number, what: string): void {
  if (bytes.length !== length)
    throw new Fault('malformed', `${what}-length`, `${what}: wants ${length} bytes, got ${bytes.length}`);
}
