// Registering a mask at its gateway, and switching mail to it off and on again. The person waits for both, so they are
// done at once; only switching off may be left to a service task.
import { createSealKeyPair, createSignKeyPair, sealSecretKey, signSeed } from '#crypto/keys.ts';
import { dayOf } from '#protocol/base/day.ts';
import { signMaskRequest } from '#protocol/mail/mask.ts';
import { maskRequest, maskRetirement } from '#wire/mail.ts';
import { MASK_ADDRESS_DAYS } from '../addresses/addresses.ts';
import { idText } from '../conversation/conversation.ts';
import type { AppContext } from '../ports/ports.ts';
import { addressAt, type MaskAddress, type MaskPlace, mask, withAddress } from '../records/mask.ts';
import { relationship } from '../records/relationship.ts';
import { service } from '../records/service.ts';
import { serviceTask, serviceTaskKind } from '../records/transit.ts';
import { asFault, isFinal } from '../retry/faults.ts';
import { type MyService, myServicesWith, statementOf } from '../services/services.ts';
import { type Facts, factsOf } from '../services/snapshot.ts';
import { STRICT, type StrictTransaction, transact } from '../store/transaction.ts';
import { EMPTY_TOKEN, type Payee, takeToken } from '../tokens/token-stock.ts';
import { stockFor } from '../tokens/token-supply.ts';
import { grantMaskAddress, localPartOf, requestRetirement, retireMask } from './mask.ts';

/** Names tried while a mask's name is taken at the gateway. */
const TRIES = 4;

/** Written down with the addresses that the gateway will hold, so that mail that comes at once is opened. */
interface Committed {
  readonly ok: true;
  readonly request: Uint8Array;
  readonly token: Uint8Array;
}

/**
 * Registers a mask that is not one yet, under another name while the name is taken.
 * @param commit writes it down; `token` to pay with, null: one of the wallet's
 * @param drop takes back what was written down
 * @returns the registered one, or why it could not be written down; null: no gateway of mine took it
 */
export async function registerNewMask<R extends Committed | { readonly ok: false }>(
  app: AppContext,
  facts: Facts,
  commit: (gateway: MyService, attempt: number, token: Uint8Array | null) => Promise<R>,
  drop: (committed: Extract<R, Committed>) => Promise<void>,
): Promise<R | null> {
  const gateways = facts.receivers.length === 0 ? [] : await myServicesWith(app, 'mail');
  let token: Uint8Array | null = null;
  for (let attempt = 0, asked = 0; attempt < TRIES; attempt++) {
    const gateway = gateways[asked];
    if (gateway === undefined) break;
    const committed = await commit(gateway, attempt, token);
    if (!committed.ok) return committed;
    const outcome = await registerMask(app, gateway.service.name.origin, committed.request);
    if (outcome === 'registered') return committed;
    await drop(committed as Extract<R, Committed>);
    // If one gateway does not answer, another of mine may.
    if (outcome === 'failed') asked++;
    // A gateway spends no token on a name that is taken; after any other failure the token may be spent.
    token = outcome === 'taken' ? committed.token : null;
  }
  return null;
}

/** 'taken': the name belongs to another mask at this gateway; another name is wanted. */
async function registerMask(
  app: AppContext,
  origin: string,
  request: Uint8Array,
): Promise<'registered' | 'taken' | 'failed'> {
  try {
    await app.transport.call('createMask', origin, maskRequest.decode(request));
    return 'registered';
  } catch (error) {
    return asFault(error).code === 'conflict' ? 'taken' : 'failed';
  }
}

/**
 * Switches mail to the mask on or off. Off: the gateway refuses mail to it, and the name stays taken. On again
 * registers the same mask with fresh addresses; the person waits for it, so it is done at once and not by a service
 * task.
 */
export async function setMaskActive(
  app: AppContext,
  id: string,
  active: boolean,
  place: MaskPlace = 'present',
): Promise<{ ok: true } | { ok: false; reason: 'unreachable' }> {
  const facts = await factsOf(app);
  if (!active) {
    await transact(
      app.store,
      [mask(id)],
      (transaction) => {
        const known = transaction.get(mask(id));
        if (known !== null) retireMask(transaction, id, known, facts.now, place);
      },
      STRICT,
    );
    return { ok: true };
  }
  const [whole] = await app.store.read([mask(id)]);
  const known = whole && addressAt(whole, place);
  if (known === null || known.state !== 'retired') return { ok: true };
  if (!(await retired(app, id, known))) return { ok: false, reason: 'unreachable' };
  const gateway = await gatewayOf(app, known.gateway.origin);
  // The person waits for it.
  if (gateway !== null) await stockFor(app, gateway, 'mask');
  const request = await transact(
    app.store,
    [mask(id), relationship(id)],
    (transaction) => registration(transaction, facts, id, { gateway, place }),
    STRICT,
  );
  if (request === null || (await registerMask(app, known.gateway.origin, request)) !== 'registered')
    return { ok: false, reason: 'unreachable' };
  await transact(
    app.store,
    [mask(id)],
    (transaction) => {
      const now = transaction.require(mask(id));
      // A new mask may have taken the place meanwhile.
      if (addressAt(now, place)?.address !== known.address) return;
      const registered = { state: 'active', expiryDay: dayOf(facts.now) + MASK_ADDRESS_DAYS } as const;
      transaction.put(mask(id), withAddress(now, place, registered));
    },
    STRICT,
  );
  return { ok: true };
}

/**
 * A retirement that is still on its way would undo the registration: it is brought to its end first. @returns whether
 * none is left
 */
async function retired(app: AppContext, id: string, { address }: MaskAddress): Promise<boolean> {
  for await (const batch of app.store.scan(serviceTaskKind)) {
    for (const { id: name, value } of batch) {
      if (value.task.kind !== 'retireMask' || idText(value.task.value.relationship) !== id) continue;
      if (maskRetirement.decode(value.task.value.retirement).localPart !== localPartOf(address)) continue;
      try {
        await requestRetirement(app.transport, value.task.value);
      } catch (error) {
        if (!isFinal(asFault(error))) return false;
      }
      await transact(app.store, [serviceTask(name)], (transaction) => transaction.remove(serviceTask(name)));
    }
  }
  return true;
}

async function gatewayOf(app: AppContext, origin: string): Promise<Payee | null> {
  const [known] = await app.store.read([service(origin)]);
  return known === null ? null : { origin, statement: statementOf(known) };
}

/**
 * A registration of a mask that has been one before, with fresh addresses. Null if there is no service to receive it,
 * or no token.
 */
function registration(
  transaction: StrictTransaction,
  facts: Facts,
  id: string,
  { gateway, place }: { readonly gateway: Payee | null; readonly place: MaskPlace },
): Uint8Array | null {
  const token = gateway === null ? EMPTY_TOKEN : takeToken(transaction, gateway, 'mask', facts.now);
  if (token === null) return null;
  const known = addressAt(transaction.require(mask(id)), place);
  if (known === null) return null;
  const before = transaction.require(relationship(id));
  const granted = grantMaskAddress(transaction, facts, id, known.gateway, before);
  if (granted === null) return null;
  transaction.put(relationship(id), { ...before, addresses: granted.book });
  const seed = signSeed(known.managementSeed);
  const statement = {
    localPart: localPartOf(known.address),
    managementKey: createSignKeyPair(() => seed).publicKey,
    mailKey: createSealKeyPair(() => sealSecretKey(known.mailSecret)).publicKey,
    grant: granted.grant,
  };
  return signMaskRequest(seed, statement, token);
}
