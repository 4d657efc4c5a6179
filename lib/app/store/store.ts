// The Store port: encrypted records, one way to write. `step` reads the named records, runs `compute`, seals and writes
// what it returns, all in one transaction of the database; so ratchet advance, message and outbox item land together or
// not at all, and two sends can never use one chain key. `compute` is synchronous by type: a promise has no `writes`
// and does not compile.
import type { Entropy } from '#bytes/entropy.ts';
import type { Format } from '#wire/format.ts';
import type { Shown } from './change.ts';

/**
 * A kind of record at rest, declared once in `records/`. Its name is the name of its object store; nothing else of it
 * is readable on disk. `Released` is whether bytes leave the device by what such a record says, as they do by an outbox
 * item, a service task, a payment or a ratchet.
 */
export interface RecordKind<T, Released extends boolean = boolean> {
  readonly name: string;
  /** Version of `format`; it is authenticated with the record. */
  readonly version: number;
  readonly format: Format<T>;
  /** From each older version still met on disk: decodes it and makes a value of today's. */
  readonly upgrades: Readonly<Record<number, (encoded: Uint8Array) => T>>;
  /**
   * Only a step that is flushed may put such a record: a loss of power must not take back a record whose bytes were
   * sent. Absent: any step may.
   */
  readonly released?: Released;
  /** The places where pages show something of such a record. Absent: none. */
  readonly shows?: readonly Shown<T>[];
  /** Whether a new one is work for the couriers. Absent: no. */
  readonly isWork?: boolean;
}

/** Names one record. `id` is blinded (HMAC under a vault subkey) before it meets the disk. */
export interface Ref<T, Released extends boolean = boolean> {
  readonly kind: RecordKind<T, Released>;
  readonly id: string;
}

export type Write<Released extends boolean = boolean> =
  | { readonly ref: Ref<any, Released>; readonly value: unknown }
  | { readonly ref: Ref<any>; readonly remove: true };

/** Puts `value` under `ref`, replacing any value there. */
export const put = <T, Released extends boolean>(ref: Ref<T, Released>, value: T): Write<Released> => ({ ref, value });
export const remove = <T>(ref: Ref<T>): Write<false> => ({ ref, remove: true });

/** What a step may look at: the records it named. Asking for another is a bug and throws. */
export interface Reads {
  get<T>(ref: Ref<T>): T | null;
}

export type StepOutcome<R, Released extends boolean = boolean> =
  | { readonly writes: readonly Write<Released>[]; readonly result: R; readonly need?: undefined }
  /**
   * More records are wanted: they are read in the same transaction, and compute runs again on the same entropy tape.
   */
  | { readonly need: readonly Ref<any>[] };

export interface StepOptions {
  /**
   * 'strict' (flushed to disk before the promise resolves) if bytes are released or an acknowledgement follows. Default
   * 'relaxed': it survives the end of the program, and may be taken back by a loss of power.
   */
  readonly durability?: 'strict' | 'relaxed';
}

/**
 * @throws Fault unavailable 'storage-full' | 'storage-failed' (nothing of the step was written), untrusted
 * 'record-forged', bug 'record-newer', bug 'step-unflushed' if a step that is not strict puts a record of a released
 * kind
 */
export interface Store {
  step<R, Options extends StepOptions = { durability: 'relaxed' }>(
    refs: readonly Ref<any>[],
    compute: (
      reads: Reads,
      entropy: Entropy,
    ) => StepOutcome<R, Options extends { readonly durability: 'strict' } ? boolean : false>,
    options?: Options,
  ): Promise<R>;
  /** Values in the order asked, null if there is none; one consistent snapshot. */
  read<const Refs extends readonly Ref<any>[]>(
    refs: Refs,
  ): Promise<{ [I in keyof Refs]: Refs[I] extends Ref<infer T> ? T | null : never }>;
  /** Every record of a kind, in no order, in batches so that a long scan can be stopped and does not block steps. */
  scan<T>(
    kind: RecordKind<T>,
    signal?: AbortSignalLike,
  ): AsyncIterable<readonly { readonly id: string; readonly value: T }[]>;
  count(kind: RecordKind<any>): Promise<number>;
  close(): void;
}

/** What rewriting a whole store (rekey.ts) and saving it elsewhere (backup.ts) need besides; no use case does. */
export interface CopyableStore extends Store {
  /**
   * Every record of these kinds as of one moment, not decoded, some at a time. They are opened as they are asked for.
   * @throws Fault locked `store-closed` there, once it was closed
   */
  snapshot(kinds: readonly RecordKind<any>[]): Promise<Iterable<CopiedRecords>>;
  /** As `scan`, but not decoded, for writing it elsewhere. */
  copyOut(kind: RecordKind<any>, signal?: AbortSignalLike): AsyncIterable<readonly OpenedRecord[]>;
  /** Writes records as they were copied out, versions included, together. */
  copyIn(kind: RecordKind<any>, records: readonly OpenedRecord[]): Promise<void>;
  /** Resolves when all that was written before is on disk. */
  flush(): Promise<void>;
}

/** A row whose seal held. `encoded` is a view into the opened plaintext, in the format of `version`. */
export interface OpenedRecord {
  readonly id: string;
  readonly version: number;
  readonly encoded: Uint8Array;
}

/** Some records of one kind. */
export interface CopiedRecords {
  readonly kind: RecordKind<any>;
  readonly records: readonly OpenedRecord[];
}

/** How many records of a kind are copied at once: so many bytes at most, whatever one of them holds. */
export const copiedTogether = ({ format }: RecordKind<any>): number =>
  Math.min(256, Math.max(4, Math.floor((4 * 1024 * 1024) / format.maxBytes)));

/** The part of AbortSignal that the pure layers use. */
export interface AbortSignalLike {
  readonly aborted: boolean;
}

/** Names a record among those of one step. */
export const refName = ({ kind, id }: Ref<any>): string => `${kind.name}/${id}`;
