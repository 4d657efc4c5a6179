// An import, from the chosen file to the report: read beside the page, handed to the worker, looked through, kept some
// at a time. A worker that was ended meanwhile gets everything again.
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Committed, ConflictView } from '#app/logins/staged-import.ts';
import type { VaultEntry } from '#logins/formats/entry.ts';
import {
  type FileContent,
  type FileProblem,
  type FileReading,
  type FileSecret,
  type FileToRead,
  MOST_FILE_BYTES,
  NO_SECRET,
  type OpeningCost,
  QR_CODES,
  type ReadingProgress,
} from '#logins/formats/file-reading.ts';
import type { ProblemReason, ReadingProblem } from '#logins/formats/format.ts';
import type { ChosenFor, ImportCounts } from '#logins/moving/preview.ts';
import type { App } from '../model/app.ts';
import { type FileNotKept, handInEntryFile } from '../model/entry-files.ts';
import { insist } from '../model/insist.ts';

/** Tries that no worker answers. */
const TRIES = 3;

type LeftOut = Committed['leftOut'];

/** What became of an import until now. */
interface Kept {
  kept: number;
  readonly leftOut: LeftOut[number][];
}
type Found = Extract<FileContent, { is: 'read' }>;
type Locked = Extract<FileContent, { is: 'locked' }>;
type WorkName = 'opening' | 'reading' | 'looking' | 'keeping';

/** `stopped`: by the person. `storage`: the disk is full. `failed`: no worker answered, or one said no. */
export type ImportEnd = 'whole' | 'stopped' | 'storage' | 'failed';

export type ImportState =
  /** `elsewhere`: another window imports. */
  | { readonly at: 'choose'; readonly refused: FileProblem | 'elsewhere' | null }
  | {
      readonly at: 'locked';
      readonly wrong: Locked['wrong'];
      readonly mayHaveKeyFile: boolean;
      /** What did not open it, but for the passphrase itself. */
      readonly given: { readonly hasPassphrase: boolean; readonly keyFile: FileToRead | null };
    }
  /** Opening it costs so much that the person decides. */
  | ({ readonly at: 'costly' } & OpeningCost)
  /** `part`: from 0 to 1; null: not known. `seconds`: how long it takes about, if that is long. */
  | { readonly at: 'work'; readonly what: WorkName; readonly part: number | null; readonly seconds: number | null }
  | {
      readonly at: 'preview';
      readonly format: string;
      /** Pictures that it was read from; 0: it is from a file. */
      readonly pictures: number;
      /** It holds a whole vault, of which an import takes the entries alone. */
      readonly isBackup: boolean;
      readonly counts: ImportCounts;
      readonly conflicts: readonly ConflictView[];
      readonly problems: readonly ReadingProblem[];
    }
  | {
      readonly at: 'done';
      readonly kept: number;
      readonly ended: ImportEnd;
      readonly problems: readonly ReadingProblem[];
      readonly leftOut: LeftOut;
    };

export interface ImportModel {
  readonly state: ReadonlySignal<ImportState>;
  /** Several only if all are pictures of codes. */
  choose(files: readonly File[]): Promise<void>;
  /** Reads these pictures beside those that were chosen before. */
  addPictures(files: readonly File[]): Promise<void>;
  open(passphrase: string, keyFile: FileToRead | null): Promise<void>;
  /** Opens it with the same secret, whatever that costs. */
  goOn(): Promise<void>;
  keep(choices: readonly ChosenFor[]): Promise<void>;
  /** Ends the work under way; entries that were kept stay. */
  stop(): void;
  startOver(): void;
}

/** What a file that was not kept is told as. */
const LEFT_OUT: Readonly<Record<FileNotKept, ProblemReason>> = {
  ...{ 'too-large': 'too-long', full: 'too-many', gone: 'missing-reference' },
  ...{ storage: 'no-room', unreadable: 'damaged-attachment' },
};
const TOGETHER = 100;

export function createImport(app: App, read: FileReading, lifetime: AbortSignal): ImportModel {
  return new Importing(app, read, lifetime);
}

class Importing implements ImportModel {
  readonly state = signal<ImportState>({ at: 'choose', refused: null });
  readonly #app: App;
  readonly #read: FileReading;
  readonly #lifetime: AbortSignal;
  #work = new AbortController();
  #id = '';
  #files: readonly FileToRead[] = [];
  #secret: FileSecret = NO_SECRET;
  #keyFile: FileToRead | null = null;
  #found: Found | null = null;
  /** Lets another window import; null: this one does not. */
  #letOthers: (() => void) | null = null;

  constructor(app: App, read: FileReading, lifetime: AbortSignal) {
    this.#app = app;
    this.#read = read;
    this.#lifetime = lifetime;
    lifetime.addEventListener('abort', () => this.#end());
  }

  async choose(files: readonly File[]): Promise<void> {
    this.#forget();
    if (!(await this.#claims())) return this.#back('elsewhere');
    if (this.#lifetime.aborted) return this.#end();
    await this.addPictures(files);
  }

  /** @returns whether this window is the one that imports */
  async #claims(): Promise<boolean> {
    if (this.#letOthers !== null) return true;
    const letOthers = await this.#app.platform.claim('import');
    // Of two calls at once the second is refused what the first has, and must not put that in its place.
    if (this.#letOthers === null) this.#letOthers = letOthers;
    else letOthers?.();
    return this.#letOthers !== null;
  }

  async addPictures(files: readonly File[]): Promise<void> {
    const before = this.#files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const size = files.reduce((sum, file) => sum + file.size, before);
    if (size > MOST_FILE_BYTES) return this.#back('too-large');
    const letOthers = this.#letOthers;
    const reading = files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }));
    const read = await Promise.all(reading).catch((error: unknown) => {
      // Nothing is under way that another window has to wait for.
      if (letOthers === this.#letOthers && this.state.value.at === 'choose') this.#end();
      throw error;
    });
    // It was given up meanwhile.
    if (letOthers === null || letOthers !== this.#letOthers) return;
    this.#id = this.#app.randomId();
    this.#files = [...this.#files, ...read];
    await this.#open(NO_SECRET, null);
  }

  open(passphrase: string, keyFile: FileToRead | null): Promise<void> {
    this.#keyFile = keyFile;
    return this.#open({ passphrase, keyFile: keyFile?.bytes ?? null, isPatient: false }, null);
  }

  async goOn(): Promise<void> {
    const { value } = this.state;
    if (value.at === 'costly') await this.#open({ ...this.#secret, isPatient: true }, value.seconds);
  }

  async keep(choices: readonly ChosenFor[]): Promise<void> {
    const found = this.#found;
    if (found === null) return;
    this.#forget();
    const work = this.#begin('keeping', 0);
    const kept: Kept = { kept: 0, leftOut: [] };
    let ended: ImportEnd = 'failed';
    try {
      ended = await this.#commitAll(found, choices, work, kept);
    } catch (error) {
      if (!work.aborted) throw error;
      ended = 'stopped';
    } finally {
      this.#end();
      if (!this.#lifetime.aborted) this.state.value = { at: 'done', ended, problems: found.problems, ...kept };
    }
  }

  async #commitAll(
    found: Found,
    choices: readonly ChosenFor[],
    work: AbortSignal,
    until: Kept,
  ): Promise<Exclude<ImportEnd, 'failed'>> {
    const { worker } = this.#app;
    const call = { import: this.#id, from: found.format, choices: [...choices] };
    for (let most = 0; ; ) {
      if (work.aborted) return 'stopped';
      const answer = await insist(this.#app, () => worker.commitImport(call), TRIES);
      if (!answer.ok && answer.reason === 'storage') return 'storage';
      if (!answer.ok) {
        // The worker is another one: what was kept before are doubles now.
        await this.#handIn(found.entries, work);
        await insist(this.#app, () => worker.previewImport({ import: this.#id }), TRIES);
        continue;
      }
      until.kept = answer.kept;
      until.leftOut.push(...answer.leftOut);
      await this.#handInFiles(answer.files, found, work, until.leftOut);
      const open = answer.total - answer.done;
      if (open === 0) return 'whole';
      most = Math.max(most, answer.total);
      this.state.value = { at: 'work', what: 'keeping', part: 1 - open / most, seconds: null };
    }
  }

  /** @param leftOut is told those that could not be kept, and those that are not reached */
  async #handInFiles(
    files: Committed['files'],
    found: Found,
    work: AbortSignal,
    leftOut: LeftOut[number][],
  ): Promise<void> {
    const open = [...files];
    try {
      for (const { entry, title, name, ref } of files) {
        if (work.aborted) return;
        const bytes = found.files.get(ref) ?? new Uint8Array();
        const content = new Blob([bytes as Uint8Array<ArrayBuffer>]);
        const refused = await handInEntryFile(this.#app, { entry, name, content, import: this.#id });
        open.shift();
        if (refused !== null) leftOut.push({ title, parts: [{ reason: LEFT_OUT[refused], what: name }] });
      }
    } finally {
      for (const { title, name } of open) leftOut.push({ title, parts: [{ reason: 'stopped', what: name }] });
    }
  }

  stop(): void {
    this.#work.abort();
  }

  startOver(): void {
    this.#work.abort();
    this.#back(null);
  }

  #back(refused: Extract<ImportState, { at: 'choose' }>['refused']): void {
    this.#end();
    this.state.value = { at: 'choose', refused };
  }

  #end(): void {
    this.#work.abort();
    this.#drop();
    this.#forget();
    this.#letOthers?.();
    this.#letOthers = null;
  }

  /** What was read is plaintext: neither the page nor the worker holds it longer than it is needed. */
  #drop(): void {
    if (this.#found === null) return;
    this.#found = null;
    void this.#app.worker.dropImport({ import: this.#id }).catch(() => {});
  }

  #forget(): void {
    this.#files = [];
    this.#secret = NO_SECRET;
    this.#keyFile = null;
  }

  #begin(what: WorkName, part: number | null, seconds: number | null = null): AbortSignal {
    this.#work = new AbortController();
    this.state.value = { at: 'work', what, part, seconds };
    return this.#work.signal;
  }

  async #open(secret: FileSecret, seconds: number | null): Promise<void> {
    if (this.#files.length === 0) return;
    this.#secret = secret;
    const signal = this.#begin(seconds === null ? 'reading' : 'opening', null, seconds);
    const onProgress = ({ step, part }: ReadingProgress): void => {
      const isOpening = step === 'deriving' && part !== 1;
      if (this.state.value.at !== 'work' || signal.aborted) return;
      this.state.value = isOpening
        ? { at: 'work', what: 'opening', part, seconds }
        : { at: 'work', what: 'reading', part: null, seconds: null };
    };
    try {
      const read = await this.#read(this.#files, secret, { signal, onProgress });
      signal.throwIfAborted();
      if (read.is === 'refused') this.#back(read.why);
      else if (read.is === 'locked') {
        const given = { hasPassphrase: (secret.passphrase ?? '') !== '', keyFile: this.#keyFile };
        this.state.value = { at: 'locked', wrong: read.wrong, mayHaveKeyFile: read.mayHaveKeyFile, given };
      } else if (read.is === 'costly')
        this.state.value = { at: 'costly', memoryMiB: read.memoryMiB, seconds: read.seconds };
      else await this.#look(read, signal);
    } catch (error) {
      const isStopped = signal.aborted;
      if (this.#work.signal === signal) this.#back(null);
      if (!isStopped) throw error;
    }
  }

  async #look(read: Extract<FileContent, { is: 'read' }>, work: AbortSignal): Promise<void> {
    this.#found = read;
    // Pictures may be added to.
    const pictures = read.format === QR_CODES ? this.#files.length : 0;
    if (pictures === 0) this.#forget();
    this.state.value = { at: 'work', what: 'looking', part: 0, seconds: null };
    const onProgress = (part: number): void => {
      if (this.state.value.at === 'work') this.state.value = { ...this.state.value, part };
    };
    for (;;) {
      await this.#handIn(read.entries, work, onProgress);
      const answer = await insist(this.#app, () => this.#app.worker.previewImport({ import: this.#id }), TRIES);
      work.throwIfAborted();
      // Between two calls the worker may be another one.
      if (!answer.ok) continue;
      const { counts, conflicts } = answer;
      const problems = [...answer.problems, ...read.problems];
      this.#found = { ...read, problems };
      const isBackup = read.vault.length > 0;
      this.state.value = { at: 'preview', format: read.format, pictures, isBackup, counts, conflicts, problems };
      return;
    }
  }

  async #handIn(
    entries: readonly VaultEntry[],
    work: AbortSignal,
    onProgress: (part: number) => void = () => {},
  ): Promise<void> {
    for (let first = 0; first < Math.max(1, entries.length); ) {
      work.throwIfAborted();
      const some = entries.slice(first, first + TOGETHER);
      const call = { import: this.#id, first, entries: some as never };
      const answer = await insist(this.#app, () => this.#app.worker.stageImport(call), TRIES);
      if (!answer.ok && answer.reason === 'full') throw new Error('more entries than an import may have');
      first = answer.ok ? first + TOGETHER : 0;
      onProgress(Math.min(1, first / Math.max(1, entries.length)));
    }
  }
}
