// Upkeep: forgets records too old to matter, renews those that expire soon. Run now and then; every part may be cut off
// anywhere.
import { DAY_MS, dayOf } from '#protocol/base/day.ts';
import { forgetSkipped } from '#protocol/pairwise/ratchet.ts';
import { ratchetState } from '#protocol/pairwise/ratchet-state.ts';
import { partCount } from '#wire/blob.ts';
import { ADDRESS_GRACE_DAYS, REDELIVERY_DAYS } from '../addresses/seen.ts';
import { transferName } from '../attachments/attach.ts';
import { forgetBlob } from '../attachments/forget-blob.ts';
import { giveUpUp } from '../attachments/transfer-up.ts';
import { takeAgain } from '../incoming/fetch-mailbox.ts';
import { forgetMoves, surveyHolders } from '../leaving/address-holders.ts';
import { concludeLeaving } from '../leaving/leave-service.ts';
import { leavingOf } from '../leaving/leaving.ts';
import { tellHolders } from '../leaving/replace-mailboxes.ts';
import { emptyBin } from '../logins/bin.ts';
import { forgetUploads } from '../logins/files.ts';
import { forgetGenerated } from '../logins/generated.ts';
import { forgetImports } from '../logins/import.ts';
import { renewMask, wantsRenewal } from '../masks/mask.ts';
import { forgetFormer } from '../outgoing/anew.ts';
import type { AppContext } from '../ports/ports.ts';
import { fetched, fetchedKind, transfer, transferKind } from '../records/attachment.ts';
import { invitationKind, invitationRecord } from '../records/invitation.ts';
import { type MaskAddress, mask, maskKind } from '../records/mask.ts';
import { messageNumber } from '../records/message.ts';
import { proton, protonKind, skippedKey, skippedKeyKind } from '../records/proton.ts';
import { relationship } from '../records/relationship.ts';
import { renewed, renewedKind } from '../records/renewed.ts';
import { paymentKind } from '../records/token.ts';
import { address, addressKind, seen, seenKind } from '../records/transit.ts';
import { keepReachable } from '../relationships/keep-reachable.ts';
import { releaseHeld } from '../relationships/replace.ts';
import { forgetServices } from '../services/forget-services.ts';
import { keepRoots } from '../services/roots.ts';
import { factsOf } from '../services/snapshot.ts';
import { dropComing } from '../sites/new-mask.ts';
import { discard } from '../sites/sites.ts';
import type { AbortSignalLike, RecordKind, Ref } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';

const INVITATION_GRACE_DAYS = 40;

/**
 * A part that fails (a row on the disk that does not open) keeps none of the others from their work.
 * @throws what the first one threw, when all have had their turn
 */
export async function keepUp(app: AppContext, signal: AbortSignalLike): Promise<void> {
  const failures: unknown[] = [];
  for (const part of PARTS) {
    if (signal.aborted) break;
    await part(app, signal, dayOf(app.now())).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw failures[0];
}

/** In this order: parts that free room and renew come before those that tell others. */
const PARTS: readonly ((app: AppContext, signal: AbortSignalLike, today: number) => Promise<unknown>)[] = [
  renewMasks,
  abandonTransfers,
  keepLeaving,
  forgetSkippedKeys,
  forgetFormerRatchets,
  takeAgain,
  (app, signal, today) => forget(app, signal, seenKind, seen, ({ untilDay }) => today > untilDay),
  (app, signal, today) =>
    forget(app, signal, addressKind, address, ({ expiryDay }) => today - expiryDay > ADDRESS_GRACE_DAYS),
  (app, signal) => forget(app, signal, renewedKind, renewed, ({ at }) => Math.abs(app.now() - at) > DAY_MS),
  (app, signal, today) => forget(app, signal, fetchedKind, fetched, ({ day }) => day !== today),
  forgetPayments,
  forgetImports,
  emptyBin,
  forgetGenerated,
  forgetUploads,
  forgetServices,
  releaseHeld,
  keepReachable,
  keepRoots,
  tellHolders,
  (app, signal, today) =>
    forget(app, signal, invitationKind, invitationRecord, ({ expiryDay }) => today - expiryDay > INVITATION_GRACE_DAYS),
];

/**
 * A service that is left and does not answer any more is not waited for longer than that after the last address there
 * has expired.
 */
const GONE_MS = 7 * DAY_MS;

async function keepLeaving(app: AppContext, signal: AbortSignalLike): Promise<void> {
  const leaving = await leavingOf(app);
  await forgetMoves(app, signal, ({ origin }) => !leaving.includes(origin));
  for (const origin of leaving) {
    await surveyHolders(app, origin, signal);
    await concludeLeaving(app, origin, app.now() - GONE_MS, signal);
  }
}

/** Payments whose request is not made any more: a letter that went another way, a blob that was hosted. */
const PAYMENT_DAYS = 45;

async function forgetPayments(app: AppContext, signal: AbortSignalLike): Promise<void> {
  const now = app.now();
  for await (const batch of app.store.scan(paymentKind, signal)) {
    const old = batch.filter(({ value }) => now - value.createdAt > PAYMENT_DAYS * DAY_MS);
    if (old.length === 0) continue;
    await transact(app.store, [], (transaction) => {
      for (const { id } of old) transaction.remove({ kind: paymentKind, id });
    });
  }
}

/** A file that no page hands in any more: its page was closed. Its message says that it failed. */
async function abandonTransfers(app: AppContext, signal: AbortSignalLike): Promise<void> {
  for await (const batch of app.store.scan(transferKind, signal)) {
    for (const { value } of batch) {
      const parts = partCount(value.reference.byteCount);
      const waits = value.direction === 'up' && value.sealed < parts;
      if (!waits || app.now() - value.touchedAt < DAY_MS) continue;
      const [id, nonce] = transferName(value);
      await transact(
        app.store,
        [transfer(id, nonce), messageNumber(id, nonce)],
        (transaction) => {
          const known = transaction.get(transfer(id, nonce));
          if (known === null || known.sealed !== value.sealed) return;
          transaction.remove(transfer(id, nonce));
          giveUpUp(transaction, id, nonce);
          forgetBlob(transaction, id, nonce, known.sealed, app.now());
        },
        STRICT,
      );
    }
  }
}

/** What did not come while services go on trying will not come: its key must not wait for a thief. */
async function forgetSkippedKeys(app: AppContext, signal: AbortSignalLike, today: number): Promise<void> {
  const newest = new Map<string, { chain: number; number: number }>();
  for await (const batch of app.store.scan(skippedKeyKind, signal)) {
    for (const { id, value } of batch) {
      if (today - value.day <= REDELIVERY_DAYS) continue;
      const [relation = '', chain = 0, number = 0] = id
        .split(':')
        .map((part, index) => (index === 0 ? part : Number(part))) as [string, number, number];
      const known = newest.get(relation);
      if (known === undefined || chain > known.chain || (chain === known.chain && number > known.number))
        newest.set(relation, { chain, number });
    }
  }
  for (const [id, { chain, number }] of newest) {
    await transact(
      app.store,
      [proton(id)],
      (transaction) => {
        const known = transaction.get(proton(id));
        if (known === null) return;
        const without = (ratchet: Uint8Array): Uint8Array => {
          const left = forgetSkipped(ratchetState.decode(ratchet), { chain, number: number + 1 });
          for (const name of left.forget) transaction.remove(skippedKey(id, name.chain, name.number));
          return ratchetState.encode(left.state);
        };
        const former = known.anew.former.map((one) => ({ ...one, ratchet: without(one.ratchet) }));
        transaction.put(proton(id), { ...known, ratchet: without(known.ratchet), anew: { ...known.anew, former } });
      },
      STRICT,
    );
  }
}

/** Past their day nothing comes under them. */
async function forgetFormerRatchets(app: AppContext, signal: AbortSignalLike, today: number): Promise<void> {
  for await (const batch of app.store.scan(protonKind, signal)) {
    const over = batch.filter(({ value }) => value.anew.former.some(({ untilDay }) => untilDay < today));
    for (const { id } of over)
      await transact(app.store, [proton(id)], (transaction) => forgetFormer(transaction, id, today), STRICT);
  }
}

/** A worker killed while it registered a mask leaves an identity behind that no site has: its form was never filled. */
const ABANDONED_MS = 3_600_000;

async function renewMasks(app: AppContext, signal: AbortSignalLike): Promise<void> {
  const facts = await factsOf(app);
  for await (const batch of app.store.scan(maskKind, signal)) {
    for (const { id, value } of batch) {
      const isAbandoned = (one: MaskAddress | null): boolean =>
        one?.state === 'pending' && facts.now - one.madeAt > ABANDONED_MS;
      if (isAbandoned(value)) await discard(app, id);
      if (value.second !== null && isAbandoned(value.second)) await dropComing(app, id, value.second.address);
      if (!wantsRenewal(value, dayOf(facts.now))) continue;
      await transact(
        app.store,
        [mask(id), relationship(id)],
        // Due at once, and yet not in haste: service-tasks.ts keeps renewals at one gateway apart.
        (transaction) => renewMask(transaction, facts, id, 'expiring', facts.now),
        STRICT,
      );
    }
  }
}

async function forget<T>(
  app: AppContext,
  signal: AbortSignalLike,
  kind: RecordKind<T>,
  refOf: (id: string) => Ref<T>,
  isOld: (value: T) => boolean,
): Promise<void> {
  for await (const batch of app.store.scan(kind, signal)) {
    const old = batch.filter(({ value }) => isOld(value)).map(({ id }) => refOf(id));
    if (old.length === 0) continue;
    await transact(app.store, old, (transaction) => {
      for (const ref of old) transaction.remove(ref);
    });
  }
}
