// How a record kind is declared, and the parts that several kinds share. Kinds are one noun per file in this folder;
// `kinds.ts` lists them for the adapters. A change of a format raises its version and adds an upgrade from the one
// before (docs/ARCHITECTURE.md, records).
import { bytes, type Coder, part, struct, u32 } from '#wire/format.ts';
import { KEY_BYTES } from '#wire/sizes.ts';
import type { Shown } from '../store/change.ts';
import type { RecordKind, Ref } from '../store/store.ts';

/** Of a record that no page shows, or only with another that is written in the same step. */
export const NOWHERE = [] as const;

/**
 * What becomes of a kind where one person has several devices. `fact`: what two devices wrote is merged, in whatever
 * order it comes. `decision`: has one answer, and the first one counts. `derived`: made anew from others. `own`: of
 * this device alone. A kind whose fields differ in it is the one that asks for most (docs/ARCHITECTURE.md, merging).
 */
export type Merging = 'fact' | 'decision' | 'derived' | 'own';

/** A kind of record of a person's vault: it says how it is merged, or does not compile. */
export interface DeclaredKind<T, Released extends boolean = boolean> extends RecordKind<T, Released> {
  readonly merges: Merging;
}

/** @param shows where pages show something of it: they are told when it is written (store/announcing.ts) */
export function recordKind<T>(
  name: string,
  merges: Merging,
  version: number,
  maxBytes: number,
  coder: Coder<T>,
  shows: readonly Shown<T>[],
  upgrades: RecordKind<T>['upgrades'] = {},
): DeclaredKind<T, false> {
  const format = part(`${name} record`, maxBytes, coder);
  return { name, merges, version, format, upgrades, shows, released: false };
}

/** A kind by whose records bytes leave the device: they are put in flushed steps only. */
export function releasedKind<T>(...of: Parameters<typeof recordKind<T>>): DeclaredKind<T, true> {
  return { ...recordKind(...of), released: true };
}

/** A kind of which each new record is work for the couriers: they look soon after the step that put it. */
export function work<Kind extends DeclaredKind<any>>(kind: Kind): Kind {
  return { ...kind, isWork: true };
}

/** A function that names records of a kind by whatever makes their id. */
export function refs<T, Args extends readonly (string | number)[], Released extends boolean = false>(
  kind: RecordKind<T, Released>,
): (...id: Args) => Ref<T, Released> {
  return (...id) => ({ kind, id: id.join(':') });
}

/** A kind of which there is exactly one record. */
export function singleton<T, Released extends boolean>(kind: RecordKind<T, Released>): Ref<T, Released> {
  return { kind, id: '' };
}

export const key = bytes(KEY_BYTES);
export const id16 = bytes(16);
/** The seeds of one contextual identity. */
export const identitySecrets = struct({ signSeed: key, agreeSecret: key });
/** Which delivery addresses of mine were made: ids are PRF(seed, index), so every unexpired one can be listed. */
export const addressBook = struct({ seed: key, next: u32 });
