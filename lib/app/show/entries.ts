// The list of all log-ins, notes, cards and addresses, in memory for one worker life, as the directory is for
// conversations; and one entry as its page shows it, without what must be asked for (passwords, hidden fields, codes).
import { encodeHex } from '#bytes/base64url.ts';
import { siteLabel } from '#logins/site.ts';
import { type Entry, entry, entryHistory, entryKind } from '../records/entry.ts';
import { type Login, login, loginKind } from '../records/login.ts';
import { type Mask, mask } from '../records/mask.ts';
import { type Relationship, relationship } from '../records/relationship.ts';
import type { RecordKind, Store } from '../store/store.ts';
import type { EntryListKind, EntryRowView, EntryView } from '../views/entries.ts';
import { readable } from '../words/visible.ts';
import { fold, holds, needlesOf } from './folding.ts';

interface Listed extends EntryRowView {
  readonly deletedAt: number | null;
  readonly sortsAs: string;
  readonly words: string;
}

/** Records read at a time. */
const SLICE = 256;

export class EntryList {
  readonly #store: Store;
  #listed: Map<string, Listed> | null = null;
  readonly #changed = new Set<string>();
  #sorted: readonly Listed[] | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Something of an entry was committed: it is read again before the next answer. */
  noteChange(id: string): void {
    this.#changed.add(id);
  }

  async list(
    kind: EntryListKind,
    query: string,
    { offset, limit }: { readonly offset: number; readonly limit: number },
  ): Promise<{ items: EntryRowView[]; total: number }> {
    await this.#freshen();
    const needles = needlesOf(query);
    const all = this.#inOrder().filter((one) => isOf(one, kind) && holds(one.words, needles));
    const begins = ({ sortsAs }: Listed): boolean => needles[0] !== undefined && sortsAs.startsWith(needles[0]);
    const ranked = needles.length === 0 ? all : [...all.filter(begins), ...all.filter((one) => !begins(one))];
    return { items: ranked.slice(offset, offset + limit).map(rowOf), total: all.length };
  }

  #inOrder(): readonly Listed[] {
    this.#sorted ??= [...(this.#listed ?? new Map<string, Listed>()).values()].sort(
      (a, b) =>
        Number(b.favourite) - Number(a.favourite) || (a.sortsAs < b.sortsAs ? -1 : a.sortsAs > b.sortsAs ? 1 : 0),
    );
    return this.#sorted;
  }

  #freshen(): Promise<void> {
    const next = this.#turn.then(async () => {
      this.#listed ??= await this.#readAll();
      await this.#readChanged(this.#listed);
    });
    this.#turn = next.catch(() => {});
    return next;
  }

  /** Changes that come in meanwhile are noted, and read after it. */
  async #readAll(): Promise<Map<string, Listed>> {
    const [entries, logins] = await Promise.all([valuesOf(this.#store, entryKind), valuesOf(this.#store, loginKind)]);
    const ids = [...new Set([...entries.keys(), ...logins.keys()])];
    const listed = new Map<string, Listed>();
    for (let from = 0; from < ids.length; from += SLICE) {
      const slice = ids.slice(from, from + SLICE);
      const known = await this.#store.read(slice.map((id) => relationship(id)));
      slice.forEach((id, index) => {
        listed.set(id, listedOf(id, entries.get(id) ?? null, logins.get(id) ?? null, known[index] ?? null));
      });
    }
    return listed;
  }

  async #readChanged(listed: Map<string, Listed>): Promise<void> {
    const ids = [...this.#changed];
    for (let from = 0; from < ids.length; from += SLICE) {
      const slice = ids.slice(from, from + SLICE);
      // Before the read: what changes while it is under way is read once more.
      for (const id of slice) this.#changed.delete(id);
      const refs = [entry, login, relationship] as const;
      const found = await this.#store.read(refs.flatMap((ref) => slice.map((id) => ref(id)))).catch((error) => {
        for (const id of slice) this.#changed.add(id);
        throw error;
      });
      slice.forEach((id, index) => {
        const kept = found[index] as Entry | null;
        const fills = found[slice.length + index] as Login | null;
        const its = found[2 * slice.length + index] as Relationship | null;
        const one = kept === null && fills === null ? null : listedOf(id, kept, fills, its);
        if (one === null) listed.delete(id);
        else listed.set(id, one);
      });
      this.#sorted = null;
    }
  }
}

async function valuesOf<T>(store: Store, kind: RecordKind<T>): Promise<Map<string, T>> {
  const values = new Map<string, T>();
  for await (const batch of store.scan(kind)) for (const { id, value } of batch) values.set(id, value);
  return values;
}

function isOf({ kind, deletedAt }: Listed, wanted: EntryListKind): boolean {
  if (wanted === 'bin') return deletedAt !== null;
  return deletedAt === null && (wanted === 'all' || wanted === kind);
}

function listedOf(id: string, kept: Entry | null, fills: Login | null, its: Relationship | null): Listed {
  const host = fills === null || fills.site === '' ? null : siteLabel(fills.site);
  const title = kept?.title || its?.name || host || fills?.username || '';
  const username = fills?.username ?? '';
  const tags = [...(kept?.folder ?? []), ...(kept?.tags ?? [])].join(' ');
  return {
    id,
    kind: kept?.kind ?? 'login',
    title: readable(title),
    username: readable(username),
    host,
    picture: its === null ? id : encodeHex(its.picture),
    favourite: kept?.favourite ?? false,
    isIdentity: its !== null,
    hasPassword: fills !== null && fills.password !== '',
    hasOneTime: (kept?.oneTimes.length ?? 0) > 0,
    deletedAt: kept?.deletedAt ?? null,
    sortsAs: fold(title),
    words: fold(`${title} ${username} ${host ?? ''} ${its?.mine.name ?? ''} ${kept?.email ?? ''} ${tags}`),
  };
}

const rowOf = ({ deletedAt, sortsAs: _, words: __, ...row }: Listed): EntryRowView => ({ ...row, deletedAt });

/** @returns null if there is no such entry */
export async function showEntry(store: Store, id: string): Promise<EntryView | null> {
  const [kept, fills, history, held, its] = await store.read([
    ...([entry(id), login(id), entryHistory(id), mask(id), relationship(id)] as const),
  ]);
  if (kept === null && fills === null) return null;
  const { sortsAs: _, words: __, ...row } = listedOf(id, kept, fills, its);
  return { ...row, ...detailsOf(kept, fills, held), versions: versionsOf(history) };
}

function detailsOf(
  kept: Entry | null,
  fills: Login | null,
  held: Mask | null,
): Omit<EntryView, keyof EntryRowView | 'versions'> {
  const sites = kept?.sites ?? [];
  return {
    sites:
      sites.length > 0 || fills === null || fills.site === ''
        ? sites
        : [{ url: siteLabel(fills.site), match: 'domain' }],
    mask: held?.address ?? '',
    email: kept?.email ?? '',
    folder: kept?.folder ?? [],
    tags: kept?.tags ?? [],
    note: kept?.note ?? '',
    fields: (kept?.fields ?? []).map((field) => (field.type === 'hidden' ? { ...field, value: '' } : field)),
    card: kept?.card == null ? null : { ...kept.card, number: lastDigits(kept.card.number), code: '', pin: '' },
    person: kept?.person ?? null,
    oneTimes: (kept?.oneTimes ?? []).map(({ issuer, account }) => ({ issuer, account })),
    passkeys: (kept?.passkeys ?? []).map(({ rpId, userName, createdAt }) => ({ rpId, userName, createdAt })),
    attachments: (kept?.attachments ?? []).map(({ file, name, size }) => ({ file: encodeHex(file), name, size })),
    keptParts: (kept?.kept ?? []).map(({ what }) => what),
    createdAt: kept?.createdAt ?? fills?.passwordChangedAt ?? 0,
    changedAt: kept?.changedAt ?? fills?.passwordChangedAt ?? 0,
    passwordChangedAt: fills?.passwordChangedAt ?? null,
  };
}

const versionsOf = (history: { versions: { until: number | null; rest: unknown }[] } | null): EntryView['versions'] =>
  (history?.versions ?? []).map(({ until, rest }) => ({ until, isWhole: rest !== null }));

/** A card is known by its last digits. */
const lastDigits = (number: string): string => (number.length > 4 ? `•••• ${number.slice(-4)}` : number);
