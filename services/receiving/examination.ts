// What deliveries turn out to be once they are opened: something for a mailbox, or nothing and why. Opened twice,
// signature, expiry and revocation checked; whole batches, since that is what opening is quick at. Reads, and writes
// nothing.
import { sha256 } from '#crypto/hash.ts';
import { expiryDayOf, latencyOf, type OpenedAddress } from '#protocol/address/address.ts';
import { dayOf } from '#protocol/base/day.ts';
import { type Latency, sealedAddress } from '#wire/address.ts';
import type { Delivery } from '#wire/transport.ts';
import type { Mailboxes } from '../storage/storage.ts';
import type { Accepted } from './backlog.ts';
import type { Generations } from './generations.ts';
import { encodeItem } from './mailbox-item.ts';
import type { Opener } from './opening.ts';
import type { Roots, ServedRoot } from './roots.ts';

export type Dropped = 'repeated' | 'unopened' | 'unknown-root' | 'unsigned' | 'expired' | 'revoked';

export interface ForMailbox {
  readonly root: Uint8Array;
  /** Of its delivery address. */
  readonly id: Uint8Array;
  readonly latency: Latency;
  /** SHA-256 of the sealed address. */
  readonly seen: Uint8Array;
  readonly body: Uint8Array;
  readonly rememberUntil: number;
}

export type Examined = Dropped | ForMailbox;

export interface ExaminationParts {
  readonly mailboxes: Mailboxes;
  readonly roots: Roots;
  readonly generations: Generations;
}

interface Candidate {
  readonly item: Accepted;
  readonly content: Delivery;
  readonly seen: Uint8Array;
}

interface Named extends Candidate {
  readonly opened: OpenedAddress;
  readonly root: ServedRoot;
}

/** @returns what each item is, in the order of the items */
export async function examine(
  items: readonly Accepted[],
  opener: Opener,
  parts: ExaminationParts,
): Promise<Examined[]> {
  const results = new Map<Accepted, Examined>();
  const fresh = await freshOf(items, parts, results);
  const opened = await opener.open(
    fresh.map(({ content }) => ({ address: content.address, envelopeDigest: sha256(content.envelope) })),
  );
  const named = await namedOf(fresh, opened, parts, results);
  const signed = await opener.verify(named.map(({ opened, root }) => ({ opened, addressKey: root.addressKey })));
  // Asked together: a store on other machines answers each question after a journey.
  await Promise.all(
    named.map(async (candidate, index) => {
      results.set(candidate.item, signed[index] === true ? await judge(candidate, parts) : 'unsigned');
    }),
  );
  return items.map((item) => results.get(item) as Examined);
}

async function freshOf(
  items: readonly Accepted[],
  { mailboxes }: ExaminationParts,
  results: Map<Accepted, Examined>,
): Promise<Candidate[]> {
  const candidates = items.flatMap((item): Candidate[] => {
    const { content } = item;
    if (content === null) results.set(item, 'unopened');
    return content === null ? [] : [{ item, content, seen: sha256(content.address) }];
  });
  const known = await Promise.all(candidates.map(({ seen }) => mailboxes.knows(seen)));
  return candidates.filter(({ item }, index) => {
    if (known[index] === true) results.set(item, 'repeated');
    return known[index] !== true;
  });
}

async function namedOf(
  fresh: readonly Candidate[],
  opened: readonly (OpenedAddress | null)[],
  { roots }: ExaminationParts,
  results: Map<Accepted, Examined>,
): Promise<Named[]> {
  const named: Named[] = [];
  const found = await Promise.all(opened.map((one) => (one === null ? null : roots.served(one.root))));
  for (const [index, candidate] of fresh.entries()) {
    const one = opened[index] ?? null;
    const root = found[index] ?? null;
    if (one === null) results.set(candidate.item, 'unopened');
    else if (root === null) results.set(candidate.item, 'unknown-root');
    else named.push({ ...candidate, opened: one, root });
  }
  return named;
}

async function judge({ item, content, seen, opened, root }: Named, parts: ExaminationParts): Promise<Examined> {
  // Judged by when it was accepted: what a crash held up here was in time.
  if (expiryDayOf(opened.address) < dayOf(item.acceptedAt)) return 'expired';
  if (await parts.roots.isRevoked(opened.root, opened.id)) return 'revoked';
  const rememberUntil = parts.generations.retiresAt(sealedAddress.decode(content.address).generation);
  const body = encodeItem(opened.address, content.envelope);
  return { root: opened.root, id: opened.id, latency: latencyOf(opened.id, root.latency), seen, body, rememberUntil };
}
