// Files that a person brings or takes along: they are opened and sealed beside the page (lib/adapters/moving).
import type { VaultEntry } from './entry.ts';
import type { FileRefusal, ReadEntries } from './format.ts';

/** Why a file is not read; `unknown`: it is of no format that is known. */
export type FileProblem =
  | Exclude<FileRefusal, 'password-needed'>
  | 'too-large'
  | 'unknown'
  | 'unsupported'
  /** Its key takes more memory or time than a browser gives. */
  | 'too-costly'
  /** Several files, of which not all are pictures of codes. */
  | 'several'
  /** Pictures, none of which shows a code. */
  | 'no-code';

/** As the person chose it. Its name only tells it from others. */
export interface FileToRead {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The name of the format of all that comes from pictures. */
export const QR_CODES = 'QR codes';

/** What a person has given to open a file. */
export interface FileSecret {
  /** Null: none was typed. */
  readonly passphrase: string | null;
  /** The content of a key file; null: none was chosen. */
  readonly keyFile: Uint8Array | null;
  /** They were told what opening it costs, and want to wait. */
  readonly isPatient: boolean;
}
export const NO_SECRET: FileSecret = { passphrase: null, keyFile: null, isPatient: false };
/** Any file can be the key of a KeePass database. */
export const MOST_KEY_FILE_BYTES = 64 * 2 ** 20;
/** Larger ones are not even read into memory. */
export const MOST_FILE_BYTES = 512 * 2 ** 20;

/** Making a file's key, if that is so much that a person is asked first. */
export interface OpeningCost {
  readonly memoryMiB: number;
  /** On this machine. */
  readonly seconds: number;
}

export interface ReadingProgress {
  /** `deriving` a key, `unpacking` what was deciphered, `reading` it. */
  readonly step: 'deriving' | 'unpacking' | 'reading';
  /** From 0 to 1; null: it cannot be told. */
  readonly part: number | null;
}

/** Bytes of files that hang on entries, by the `ref` that these have. */
type Files = ReadonlyMap<string, Uint8Array>;

export type FileContent =
  | ({
      readonly is: 'read';
      readonly format: string;
      readonly files: Files;
      /** Of a backup file: the whole vault, for a device that has none (lib/app/device/backup.ts). */
      readonly vault: readonly Uint8Array[];
    } & ReadEntries)
  | {
      readonly is: 'locked';
      /** `secret`: what was given is not that of the file; `key-file`: the key file itself is damaged. */
      readonly wrong: 'secret' | 'key-file' | null;
      /** A file like that may have a key file, beside a passphrase or in place of one. */
      readonly mayHaveKeyFile: boolean;
    }
  /** It opens with `isPatient` only. */
  | ({ readonly is: 'costly' } & OpeningCost)
  | { readonly is: 'refused'; readonly why: FileProblem };

/** @throws the signal's reason, if it is aborted */
export type FileReading = (
  files: readonly FileToRead[],
  secret: FileSecret,
  work: { readonly signal: AbortSignalLike; readonly onProgress: (progress: ReadingProgress) => void },
) => Promise<FileContent>;

/** Sealed files first: they open with the passphrase. The others are plain. */
export const EXPORT_KINDS = ['nucleus', 'kdbx', 'protected', 'age', 'bitwarden', 'zip', 'cxf', 'csv'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];
export const isSealedKind = (kind: ExportKind): boolean => !['bitwarden', 'zip', 'csv', 'cxf'].includes(kind);
/** Others leave files behind. */
export const holdsFiles = (kind: ExportKind): boolean => ['nucleus', 'zip', 'kdbx', 'age'].includes(kind);

/** `vault`: as in `FileContent`. */
export interface FileToWrite {
  readonly entries: readonly VaultEntry[];
  readonly files: Files;
  readonly vault: readonly Uint8Array[];
}

/** @throws if the file could not be made */
export type FileWriting = (kind: ExportKind, content: FileToWrite, passphrase: string) => Promise<Uint8Array>;

/** As much of an AbortSignal as is used; the pure layers have none. */
interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
}
