// Other mailboxes in place of mine, at once, for when access keys of mine may be in other hands: with such a key a
// thief can fetch and delete the items of its root, though not read them. Each service gives another root; all holders
// are given addresses there now, and the former root is closed when all have shown that they have these, or after two
// weeks. Until then both are emptied. Killed anywhere, upkeep goes on by the root records.
import { encodeHex } from '#bytes/base64url.ts';
import { DAY_MS, dayOf } from '#protocol/base/day.ts';
import { idText } from '../conversation/conversation.ts';
import { renewMask, takesMail } from '../masks/mask.ts';
import type { AppContext } from '../ports/ports.ts';
import { invitationRecord } from '../records/invitation.ts';
import { type MaskAddress, mask, maskAddresses } from '../records/mask.ts';
import { type Proton, proton } from '../records/proton.ts';
import { relationship } from '../records/relationship.ts';
import { type Root, rootKind, rootRecord } from '../records/root.ts';
import { type Address, addressKind, serviceTaskKind } from '../records/transit.ts';
import { withdrawInvitation } from '../relationships/invite.ts';
import { replaceAddresses } from '../relationships/replace.ts';
import { queueRetirement, renewRoot } from '../services/roots.ts';
import type { MailboxKey } from '../services/sessions.ts';
import { factsOf } from '../services/snapshot.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';
import type { MailboxesView } from '../views/services.ts';

/**
 * A letter written before may lie a week in an outbox and a week at a sending service: as long as replaced addresses
 * are kept.
 */
const CLOSE_DAYS = 14;

/** @returns false if a service could not be reached: others were replaced all the same, and it may be asked again */
export async function replaceMailboxes(app: AppContext, signal: AbortSignalLike): Promise<boolean> {
  const untilDay = dayOf(app.now()) + CLOSE_DAYS;
  const { receivers } = await factsOf(app);
  const renewed = await Promise.allSettled(
    receivers.map(({ service }) => renewRoot(app, service.name.origin, untilDay)),
  );
  await tellHolders(app, signal);
  return renewed.every(({ status }) => status === 'fulfilled');
}

/**
 * Gives other addresses to each holder of a root that is to be closed who has not been told since; takes invitations
 * back. Also upkeep.
 */
export async function tellHolders(app: AppContext, signal: AbortSignalLike): Promise<void> {
  const closing = await closingRoots(app, signal);
  if (closing.size === 0) return;
  const facts = await factsOf(app);
  const today = dayOf(app.now());
  const over = [...closing.values()].every(({ untilDay }) => today >= untilDay);
  for (const [id, { purpose, there, given }] of await holdersOf(app, closing, signal)) {
    if (signal.aborted) return;
    if (purpose === 'invitation') {
      const [known] = await app.store.read([invitationRecord(id)]);
      // Also if it leads elsewhere, too: a thief who can delete there could take an answer away.
      if (known?.state === 'open') await withdrawInvitation(app, id);
    } else if (purpose === 'person') {
      const [known] = await app.store.read([proton(id)]);
      // An ordinary letter may have brought others, and they may never have read it: they are told all the same.
      const told = (known?.replaced?.from ?? 0) > there || hasOthers(known, there);
      if (!told && !(given && over)) await replaceAddresses(app, id);
    } else if (purpose === 'mask' && !given)
      await transact(
        app.store,
        [mask(id), relationship(id)],
        // Not in haste: the former root stays open long enough for service-tasks.ts to keep renewals at one gateway
        // apart.
        (transaction) => renewMask(transaction, facts, id, 'leaving', facts.now),
        STRICT,
      );
  }
}

/** A mailbox was found empty: if it is to be closed, and all holders have moved or the time is over, it is. */
export async function concludeReplacing(
  app: AppContext,
  { origin, root }: MailboxKey,
  signal: AbortSignalLike,
): Promise<void> {
  const [known] = await app.store.read([rootRecord(encodeHex(root))]);
  if (known === null || known.untilDay === 0) return;
  const over = dayOf(app.now()) >= known.untilDay;
  if (!over && (await waitedFor(app, new Map([[encodeHex(root), known]]), signal)).moved === false) return;
  await queueRetirement(app, { origin, root });
}

/** How far it is; null: nothing is being replaced. */
export async function showMailboxes(app: AppContext): Promise<MailboxesView> {
  const signal = { aborted: false };
  const closing = await closingRoots(app, signal);
  if (closing.size === 0) return { replacing: null };
  const { people, masks } = await waitedFor(app, closing, signal);
  const untilDay = Math.max(...[...closing.values()].map((root) => root.untilDay));
  return { replacing: { people, masks, until: untilDay * DAY_MS } };
}

async function closingRoots(app: AppContext, signal: AbortSignalLike): Promise<Map<string, Root>> {
  const closing = new Map<string, Root>();
  for await (const batch of app.store.scan(rootKind, signal))
    for (const { id, value } of batch) if (value.untilDay > 0) closing.set(id, value);
  return closing;
}

interface Holder {
  readonly purpose: Address['purpose'];
  /** Number in their book of the last that leads there. */
  readonly there: number;
  /** Whether an address that leads elsewhere was made for them after the last that leads there. */
  readonly given: boolean;
}

/** The holders of valid addresses of these roots, by relationship or invitation. */
async function holdersOf(
  app: AppContext,
  closing: ReadonlyMap<string, Root>,
  signal: AbortSignalLike,
): Promise<Map<string, Holder>> {
  // By a clock that may be a day ahead.
  const today = dayOf(app.now()) - 1;
  const last = new Map<string, { purpose: Address['purpose']; there: number; elsewhere: number }>();
  for await (const batch of app.store.scan(addressKind, signal)) {
    for (const { value } of batch) {
      if (value.expiryDay < today) continue;
      const owner = idText(value.owner);
      const known = last.get(owner) ?? { purpose: value.purpose, there: -1, elsewhere: -1 };
      const index = value.made?.index ?? 0;
      if (value.made === null || closing.has(encodeHex(value.made.root))) known.there = Math.max(known.there, index);
      else known.elsewhere = Math.max(known.elsewhere, index);
      last.set(owner, known);
    }
  }
  const holders = [...last].filter(([, { there }]) => there >= 0);
  return new Map(
    holders.map(([id, { purpose, there, elsewhere }]) => [id, { purpose, there, given: elsewhere > there }]),
  );
}

/** Whether they wrote to an address made after the last that leads there: only this shows that they have it. */
const hasOthers = (known: Proton | null, there: number): boolean => known?.wroteTo != null && known.wroteTo > there;

interface Progress {
  readonly people: { readonly moved: number; readonly all: number };
  readonly masks: { readonly moved: number; readonly all: number };
  readonly moved: boolean;
}

/** A person has moved when they wrote to an address made since; a mask, when its gateway has the new one. */
async function waitedFor(
  app: AppContext,
  closing: ReadonlyMap<string, Root>,
  signal: AbortSignalLike,
): Promise<Progress> {
  const renewing = new Set<string>();
  for await (const batch of app.store.scan(serviceTaskKind, signal))
    for (const { value } of batch)
      if (value.task.kind === 'renewMask') renewing.add(idText(value.task.value.relationship));
  const counts = { person: { moved: 0, all: 0 }, mask: { moved: 0, all: 0 } };
  for (const [id, { purpose, there, given }] of await holdersOf(app, closing, signal)) {
    if (purpose === 'invitation') continue;
    const [known, talking, held] = await app.store.read([relationship(id), proton(id), mask(id)]);
    if (known === null || known.standing === 'blocked' || known.standing === 'ended') continue;
    if (purpose === 'mask' && !takesMail(held)) continue;
    counts[purpose].all++;
    // A renewal that was refused for a later one leaves a mask to be renewed at once.
    const isLate = ({ held: one }: { held: MaskAddress }): boolean => one.state === 'active' && one.expiryDay === 0;
    const renewed = given && !renewing.has(id) && held !== null && !maskAddresses(held).some(isLate);
    if (purpose === 'mask' ? renewed : hasOthers(talking, there)) counts[purpose].moved++;
  }
  const { person: people, mask: masks } = counts;
  return { people, masks, moved: people.moved === people.all && masks.moved === masks.all };
}
