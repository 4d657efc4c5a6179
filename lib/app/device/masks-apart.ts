// A vault of before, in which a log-in and its mask were one record: each is parted into two before anything else reads
// or writes them. Some records a step, each with its mask in that step; a record that was parted is passed over, so it
// may be killed anywhere and goes on the next time the vault is opened.
import { isWhole, login, loginKind, partLogin } from '../records/login.ts';
import { mask } from '../records/mask.ts';
import { profile } from '../records/profile.ts';
import type { Store } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';

/** Parted in one step: two records of some hundred bytes each. */
const TOGETHER = 64;

/** @throws Fault of `store`, unavailable `storage-full` above all: what was parted stays so */
export async function setMasksApart(store: Store): Promise<void> {
  const [settings] = await store.read([profile]);
  if (settings === null || settings.masksApart) return;
  for await (const batch of store.scan(loginKind)) {
    const whole = batch.filter(({ value }) => isWhole(value)).map(({ id }) => id);
    for (let from = 0; from < whole.length; from += TOGETHER) await part(store, whole.slice(from, from + TOGETHER));
  }
  await transact(
    store,
    [profile],
    (transaction) => transaction.put(profile, { ...transaction.require(profile), masksApart: true }),
    STRICT,
  );
}

function part(store: Store, ids: readonly string[]): Promise<void> {
  return transact(
    store,
    ids.map((id) => login(id)),
    (transaction) => {
      for (const id of ids) {
        const known = transaction.get(login(id));
        if (known === null || !isWhole(known)) continue;
        const parts = partLogin(known);
        transaction.put(mask(id), parts.mask);
        transaction.put(login(id), parts.login);
      }
    },
    STRICT,
  );
}
