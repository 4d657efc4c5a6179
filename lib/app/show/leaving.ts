// How far the leaving of a service has come, and, before the person begins it, whom it would concern.
import { equal } from '#bytes/bytes.ts';
import { endOfDay } from '#protocol/base/day.ts';
import { invitationLocator } from '#wire/invitation.ts';
import { idText } from '../conversation/conversation.ts';
import { holdersAt, openUntil } from '../leaving/address-holders.ts';
import { leavable } from '../leaving/leave-service.ts';
import type { AppContext } from '../ports/ports.ts';
import { invitationKind, invitationRecord } from '../records/invitation.ts';
import { maskAddresses, maskKind } from '../records/mask.ts';
import { type Move, moveKind } from '../records/move.ts';
import { relationship } from '../records/relationship.ts';
import { type ServiceInUse, service } from '../records/service.ts';
import type { Store } from '../store/store.ts';
import type { LeavingPreview, LeavingView } from '../views/services.ts';

/** Named at most; more are counted. */
const NAMED = 3;
const STATES = { leaving: 'leaving', expired: 'closing', left: 'left' } as const;

/** By origin, of the services that are being left or were. */
export async function showLeaving(store: Store, uses: readonly ServiceInUse[]): Promise<Map<string, LeavingView>> {
  const views = new Map<string, LeavingView>();
  const ending = uses.filter(({ receives }) => receives !== 'yes' && receives !== 'no');
  if (ending.length === 0) return views;
  const moves: Move[] = [];
  for await (const batch of store.scan(moveKind)) moves.push(...batch.map(({ value }) => value));
  for (const use of ending) {
    const mine = moves.filter(({ origin }) => origin === use.origin);
    const people = mine.filter(({ purpose }) => purpose === 'person');
    const masks = mine.filter(({ purpose }) => purpose === 'mask');
    const moved = (some: readonly Move[]) => some.filter(({ state }) => state === 'moved').length;
    const carried = mine.filter(({ purpose }) => purpose === 'invitation');
    const invitations = await store.read(carried.map(({ owner }) => invitationRecord(idText(owner))));
    const lastDay = mine.reduce((last, one) => Math.max(last, openUntil(one)), 0);
    const late = people.filter(({ state }) => state !== 'moved').map(({ owner }) => idText(owner));
    const named = await store.read(late.slice(0, NAMED).map((id) => relationship(id)));
    views.set(use.origin, {
      state: STATES[use.receives as keyof typeof STATES],
      since: use.receivesAt,
      // Mail is looked for on one day more: clocks may differ by so much.
      safeAt: use.lastDay === 0 ? null : endOfDay(lastDay + 1),
      people: { moved: moved(people), all: people.length },
      masks: { moved: moved(masks), all: masks.length },
      invitations: invitations.filter((one) => one?.state === 'open').length,
      waitingFor: named.flatMap((one) => (one === null ? [] : [one.name])),
    });
  }
  return views;
}

/** What leaving a service would mean. */
export async function previewLeaving(app: AppContext, origin: string): Promise<LeavingPreview> {
  const holders = [...(await holdersAt(app, origin, { aborted: false })).values()];
  const [known] = await app.store.read([service(origin)]);
  const count = (wanted: string) => holders.filter(({ purpose }) => purpose === wanted).length;
  let masksThere = 0;
  for await (const batch of app.store.scan(maskKind))
    for (const { held } of batch.flatMap(({ value }) => maskAddresses(value)))
      if (held.state === 'active' && known !== null && equal(held.gateway.key, known.name.key)) masksThere++;
  let links = 0;
  for await (const batch of app.store.scan(invitationKind))
    for (const { value } of batch)
      if (value.state === 'open' && invitationLocator.decode(value.locator).origin === origin) links++;
  const lastDay = holders.reduce((last, holder) => Math.max(last, holder.lastDay), 0);
  return {
    people: count('person'),
    masks: count('mask'),
    masksThere,
    links,
    safeAt: lastDay === 0 ? null : endOfDay(lastDay + 1),
    last: await leavable(app, origin),
  };
}
