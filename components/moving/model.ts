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
import type { ConflictChoice, ImportCounts } from '#logins/moving/preview.ts';
import type { App } from '../model/app.ts';
import { type FileNotKept, handInEntryFile } from '../model/entry-files.ts';

type LeftOut = Committed['leftOut'];
type Found = Extract<FileContent, { is: 'read' }>;
type Locked = Extract<FileContent, { is: 'locked' }>;
type WorkName = 'opening' | 'reading' | 'looking' | 'keeping';

export type ImportState =
  | { readonly at: 'choose'; readonly refused: FileProblem | null }
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
      readonly counts: ImportCounts;
      readonly conflicts: readonly ConflictView[];
      readonly problems: readonly ReadingProblem[];
    }
  | {
      readonly at: 'done';
      readonly kept: number;
      /** The person stopped it before its end. */
      readonly stopped: boolean;
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
  keep(choices: readonly ConflictChoice[]): Promise<void>;
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
const CHOOSE: ImportState = { at: 'choose', refused: null };

export function createImport(app: App, read: FileReading, lifetime: AbortSignal): ImportModel {
  return new Importing(app, read, lifetime);
}

class Importing implements ImportModel {
  readonly state = signal<ImportState>(CHOOSE);
  readonly #app: App;
  readonly #read: FileReading;
  readonly #lifetime: AbortSignal;
  #work = new AbortController();
  #id = '';
  #files: readonly FileToRead[] = [];
  #secret: FileSecret = NO_SECRET;
  #keyFile: FileToRead | null = null;
  #found: Found | null = null;

  constructor(app: App, read: FileReading, lifetime: AbortSignal) {
    this.#app = app;
    this.#read = read;
    this.#lifetime = lifetime;
    lifetime.addEventListener('abort', () => this.#work.abort());
  }

  async choose(files: readonly File[]): Promise<void> {
    this.#forget();
    await this.addPictures(files);
  }

  async addPictures(files: readonly File[]): Promise<void> {
    const before = this.#files.reduce((sum, { bytes }) => sum + bytes.length, 0);
    const size = files.reduce((sum, file) => sum + file.size, before);
    if (size > MOST_FILE_BYTES) {
      this.#forget();
      this.state.value = { at: 'choose', refused: 'too-large' };
      return;
    }
    this.#id = this.#app.randomId();
    const read = files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }));
    this.#files = [...this.#files, ...(await Promise.all(read))];
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

  async keep(choices: readonly ConflictChoice[]): Promise<void> {
    const found = this.#found;
    if (found === null) return;
    this.#forget();
    const work = this.#begin('keeping', 0);
    const leftOut: LeftOut[number][] = [];
    let done = 0;
    for (let total = 1; done < total && !work.aborted; ) {
      const answer = await this.#app.worker.commitImport({
        import: this.#id,
        from: found.format,
        choices: [...choices],
      });
      if (!answer.ok) {
        // The worker is another one. What it kept before are doubles now, and the same choices hold for the rest.
        await this.#handIn(found.entries, work);
        await this.#app.worker.previewImport({ import: this.#id });
        continue;
      }
      ({ done, total } = answer);
      leftOut.push(...answer.leftOut, ...(await this.#handInFiles(answer.files, found, work)));
      this.state.value = { at: 'work', what: 'keeping', part: total === 0 ? 1 : done / total, seconds: null };
    }
    void this.#app.worker.dropImport({ import: this.#id }).catch(() => {});
    if (this.#lifetime.aborted) return;
    this.state.value = { at: 'done', kept: done, stopped: work.aborted, problems: found.problems, leftOut };
  }

  /** @returns those that could not be kept */
  async #handInFiles(files: Committed['files'], found: Found, work: AbortSignal): Promise<LeftOut> {
    const leftOut: LeftOut[number][] = [];
    for (const { entry, title, name, ref } of files) {
      if (work.aborted) break;
      const bytes = found.files.get(ref) ?? new Uint8Array();
      const content = new Blob([bytes as Uint8Array<ArrayBuffer>]);
      const refused = await handInEntryFile(this.#app, { entry, name, content, import: this.#id });
      if (refused !== null) leftOut.push({ title, parts: [{ reason: LEFT_OUT[refused], what: name }] });
    }
    return leftOut;
  }

  stop(): void {
    this.#work.abort();
  }

  startOver(): void {
    this.#work.abort();
    this.#found = null;
    this.#forget();
    this.state.value = CHOOSE;
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
      if (read.is === 'refused') {
        this.#forget();
        this.state.value = { at: 'choose', refused: read.why };
      } else if (read.is === 'locked') {
        const given = { hasPassphrase: (secret.passphrase ?? '') !== '', keyFile: this.#keyFile };
        this.state.value = { at: 'locked', wrong: read.wrong, mayHaveKeyFile: read.mayHaveKeyFile, given };
      } else if (read.is === 'costly')
        this.state.value = { at: 'costly', memoryMiB: read.memoryMiB, seconds: read.seconds };
      else await this.#look(read, signal);
    } catch (error) {
      this.#forget();
      this.state.value = CHOOSE;
      if (!signal.aborted) throw error;
    }
  }

  async #look(read: Extract<FileContent, { is: 'read' }>, work: AbortSignal): Promise<void> {
    this.#found = read;
    // Pictures may be added to.
    const pictures = read.format === QR_CODES ? this.#files.length : 0;
    if (pictures === 0) this.#forget();
    this.state.value = { at: 'work', what: 'looking', part: 0, seconds: null };
    await this.#handIn(read.entries, work);
    const answer = await this.#app.worker.previewImport({ import: this.#id });
    work.throwIfAborted();
    // Between two calls the worker may be another one: the person chooses again.
    if (!answer.ok) throw new Error('the worker was ended');
    const { counts, conflicts } = answer;
    this.state.value = { at: 'preview', format: read.format, pictures, counts, conflicts, problems: read.problems };
  }

  async #handIn(entries: readonly VaultEntry[], work: AbortSignal): Promise<void> {
    for (let first = 0; first < Math.max(1, entries.length); first += TOGETHER) {
      work.throwIfAborted();
      const some = entries.slice(first, first + TOGETHER);
      const answer = await this.#app.worker.stageImport({ import: this.#id, first, entries: some as never });
      if (!answer.ok) throw new Error('the worker was ended');
      if (this.state.value.at === 'work')
        this.state.value = { ...this.state.value, part: (first + some.length) / Math.max(1, entries.length) };
    }
  }
}
