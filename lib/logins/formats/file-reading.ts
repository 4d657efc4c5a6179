// Reading a file that a person chose: who opens it stands beside the page (lib/adapters/moving), who asks in it.
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

/** As much of an AbortSignal as is used; the pure layers have none. */
interface AbortSignalLike {
  readonly aborted: boolean;
  readonly reason: unknown;
  addEventListener(type: 'abort', listener: () => void): void;
}
