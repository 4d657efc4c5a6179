// An import, from the chosen file to the report: read beside the page, handed to the worker, looked through, kept some
// at a time. A worker that was ended meanwhile gets everything again.
import { type ReadonlySignal, signal } from '@preact/signals';
import type { Committed, ConflictView } from '#app/logins/staged-import.ts';
import type { VaultEntry } from '#logins/formats/entry.ts';
import type { FileContent, FileProblem, FileReading } from '#logins/formats/file-reading.ts';
import type { ReadingProblem } from '#logins/formats/format.ts';
import type { ConflictChoice, ImportCounts } from '#logins/moving/preview.ts';
import type { App } from '../model/app.ts';

type LeftOut = Committed['leftOut'];

export type ImportState =
  | { readonly at: 'choose'; readonly refused: FileProblem | null }
  | { readonly at: 'passphrase'; readonly wrong: boolean }
  /** `part`: from 0 to 1; null: not known. */
  | { readonly at: 'work'; readonly what: 'reading' | 'looking' | 'keeping'; readonly part: number | null }
  | {
      readonly at: 'preview';
      readonly format: string;
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
  choose(file: File): Promise<void>;
  open(passphrase: string): Promise<void>;
  keep(choices: readonly ConflictChoice[]): Promise<void>;
  /** Ends the work under way; entries that were kept stay. */
  stop(): void;
  startOver(): void;
}

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
  #bytes: Uint8Array | null = null;
  #found: Extract<FileContent, { is: 'read' }> | null = null;

  constructor(app: App, read: FileReading, lifetime: AbortSignal) {
    this.#app = app;
    this.#read = read;
    this.#lifetime = lifetime;
    lifetime.addEventListener('abort', () => this.#work.abort());
  }

  async choose(file: File): Promise<void> {
    this.#id = this.#app.randomId();
    this.#bytes = new Uint8Array(await file.arrayBuffer());
    await this.#open(null);
  }

  open(passphrase: string): Promise<void> {
    return this.#open(passphrase);
  }

  async keep(choices: readonly ConflictChoice[]): Promise<void> {
    const found = this.#found;
    if (found === null) return;
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
      leftOut.push(...answer.leftOut);
      this.state.value = { at: 'work', what: 'keeping', part: total === 0 ? 1 : done / total };
    }
    void this.#app.worker.dropImport({ import: this.#id }).catch(() => {});
    if (this.#lifetime.aborted) return;
    this.state.value = { at: 'done', kept: done, stopped: work.aborted, problems: found.problems, leftOut };
  }

  stop(): void {
    this.#work.abort();
  }

  startOver(): void {
    this.#work.abort();
    this.#found = null;
    this.#bytes = null;
    this.state.value = CHOOSE;
  }

  #begin(what: 'reading' | 'looking' | 'keeping', part: number | null): AbortSignal {
    this.#work = new AbortController();
    this.state.value = { at: 'work', what, part };
    return this.#work.signal;
  }

  async #open(passphrase: string | null): Promise<void> {
    const bytes = this.#bytes;
    if (bytes === null) return;
    const work = this.#begin('reading', null);
    try {
      const read = await this.#read(bytes, passphrase, work);
      if (read.is === 'refused') this.state.value = { at: 'choose', refused: read.why };
      else if (read.is === 'passphrase') this.state.value = { at: 'passphrase', wrong: read.wrong };
      else await this.#look(read, work);
    } catch (error) {
      this.state.value = CHOOSE;
      if (!work.aborted) throw error;
    }
  }

  async #look(read: Extract<FileContent, { is: 'read' }>, work: AbortSignal): Promise<void> {
    this.#found = read;
    this.#bytes = null;
    this.state.value = { at: 'work', what: 'looking', part: 0 };
    await this.#handIn(read.entries, work);
    const answer = await this.#app.worker.previewImport({ import: this.#id });
    work.throwIfAborted();
    // Between two calls the worker may be another one: the person chooses again.
    if (!answer.ok) throw new Error('the worker was ended');
    const { counts, conflicts } = answer;
    this.state.value = { at: 'preview', format: read.format, counts, conflicts, problems: read.problems };
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
