// The bounds both providers share for Argon2id (RFC 9106 section 3.1, narrowed to libsodium's range), checked in one
// place so that a header written with one provider is never refused by the other.

import { Fault } from '#bytes/fault.ts';
import { requireLength } from './length.ts';
import type { Argon2Cost } from './primitives.ts';

/** libsodium's WebAssembly heap ends at 2 GiB; a stored header asking for more is an attack or damage, not a choice. */
const MOST_MEMORY_KIB = 1 << 20;

/** @throws Fault malformed `argon2id-salt-length`, `argon2id-cost` */
export function requireArgon2Cost(salt: Uint8Array, cost: Argon2Cost, length: number): void {
  requireLength(salt, 16, 'argon2id-salt');
  const within =
    Number.isInteger(cost.memoryKiB) &&
    cost.memoryKiB >= 8 &&
    cost.memoryKiB <= MOST_MEMORY_KIB &&
    Number.isInteger(cost.passes) &&
    cost.passes >= 1 &&
    cost.passes <= 0xffff &&
    cost.lanes === 1 &&
    Number.isInteger(length) &&
    length >= 16 &&
    length <= 1024;
  if (!within) throw new Fault('malformed', 'argon2id-cost', 'argon2id: cost or length out of range');
}
