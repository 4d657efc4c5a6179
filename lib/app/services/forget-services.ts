// Forgets services that no record names any more. The descriptor of a correspondent's service (up to 65 kB) is kept so
// that the service need not be asked before each message; a correspondent who writes often, and names other services
// each time, must not fill the disk with descriptors. A service that is forgotten too early is asked again through one
// of mine.
import type { AppContext } from '../ports/ports.ts';
import { maskAddresses, maskKind } from '../records/mask.ts';
import { protonKind } from '../records/proton.ts';
import { service, serviceKind, servicesInUse } from '../records/service.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { transact } from '../store/transaction.ts';

/**
 * So many services are met before it is looked which of them are still named. With the four that a correspondent's
 * addresses may name it bounds all.
 */
export const MAX_STRANGERS = 32;

/** How many were left when it was last looked. Unknown after a start: then the first stranger is reason to look. */
const leftBehind = new WeakMap<AppContext['store'], number>();

/** Services that the person is about to join: not listed yet, and needed. */
const beingJoined = new WeakMap<AppContext['store'], Map<string, number>>();

/** Keeps the record of a service while `work` goes on. */
export async function sparing<T>(
  { store }: Pick<AppContext, 'store'>,
  origin: string,
  work: () => Promise<T>,
): Promise<T> {
  const spared = beingJoined.get(store) ?? new Map<string, number>();
  beingJoined.set(store, spared);
  spared.set(origin, (spared.get(origin) ?? 0) + 1);
  try {
    return await work();
  } finally {
    const left = (spared.get(origin) ?? 1) - 1;
    if (left > 0) spared.set(origin, left);
    else spared.delete(origin);
  }
}

/** After a stranger's service was kept. */
export async function noteStranger(app: Pick<AppContext, 'store'>): Promise<void> {
  const before = leftBehind.get(app.store) ?? 0;
  if ((await app.store.count(serviceKind)) > before + MAX_STRANGERS) await forgetServices(app, { aborted: false });
}

/** Keeps my services, those that a correspondent's addresses lead to, and the gateways of masks. */
export async function forgetServices(app: Pick<AppContext, 'store'>, signal: AbortSignalLike): Promise<void> {
  const named = new Set<string>();
  for await (const batch of app.store.scan(protonKind, signal))
    for (const { value } of batch)
      for (const grant of [...value.grants, ...value.longTerm]) named.add(grant.service.origin);
  for await (const batch of app.store.scan(maskKind, signal))
    for (const { held } of batch.flatMap(({ value }) => maskAddresses(value))) named.add(held.gateway.origin);
  const unnamed: string[] = [];
  for await (const batch of app.store.scan(serviceKind, signal))
    for (const { id, value } of batch) if (value.root === null && !named.has(id)) unnamed.push(id);
  // Cut off, it has not seen everybody who names one.
  if (signal.aborted) return;
  await transact(app.store, [servicesInUse], (transaction) => {
    const mine = new Set(transaction.get(servicesInUse)?.services.map(({ origin }) => origin));
    const spared = beingJoined.get(app.store);
    for (const origin of unnamed) if (!mine.has(origin) && !spared?.has(origin)) transaction.remove(service(origin));
  });
  leftBehind.set(app.store, await app.store.count(serviceKind));
}
