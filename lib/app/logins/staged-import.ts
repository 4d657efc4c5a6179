// A file's entries on their way in: handed in by the page some at a time, looked through whole, then committed some at
// a time. Nothing of it is on disk: if the worker is killed the page hands them in again, and those that were committed
// are doubles then.
import type { VaultEntry } from '#logins/formats/entry.ts';
import { MOST_ENTRIES } from '#logins/formats/format.ts';
import { fillEntry, takePassword } from '#logins/moving/merge.ts';
import { type ConflictChoice, type ImportCounts, type ImportPreview, preview } from '#logins/moving/preview.ts';
import { siteLabel } from '#logins/site.ts';
import type { AppContext } from '../ports/ports.ts';
import { type LeftOut, siteAt } from './entry-records.ts';
import { entryIds, handOutNamed } from './hand-out.ts';
import { entryIdOf, importEntries, importedCount } from './import.ts';
import { mergeIntoEntry } from './merging.ts';

/** Two passwords for one account: the person chooses. */
export interface ConflictView {
  readonly title: string;
  readonly username: string;
  readonly host: string;
}

export interface Committed {
  readonly done: number;
  readonly total: number;
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
  readonly merge: (mine: VaultEntry) => VaultEntry;
}

const filesOf = (entry: string, { title, attachments }: Pick<VaultEntry, 'title' | 'attachments'>) =>
  attachments.map(({ name, ref }) => ({ entry, title, name, ref }));

/** Entries committed at a call. */
const PART = 100;

export class StagedImport {
  readonly #app: AppContext;
  readonly #id: string;
  readonly #entries: VaultEntry[] = [];
  #preview: ImportPreview | null = null;
  /** Ids of the vault's entries, in the order that the preview counts them by. */
  #known: readonly string[] = [];
  #writes: readonly (VaultEntry | Merging)[] | null = null;
  #done = 0;

  constructor(app: AppContext, id: string) {
    this.#app = app;
    this.#id = id;
  }

  /** @returns false: there is no room for more */
  add(first: number, entries: readonly VaultEntry[]): boolean {
    if (first > this.#entries.length || first + entries.length > MOST_ENTRIES) return false;
    this.#entries.splice(first, entries.length, ...entries);
    return true;
  }

  async look(): Promise<{ counts: ImportCounts; conflicts: ConflictView[] }> {
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
    const conflicts = this.#preview.conflicts.map(({ entry: { title, username, sites } }) => {
      const site = siteAt(sites[0]?.url ?? '');
      const host = site === null ? '' : siteLabel(site);
      return { title: title || host, username, host };
    });
    return { counts: this.#preview.counts, conflicts };
  }

  /** Commits some more. @param choices one for each conflict, in their order */
  async commit(from: string, choices: readonly ConflictChoice[]): Promise<Committed | null> {
    if (this.#preview === null) return null;
    this.#writes ??= this.#settled(this.#preview, choices);
    const part = this.#writes.slice(this.#done, this.#done + PART);
    const added = part.filter((one): one is VaultEntry => !('merge' in one));
    const first = await importedCount(this.#app, this.#id);
    const leftOut = await importEntries(this.#app, { import: this.#id, from, first, entries: added });
    const files = added.flatMap((one, at) => filesOf(entryIdOf(this.#id, first + at), one));
    for (const one of part) {
      if (!('merge' in one)) continue;
      const attachments = await mergeIntoEntry(this.#app, { import: this.#id, from }, one.id, one.merge);
      files.push(...filesOf(one.id, { title: one.title, attachments }));
    }
    this.#done += part.length;
    return {
      done: this.#done,
      total: this.#writes.length,
      files,
      leftOut: added.flatMap(({ title, username }, at) => {
        const parts = leftOut[at] ?? [];
        return parts.length === 0 ? [] : [{ title: title || username, parts }];
      }),
    };
  }

  #settled({ added, filled, conflicts }: ImportPreview, choices: readonly ConflictChoice[]) {
    const writes: (VaultEntry | Merging)[] = [...added];
    const merges = new Map<number, Merging>();
    const then = (known: number, { title, username }: VaultEntry, change: Merging['merge']): void => {
      const before = merges.get(known) ?? { id: this.#idOf(known), title: title || username, merge: (mine) => mine };
      merges.set(known, { ...before, merge: (mine) => change(before.merge(mine)) });
    };
    for (const [known, doubles] of filled) for (const one of doubles) then(known, one, (mine) => fillEntry(mine, one));
    conflicts.forEach(({ known, entry }, at) => {
      const choice = choices[at] ?? 'keep-mine';
      if (choice === 'keep-both') writes.push(entry);
      else if (choice === 'take-theirs') then(known, entry, (mine) => takePassword(mine, entry, this.#app.now()));
    });
    return [...writes, ...merges.values()];
  }

  #idOf(place: number): string {
    const id = this.#known[place];
    if (id === undefined) throw new Error('the preview counts by another list');
    return id;
  }
}
