// Items that a mistake of ours keeps from being taken in. Left where they are, they would come first for as long as
// their service keeps them: a page of them lets no other item through, and one in the locked inbox keeps the vault key
// from being replaced. So they are kept here, and tried again now and then.
import { encodeHex } from '#bytes/base64url.ts';
import { sha256 } from '#crypto/hash.ts';
import { dayOf } from '#protocol/base/day.ts';
import { REDELIVERY_DAYS } from '../addresses/seen.ts';
import type { AppContext } from '../ports/ports.ts';
import { MAX_SET_ASIDE, setAside, setAsideKind } from '../records/transit.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';
import type { DeliveredItem } from './receive.ts';

/** @returns false if there is no room: then none was set aside */
export async function putAside(app: AppContext, items: readonly DeliveredItem[]): Promise<boolean> {
  if ((await app.store.count(setAsideKind)) + items.length > MAX_SET_ASIDE) return false;
  const day = dayOf(app.now());
  await transact(
    app.store,
    [],
    (transaction) => {
      for (const { address, envelope } of items)
        transaction.put(setAside(encodeHex(sha256(envelope))), { day, address, envelope });
    },
    STRICT,
  );
  return true;
}

/**
 * Those that are taken now are let go, and those that no service would bring any more.
 * @param take says of each item whether it is dealt with
 */
export async function takeFromAside(
  app: AppContext,
  signal: AbortSignalLike,
  take: (items: readonly DeliveredItem[]) => Promise<readonly boolean[]>,
): Promise<void> {
  for await (const batch of app.store.scan(setAsideKind, signal)) {
    const settled = await take(batch.map(({ value }) => value));
    const today = dayOf(app.now());
    const over = batch.filter(({ value }, i) => settled[i] || today - value.day > REDELIVERY_DAYS);
    if (over.length === 0) continue;
    await transact(app.store, [], (transaction) => {
      for (const { id } of over) transaction.remove(setAside(id));
    });
  }
}
