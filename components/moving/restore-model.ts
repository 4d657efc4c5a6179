// A restore, from the chosen file to the new vault: read beside the page, handed to the worker piece by piece. Nothing
// stays of one that was stopped; a worker that was ended meanwhile gets everything again.
import { type ReadonlySignal, signal } from '@preact/signals';
import { encodeBase64url } from '#bytes/base64url.ts';
import {
  type FileContent,
  type FileReading,
  type FileSecret,
  type FileToRead,
  MOST_FILE_BYTES,
  NO_SECRET,
} from '#logins/formats/file-reading.ts';
import type { App } from '../model/app.ts';
import { insist } from '../model/insist.ts';
import type { ImportState } from './model.ts';

/** Tries that no worker answers. */
const TRIES = 3;

type FileState = Extract<ImportState, { at: 'locked' } | { at: 'costly' }>;

/**
 * `elsewhere`: another window brings a file in. `no-backup`: a file with entries alone, or of another program.
 * `already`: this device has a vault by now. `failed`: no worker answered, or one said no.
 */
export type RestoreRefusal =
  | Extract<FileContent, { is: 'refused' }>['why']
  | 'elsewhere'
  | 'no-backup'
  | 'newer'
  | 'already'
  | 'storage'
  | 'failed';

export type RestoreState =
  | { readonly at: 'choose'; readonly refused: RestoreRefusal | null }
  | FileState
  /** Its passphrase is too easy to guess for a vault of today. */
  | { readonly at: 'weak' }
  /** `part`: from 0 to 1; null: not known. */
  | { readonly at: 'work'; readonly what: 'opening' | 'restoring'; readonly part: number | null }
  | { readonly at: 'done'; readonly recoveryCode: string };

export interface RestoreModel {
  readonly state: ReadonlySignal<RestoreState>;
  choose(files: readonly File[]): Promise<void>;
  open(passphrase: string): Promise<void>;
  /** Opens it with the same passphrase, whatever that costs. */
  goOn(): Promise<void>;
  /** Under another passphrase than the file's. */
  restoreUnder(passphrase: string): Promise<void>;
  startOver(): void;
}

export function createRestore(app: App, read: FileReading, lifetime: AbortSignal): RestoreModel {
  return new RestoringFile(app, read, lifetime);
}

class RestoringFile implements RestoreModel {
  readonly state = signal<RestoreState>({ at: 'choose', refused: null });
  readonly #app: App;
  readonly #read: FileReading;
  #work = new AbortController();
  #file: FileToRead | null = null;
  #secret: FileSecret = NO_SECRET;
  #pieces: readonly Uint8Array[] = [];
  /** Lets another window bring a file in; null: this one does not. */
  #letOthers: (() => void) | null = null;

  constructor(app: App, read: FileReading, lifetime: AbortSignal) {
    this.#app = app;
    this.#read = read;
    lifetime.addEventListener('abort', () => this.startOver());
  }

  async choose([file]: readonly File[]): Promise<void> {
    this.startOver();
    if (file === undefined) return;
    if (!(await this.#claims())) return this.#back('elsewhere');
    if (file.size > MOST_FILE_BYTES) return this.#back('too-large');
    const work = this.#work.signal;
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (work.aborted) return;
    this.#file = { name: file.name, bytes };
    await this.#open(NO_SECRET);
  }

  open(passphrase: string): Promise<void> {
    return this.#open({ passphrase, keyFile: null, isPatient: false });
  }

  goOn(): Promise<void> {
    return this.#open({ ...this.#secret, isPatient: true });
  }

  async restoreUnder(passphrase: string): Promise<void> {
    const work = this.#begin('restoring', 0);
    try {
      await this.#restore(passphrase, work);
    } catch (error) {
      if (work.aborted) return;
      this.#back('failed');
      throw error;
    }
  }

  startOver(): void {
    this.#back(null);
  }

  /** @returns whether this window is the one that brings a file in */
  async #claims(): Promise<boolean> {
    const work = this.#work.signal;
    const letOthers = await this.#app.platform.claim('import');
    if (work.aborted || this.#letOthers !== null) letOthers?.();
    else this.#letOthers = letOthers;
    return this.#letOthers !== null;
  }

  #back(refused: RestoreRefusal | null): void {
    this.#work.abort();
    this.#end();
    this.#work = new AbortController();
    this.state.value = { at: 'choose', refused };
  }

  /** What was read is plaintext, and the secret opens it again. */
  #end(): void {
    this.#letOthers?.();
    this.#letOthers = null;
    this.#file = null;
    this.#secret = NO_SECRET;
    this.#pieces = [];
  }

  #begin(what: 'opening' | 'restoring', part: number | null): AbortSignal {
    this.#work.abort();
    this.#work = new AbortController();
    this.state.value = { at: 'work', what, part };
    return this.#work.signal;
  }

  async #open(secret: FileSecret): Promise<void> {
    const file = this.#file;
    if (file === null) return;
    this.#secret = secret;
    const work = this.#begin('opening', null);
    try {
      const read = await this.#read([file], secret, { signal: work, onProgress: () => {} });
      if (work.aborted) return;
      if (read.is === 'refused') return this.#back(read.why);
      if (read.is === 'locked') {
        const given = { hasPassphrase: (secret.passphrase ?? '') !== '', keyFile: null };
        this.state.value = { at: 'locked', wrong: read.wrong, mayHaveKeyFile: false, given };
      } else if (read.is === 'costly') {
        this.state.value = { at: 'costly', memoryMiB: read.memoryMiB, seconds: read.seconds };
      } else if (read.vault.length === 0) this.#back('no-backup');
      else {
        this.#pieces = read.vault;
        this.#file = null;
        await this.restoreUnder(secret.passphrase ?? '');
      }
    } catch (error) {
      if (work.aborted) return;
      this.#back('failed');
      throw error;
    }
  }

  async #restore(passphrase: string, work: AbortSignal): Promise<void> {
    const { worker } = this.#app;
    const restore = this.#app.randomId();
    const pieces = this.#pieces;
    const ask = <T>(call: () => Promise<T>): Promise<T> => insist(this.#app, call, TRIES);
    const drop = (): void => void worker.dropRestore({ restore }).catch(() => {});
    work.addEventListener('abort', drop);
    try {
      const begun = await ask(() => worker.beginRestore({ restore, passphrase }));
      if (!begun.ok && begun.reason !== 'weak') return this.#refused(begun.reason, work);
      if (!begun.ok) {
        if (!work.aborted) this.state.value = { at: 'weak' };
        return;
      }
      for (const [at, piece] of pieces.entries()) {
        if (work.aborted) return;
        const put = await ask(() => worker.restorePiece({ restore, piece: encodeBase64url(piece) }));
        if (!put.ok) return put.reason === 'gone' ? this.#again(passphrase, work) : this.#refused(put.reason, work);
        if (!work.aborted) this.state.value = { at: 'work', what: 'restoring', part: (at + 1) / pieces.length };
      }
      if (work.aborted) return;
      const done = await ask(() => worker.finishRestore({ restore }));
      // It may have been finished by a worker that was ended before it could say so.
      if (!done.ok) return done.reason === 'gone' ? this.#again(passphrase, work) : this.#refused(done.reason, work);
      this.#end();
      this.state.value = { at: 'done', recoveryCode: done.recoveryCode };
    } finally {
      work.removeEventListener('abort', drop);
    }
  }

  #again(passphrase: string, work: AbortSignal): Promise<void> {
    return work.aborted ? Promise.resolve() : this.#restore(passphrase, work);
  }

  #refused(why: RestoreRefusal, work: AbortSignal): void {
    if (!work.aborted) this.#back(why);
  }
}
