// The part of a Proton that lists and headers show. What talking needs is in `proton.ts`, passwords are in `login.ts`:
// a list of many relationships reads neither.
import { LATENCY, type Latency } from '#wire/address.ts';
import { boolean, choice, list, nullable, part, struct, text, timestamp, u32, type ValueOf } from '#wire/format.ts';
import { presentation } from '#wire/identity.ts';
import { NAME_BYTES } from '#wire/sizes.ts';
import { addressBook, id16, NOWHERE, recordKind, refs, singleton } from './record.ts';

export const HISTORY_KINDS = {
  invited: 1,
  accepted: 2,
  'identity-created': 3,
  'numbers-compared': 4,
  'name-changed': 5,
  'services-changed': 6,
  ended: 7,
  blocked: 8,
  unblocked: 9,
  'mask-leaked': 10,
  'shook-hands-anew': 11,
  lost: 12,
  /** The secure connection was started anew; `detail`: `theirs`, if not by me. */
  reset: 13,
} as const;

export const historyEvent = struct({ kind: choice(HISTORY_KINDS), at: timestamp, detail: text(280) });
export type HistoryEvent = { kind: keyof typeof HISTORY_KINDS; at: number; detail: string };
export const MAX_HISTORY = 200;

const fields = {
  kind: choice({ person: 1, site: 2 }),
  standing: choice({ invited: 1, active: 2, ended: 3, blocked: 4 }),
  /** What I call them; for a site, its host. */
  name: text(NAME_BYTES),
  /** How they present themselves; for a site, nothing. */
  theirs: presentation,
  /** Seed of the picture that stands for them. */
  picture: id16,
  /** Who I am here. */
  mine: presentation,
  minePicture: id16,
  createdAt: timestamp,
  verifiedAt: nullable(timestamp),
  history: list(MAX_HISTORY, historyEvent),
  addresses: addressBook,
  /** Messages are numbered from 1 in the order in which they were committed here. */
  lastSequence: u32,
  /** Lamport clock: the greatest seen or used. */
  clock: u32,
  readSequence: u32,
  unread: u32,
  lastAt: timestamp,
  preview: text(280),
  previewMine: boolean,
  draft: boolean,
};
const MAX_RELATIONSHIP_BYTES = 64 * 1024;
/** The format before a correspondent could be muted. */
const relationshipV1 = part('relationship record', MAX_RELATIONSHIP_BYTES, struct(fields));

type Fields = ValueOf<typeof relationshipV1> & { readonly latency: Latency };

/** What its row in the list shows, and its thread. Neither shows its clock, its address book or how far it was read. */
const row = (known: Fields) => {
  const { name, theirs, mine, picture, minePicture } = known;
  const { lastSequence, lastAt, preview, previewMine, unread, standing, verifiedAt, latency } = known;
  const who = [name, theirs.name, mine.name, picture, minePicture];
  return [...who, lastSequence, lastAt, preview, previewMine, unread, standing, verifiedAt, latency];
};

/** Of a history that is full the oldest goes with each that comes. */
const newestOf = ({ history }: Fields) => {
  const newest = history.at(-1);
  return newest === undefined ? [] : [history.length, newest.kind, newest.at, newest.detail];
};

export const relationshipKind = recordKind(
  'relationship',
  'fact',
  2,
  MAX_RELATIONSHIP_BYTES,
  struct({
    ...fields,
    /** How soon I want to be told of what they write. */
    latency: choice(LATENCY),
    /** When I was last told of something, where I want to be told now and then. */
    toldAt: timestamp,
  }),
  [
    { topic: 'thread', of: (known) => [...row(known), ...newestOf(known)] },
    // The list alone says that something is left unsent: a thread is not read again for the first letter typed in it.
    { topic: 'conversations', of: (known) => [...row(known), known.draft] },
  ],
  { 1: (encoded) => ({ ...relationshipV1.decode(encoded), latency: 'now' as Latency, toldAt: 0 }) },
);
export type Relationship = ValueOf<typeof relationshipKind.format>;
export const relationship = refs<Relationship, [id: string]>(relationshipKind);

/** More than the addresses that a forgotten month has made: after an old copy their numbers are not used twice. */
export const NUMBERS_APART = 16_384;

export const MAX_RECENT = 400;

/** The most recent conversations, newest first: what the side panel opens with, without reading every relationship. */
export const recentKind = recordKind(
  'recent',
  'derived',
  1,
  32 * 1024,
  struct({
    items: list(MAX_RECENT, struct({ id: id16, kind: choice({ person: 1, site: 2 }), lastAt: timestamp })),
    unread: u32,
  }),
  // Written with the relationship that comes, goes or was read.
  NOWHERE,
);
export type Recent = ValueOf<typeof recentKind.format>;
export const recent = singleton(recentKind);
