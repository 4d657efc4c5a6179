// Cards and addresses, as the menu and the popup offer them: told apart by what a person knows them by, and no more of
// a card than its last digits. And one of them, for the form in which it was chosen.
import { type Entry, entry } from '../records/entry.ts';
import type { Store } from '../store/store.ts';
import type { DetailFill, DetailRows } from '../views/entries.ts';
import { readable } from '../words/visible.ts';
import type { EntryList } from './entries.ts';

/** Of each; the favourites come first. More cannot be looked over beside a field. */
const MOST = 20;
const ENDING = 4;

export async function showDetails(store: Store, list: EntryList): Promise<DetailRows> {
  const ids = async (kind: 'card' | 'address'): Promise<string[]> =>
    (await list.list(kind, '', { offset: 0, limit: MOST })).items.map(({ id }) => id);
  const kept = async (of: readonly string[]) =>
    (await store.read(of.map((id) => entry(id)))).map((one, at) => [of[at] ?? '', one] as const);
  const [cards, addresses] = await Promise.all([ids('card').then(kept), ids('address').then(kept)]);
  return {
    cards: cards.flatMap(([id, one]) => (one?.card == null ? [] : [{ id, ...cardRow(one) }])),
    addresses: addresses.flatMap(([id, one]) => (one?.person == null ? [] : [{ id, ...addressRow(one) }])),
  };
}

const joined = (...parts: readonly string[]): string => readable(parts.filter((part) => part !== '').join(', '));

function cardRow({ title, card }: Entry): { title: string; ending: string; about: string } {
  const digits = card?.number.replace(/\D/g, '') ?? '';
  const [year = '', month = ''] = card?.expiry.split('-') ?? [];
  const about = [card?.brand ?? '', month === '' ? '' : `${month}/${year.slice(-2)}`];
  return {
    title: readable(title),
    ending: digits.length > 2 * ENDING ? digits.slice(-ENDING) : '',
    about: joined(...about),
  };
}

function addressRow({ title, person }: Entry): { title: string; about: string } {
  const name = joined([person?.firstName ?? '', person?.lastName ?? ''].filter(Boolean).join(' '));
  const place = joined(person?.lines[0] ?? '', person?.city ?? '');
  return title === ''
    ? { title: name || place, about: name ? place : '' }
    : { title: readable(title), about: joined(name, place) };
}

/** @returns null if there is none (any more), or it lies in the bin */
export async function detailFill(store: Store, id: string): Promise<DetailFill | null> {
  const [kept] = await store.read([entry(id)]);
  if (kept === null || kept.deletedAt !== null) return null;
  if (kept.kind === 'card' && kept.card !== null) {
    const { pin: _, ...card } = kept.card;
    return { card };
  }
  if (kept.kind !== 'address' || kept.person === null) return null;
  const { email: _, ...address } = kept.person;
  return { address };
}
