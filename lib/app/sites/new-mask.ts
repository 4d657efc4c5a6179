// A new mask in the place of one that leaked. Until the person says that the site has it, both take mail and the old
// one logs in. It is registered at a gateway before it takes the other's place: killed anywhere, the record says which
// is which, and one that never came to be is dropped.
import { createSealKeyPair, createSignKeyPair } from '#crypto/keys.ts';
import { nameFor } from '#logins/generate/names.ts';
import { createMaskName } from '#logins/generate/username.ts';
import { dayOf } from '#protocol/base/day.ts';
import { signMaskRequest } from '#protocol/mail/mask.ts';
import { MASK_ADDRESS_DAYS } from '../addresses/addresses.ts';
import { grantMaskAddress, queueMaskRetirement } from '../masks/mask.ts';
import { registerNewMask } from '../masks/mask-registration.ts';
import type { AppContext } from '../ports/ports.ts';
import { login } from '../records/login.ts';
import { mask, takesNewMask } from '../records/mask.ts';
import { relationship } from '../records/relationship.ts';
import type { MyService } from '../services/services.ts';
import { type Facts, joinedFactsOf } from '../services/snapshot.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { takeToken } from '../tokens/token-stock.ts';
import { stockFor } from '../tokens/token-supply.ts';

/** `two`: there are two already that are in use. */
export type NewMask =
  | { ok: true; address: string }
  | { ok: false; reason: 'unreachable' | 'no-permission' | 'two' | 'gone' };
type Refused = Extract<NewMask, { ok: false }>;

/** Under way, by identity. */
const making = new WeakMap<AppContext, Map<string, Promise<NewMask>>>();

/**
 * Two windows in which it is pressed at once get the same one.
 * @param shown the address that the person sees: if it is not the present one any more, that was done before
 */
export function makeNewMask(app: AppContext, id: string, shown: string): Promise<NewMask> {
  const underWay = making.get(app) ?? new Map<string, Promise<NewMask>>();
  making.set(app, underWay);
  const running = underWay.get(id);
  if (running !== undefined) return running;
  const made = register(app, id, shown).finally(() => underWay.delete(id));
  underWay.set(id, made);
  return made;
}

async function register(app: AppContext, id: string, shown: string): Promise<NewMask> {
  const [known] = await app.store.read([mask(id)]);
  if (known === null) return { ok: false, reason: 'gone' };
  if (known.address !== shown) return { ok: true, address: known.address };
  if (!takesNewMask(known)) return { ok: false, reason: 'two' };
  const facts = await joinedFactsOf(app);
  const made = await registerNewMask(
    app,
    facts,
    (gateway, _, token) => commitComing(app, facts, id, gateway, token),
    ({ address }) => dropComing(app, id, address),
  );
  if (made === null) return { ok: false, reason: 'unreachable' };
  return made.ok ? takePlace(app, id, made.address) : made;
}

type Committed = { ok: true; request: Uint8Array; token: Uint8Array; address: string } | Refused;

/** Commits it with the addresses that the gateway will hold, so that mail that comes at once is opened. */
async function commitComing(
  app: AppContext,
  facts: Facts,
  id: string,
  { service: { name: gateway }, statement }: MyService,
  token: Uint8Array | null,
): Promise<Committed> {
  const payee = { origin: gateway.origin, statement };
  // The person waits for it.
  await stockFor(app, payee, 'mask');
  const localPart = createMaskName(app.entropy, nameFor(app.entropy(16)));
  const address = `${localPart}@${statement.mailDomain}`;
  const [management, mailKeys] = [createSignKeyPair(app.entropy), createSealKeyPair(app.entropy)];
  return transact<Committed>(
    app.store,
    [mask(id), relationship(id)],
    (transaction) => {
      const [known, before] = [transaction.get(mask(id)), transaction.get(relationship(id))];
      if (known === null || before === null) return { ok: false, reason: 'gone' };
      if (!takesNewMask(known)) return { ok: false, reason: 'two' };
      const paid = token ?? takeToken(transaction, payee, 'mask', facts.now);
      if (paid === null) return { ok: false, reason: 'no-permission' };
      const granted = grantMaskAddress(transaction, facts, id, gateway, before);
      if (granted === null) return { ok: false, reason: 'unreachable' };
      // A worker was killed while it registered that one: the gateway may have it.
      if (known.second?.is === 'coming') queueMaskRetirement(transaction, id, known.second, facts.now);
      transaction.put(relationship(id), { ...before, addresses: granted.book });
      transaction.put(mask(id), {
        ...known,
        second: {
          ...{ address, gateway, managementSeed: management.seed, mailSecret: mailKeys.secretKey, madeAt: facts.now },
          ...{ state: 'pending', expiryDay: dayOf(facts.now) + MASK_ADDRESS_DAYS, is: 'coming', siteHasNew: false },
        },
      });
      const keys = { managementKey: management.publicKey, mailKey: mailKeys.publicKey };
      const request = signMaskRequest(management.seed, { localPart, ...keys, grant: granted.grant }, paid);
      return { ok: true, request, token: paid, address };
    },
    STRICT,
  );
}

/** From here on the new one is filled, and the old one stays beside it. */
async function takePlace(app: AppContext, id: string, address: string): Promise<NewMask> {
  const now = app.now();
  return transact<NewMask>(
    app.store,
    [mask(id)],
    (transaction) => {
      const known = transaction.get(mask(id));
      if (known?.second?.address !== address) return { ok: false, reason: 'gone' };
      const { is: _, siteHasNew: __, ...coming } = known.second;
      const { gateway, managementSeed, mailSecret, madeAt, state, expiryDay } = known;
      transaction.put(mask(id), {
        ...known,
        ...coming,
        state: 'active',
        leaksFrom: now,
        second: {
          ...{ address: known.address, gateway, managementSeed, mailSecret, madeAt, state, expiryDay },
          ...{ is: 'former', siteHasNew: false },
        },
      });
      return { ok: true, address };
    },
    STRICT,
  );
}

/** Takes back one that never became a mask. */
export async function dropComing(app: Pick<AppContext, 'store' | 'now'>, id: string, address: string): Promise<void> {
  await transact(
    app.store,
    [mask(id)],
    (transaction) => {
      const known = transaction.get(mask(id));
      if (known?.second?.is !== 'coming' || known.second.address !== address) return;
      queueMaskRetirement(transaction, id, known.second, app.now());
      transaction.put(mask(id), { ...known, second: null });
    },
    STRICT,
  );
}

/** The person says that the site was given the new one: it logs in from now on. @returns false: there is no old one */
export async function noteSiteHasNew(app: Pick<AppContext, 'store'>, id: string): Promise<boolean> {
  return transact(
    app.store,
    [mask(id), login(id)],
    (transaction) => {
      const [known, fills] = [transaction.get(mask(id)), transaction.get(login(id))];
      if (known?.second?.is !== 'former') return false;
      transaction.put(mask(id), { ...known, second: { ...known.second, siteHasNew: true } });
      if (fills !== null && fills.username === known.second.address)
        transaction.put(login(id), { ...fills, username: known.address });
      return true;
    },
    STRICT,
  );
}
