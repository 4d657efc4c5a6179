// The inside of a KeePass database (KDBX 3.1, 4.0, 4.1, or its XML in clear), as plain data: groups, entries with all
// their fields, and whatever else an entry says. Protected fields are in clear; times are ms since 1970.

import type { XmlElement } from './xml.ts';

export interface KeePassField {
  readonly name: string;
  /** As it was written: references and placeholders are not resolved. */
  readonly value: string;
  readonly isProtected: boolean;
}

export interface KeePassTimes {
  readonly createdAt: number | null;
  readonly changedAt: number | null;
  /** When it came into its group. */
  readonly movedAt: number | null;
  /** Null unless it expires: files have a time of expiry for every entry. */
  readonly expiresAt: number | null;
}

/** A file of an entry; its bytes are in `binaries` of the tree. */
export interface KeePassBinary {
  readonly name: string;
  readonly ref: string;
}

export interface KeePassCustomData {
  readonly key: string;
  readonly value: string;
}

export interface KeePassEntry {
  /** Lower-case hexadecimal, 32 letters; empty: it has none. */
  readonly uuid: string;
  readonly fields: readonly KeePassField[];
  /** As they stand there: one program joins them by `;`, another by `,`. */
  readonly tags: string;
  readonly times: KeePassTimes;
  readonly binaries: readonly KeePassBinary[];
  /** Whole entries, oldest first, without a history of their own. */
  readonly history: readonly KeePassEntry[];
  readonly customData: readonly KeePassCustomData[];
  /** Uuid of the group that it lay in before it was moved (KDBX 4.1); empty: not known. */
  readonly previousGroup: string;
  /** Elements that are none of the above and not as every new entry has them: icon, colours, auto-type. */
  readonly rest: readonly XmlElement[];
}

export interface KeePassGroup {
  readonly uuid: string;
  readonly name: string;
  readonly groups: readonly KeePassGroup[];
  readonly entries: readonly KeePassEntry[];
}

export interface KeePassTree {
  /** The program that wrote it. */
  readonly generator: string;
  readonly root: KeePassGroup;
  /** Uuid of the group that is the bin; empty: none. */
  readonly recycleBin: string;
  /** Uuid of the group with templates of entries; empty: none. */
  readonly templates: string;
  /** By `ref`. One that is named and not here was damaged. */
  readonly binaries: ReadonlyMap<string, Uint8Array>;
}

export const NO_TIMES: KeePassTimes = { createdAt: null, changedAt: null, movedAt: null, expiresAt: null };
