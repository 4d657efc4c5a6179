// A file's entries on their way in: handed in by the page some at a time, looked through whole, then committed some at
// a time. Nothing of it is on disk: if the worker is killed the page hands them in again, and those that were committed
// are doubles then.
import type { VaultEntry } from '#logins/formats/entry.ts';
import { MOST_ENTRIES, type ReadingProblem } from '#logins/formats/format.ts';
import { fillEntry, takePassword } from '#logins/moving/merge.ts';
import { type ChosenFor, type ImportCounts, type ImportPreview, preview } from '#logins/moving/preview.ts';
import { siteLabel } from '#logins/site.ts';
import type { AppContext } from '../ports/ports.ts';
import { type LeftOut, siteAt } from './entry-records.ts';
import { entryIds, handOutNamed } from './hand-out.ts';
import { ADDED_TOGETHER, entryIdOf, importEntries, importedSoFar } from './import.ts';
import { type MergeIntoMine, mergeIntoEntry } from './merging.ts';

/** Two passwords for one account: the person chooses. */
export interface ConflictView {
  /** The place of its entry in the file, which the choice is given by. */
  readonly at: number;
  readonly title: string;
  readonly username: string;
  readonly host: string;
}

/** What a person is told before it is committed. */
export interface ImportFindings {
  readonly counts: ImportCounts;
  readonly conflicts: readonly ConflictView[];
  readonly problems: readonly ReadingProblem[];
}

export interface Committed {
  readonly done: number;
  readonly total: number;
  /** Entries that the import brought or added to until now, by earlier workers, too. */
  readonly kept: number;
  /** Of the entries of this part of which something was left out. */
  readonly leftOut: readonly { readonly title: string; readonly parts: readonly LeftOut[] }[];
  /** Files that hang on the entries of this part, for the page to hand in; `ref` is that of the import's file. */
  readonly files: readonly {
    readonly entry: string;
    readonly title: string;
    readonly name: string;
    readonly ref: string;
  }[];
}

/** What becomes of an entry that is here, whatever it is by then. */
interface Merging {
  readonly id: string;
  readonly title: string;
  readonly merge: MergeIntoMine;
}

const filesOf = (entry: string, { title, attachments }: Pick<VaultEntry, 'title' | 'attachments'>) =>
  attachments.map(({ name, ref }) => ({ entry, title, name, ref }));

/** Entries committed at a call. */
const PART = 100;

type Found = Pick<Committed, 'leftOut' | 'files'>;

export class StagedImport {
  readonly #app: AppContext;
  readonly #id: string;
  readonly #entries: VaultEntry[] = [];
  #preview: ImportPreview | null = null;
  /** Ids of the vault's entries, in the order that the preview counts them by. */
  #known: readonly string[] = [];
  #writes: readonly (VaultEntry | Merging)[] | null = null;
  #done = 0;
  #committing: Promise<unknown> = Promise.resolve();

  constructor(app: AppContext, id: string) {
    this.#app = app;
    this.#id = id;
  }

  /** @returns null: taken; `gone`: those before are not here; `full`: there is no room for more */
  add(first: number, entries: readonly VaultEntry[]): 'full' | 'gone' | null {
    if (first > this.#entries.length) return 'gone';
    if (first + entries.length > MOST_ENTRIES) return 'full';
    this.#entries.splice(first, entries.length, ...entries);
    return null;
  }

  async look(): Promise<ImportFindings> {
    const ids = await entryIds(this.#app);
    const known: { readonly id: string; readonly entry: VaultEntry }[] = [];
    for (let at = 0; at < ids.length; at += PART)
      known.push(...(await handOutNamed(this.#app, ids.slice(at, at + PART))));
    this.#known = known.map(({ id }) => id);
    this.#preview = preview(
      { entries: this.#entries },
      known.map(({ entry }) => entry),
    );
    this.#writes = null;
    this.#done = 0;
    const conflicts = this.#preview.conflicts.map(({ at, entry: { title, username, sites } }) => {
      const site = siteAt(sites[0]?.url ?? '');
      const host = site === null ? '' : siteLabel(site);
      return { at, title: title || host, username, host };
    });
    return { counts: this.#preview.counts, conflicts, problems: this.#preview.problems };
  }

  /**
   * Commits some more. What there was no room for is met again by the next call, which has nothing else to tell.
   * @param turn resolves when the next step may be taken: others come before it
   */
  commit(from: string, choices: readonly ChosenFor[], turn = async (): Promise<void> => {}): Promise<Committed | null> {
    // A call that is made again while the first one waits for its turn must not count the same entries.
    const next = this.#committing.then(() => this.#commit(from, choices, turn));
    this.#committing = next.catch(() => {});
    return next;
  }

  async #commit(from: string, choices: readonly ChosenFor[], turn: () => Promise<void>): Promise<Committed | null> {
    if (this.#preview === null) return null;
    this.#writes ??= this.#settled(this.#preview, choices);
    const { length: total } = this.#writes;
    const before = this.#done;
    const found: Found[] = [];
    while (this.#done < Math.min(before + PART, total)) {
      await turn();
      try {
        found.push(await this.#step(from, this.#writes.slice(this.#done)));
      } catch (error) {
        if (this.#done === before) throw error;
        break;
      }
    }
    const { count, merged } = await importedSoFar(this.#app, this.#id);
    return {
      ...{ done: this.#done, total, kept: count + merged },
      leftOut: found.flatMap(({ leftOut }) => leftOut),
      files: found.flatMap(({ files }) => files),
    };
  }

  /** The next of them that one step commits. */
  async #step(from: string, open: readonly (VaultEntry | Merging)[]): Promise<Found> {
    const [next] = open;
    const of = { import: this.#id, from };
    if (next !== undefined && 'merge' in next) {
      const { id, title } = next;
      const { attachments, leftOut } = await mergeIntoEntry(this.#app, of, id, next.merge);
      this.#done++;
      return {
        files: filesOf(id, { title, attachments }),
        leftOut: leftOut.length === 0 ? [] : [{ title, parts: leftOut }],
      };
    }
    const entries = open.slice(0, ADDED_TOGETHER).filter((one): one is VaultEntry => !('merge' in one));
    const { count: first } = await importedSoFar(this.#app, this.#id);
    const leftOut = await importEntries(this.#app, { ...of, first, entries });
    this.#done += entries.length;
    return {
      files: entries.flatMap((one, at) => filesOf(entryIdOf(this.#id, first + at), one)),
      leftOut: entries.flatMap(({ title, username }, at) => {
        const parts = leftOut[at] ?? [];
        return parts.length === 0 ? [] : [{ title: title || username, parts }];
      }),
    };
  }

  #settled({ added, filled, conflicts }: ImportPreview, choices: readonly ChosenFor[]) {
    const chosen = new Map(choices.map(({ at, choice }) => [at, choice]));
    const writes: (VaultEntry | Merging)[] = [...added];
    const merges = new Map<number, Merging>();
    const then = (known: number, { title, username }: VaultEntry, change: MergeIntoMine): void => {
      const before = merges.get(known) ?? { id: this.#idOf(known), title: title || username, merge: (mine) => mine };
      merges.set(known, { ...before, merge: (mine, now) => change(before.merge(mine, now), now) });
    };
    for (const [known, doubles] of filled) for (const one of doubles) then(known, one, (mine) => fillEntry(mine, one));
    for (const { at, known, entry } of conflicts) {
      // Nobody was asked about two passwords of one file: one of them is in the vault since a worker was ended.
      const choice = chosen.get(at) ?? 'keep-both';
      if (choice === 'keep-both') writes.push(entry);
      else if (choice === 'take-theirs') then(known, entry, (mine, now) => takePassword(mine, entry, now));
    }
    return [...writes, ...merges.values()];
  }

  #idOf(place: number): string {
    const id = this.#known[place];
    if (id === undefined) throw new Error('the preview counts by another list');
    return id;
  }
}
