// Files that a person brings or takes along: they are opened and sealed beside the page (lib/adapters/moving).
import type { VaultEntry } from './entry.ts';
import type { FileRefusal, ReadEntries } from './format.ts';

/** Why a file is not read; `unknown`: it is of no format that is known. */
export type FileProblem = Exclude<FileRefusal, 'password-needed'> | 'too-large' | 'unknown' | 'unsupported';

export type FileContent =
  | ({ readonly is: 'read'; readonly format: string } & ReadEntries)
  /** `wrong`: one was given, and is not that of the file. */
  | { readonly is: 'passphrase'; readonly wrong: boolean }
  | { readonly is: 'refused'; readonly why: FileProblem };

/** @throws the signal's reason, if it is aborted */
export type FileReading = (
  bytes: Uint8Array,
  passphrase: string | null,
  signal: AbortSignalLike,
) => Promise<FileContent>;

/** Plain files first; the others open with the passphrase. */
export const EXPORT_KINDS = ['bitwarden', 'csv', 'protected', 'kdbx', 'age'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];
export const isSealedKind = (kind: ExportKind): boolean => kind !== 'bitwarden' && kind !== 'csv';

/** @throws if the file could not be made */
export type FileWriting = (kind: ExportKind, entries: readonly VaultEntry[], passphrase: string) => Promise<Uint8Array>;

/** As much of an AbortSignal as is used; the pure layers have none. */
interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
}
