// Errands: things to be done at a service that were committed with what made them necessary. Each is idempotent at the service, so doing
// one twice (a worker killed before its record was removed) changes nothing.
import { encodeBase64url } from '#bytes/base64url.ts';
import { Fault } from '#bytes/fault.ts';
import { maskRenewal, maskRequest, maskRetirement } from '#wire/mail.ts';
import { backoffMs } from './backoff.ts';
import { idText } from './conversation.ts';
import { asFault, isFinal, retryAfterMs } from './faults.ts';
import type { Desk } from './ports.ts';
import { completeMail } from './receive-mail.ts';
import { invitationRecord } from './records/invitation.ts';
import { login } from './records/login.ts';
import { message } from './records/message.ts';
import { service } from './records/service.ts';
import { type Errand, errand, errandKind } from './records/transit.ts';
import { openSession } from './sessions.ts';
import type { AbortSignalLike } from './store.ts';
import { type Transaction, transact } from './transaction.ts';

/** @returns when the next errand is due (ms since the epoch), or null where none is left */
export async function runErrands(desk: Desk, signal: AbortSignalLike): Promise<number | null> {
  let next: number | null = null;
  for await (const batch of desk.store.scan(errandKind, signal)) {
    for (const { id, value } of batch) {
      const at = value.notBeforeAt > desk.now() ? value.notBeforeAt : await attempt(desk, id, value);
      if (at !== null) next = next === null ? at : Math.min(next, at);
    }
  }
  return next;
}

/** @returns when to try again, or null where it is done or given up */
async function attempt(desk: Desk, id: string, known: Errand): Promise<number | null> {
  try {
    await run(desk, known.task);
  } catch (error) {
    const fault = asFault(error);
    if (isFinal(fault) || fault.blame === 'untrusted') {
      await transact(desk.store, [errand(id)], (transaction) => {
        transaction.remove(errand(id));
        giveUp(transaction, known.task);
      });
      desk.announce({ topic: 'invitations' });
      return null;
    }
    return transact(desk.store, [errand(id)], (transaction) => {
      const current = transaction.get(errand(id));
      if (current === null) return null;
      const tries = Math.min(current.tries + 1, 0xffff);
      const notBeforeAt = desk.now() + backoffMs(tries, transaction.entropy, retryAfterMs(fault));
      transaction.put(errand(id), { ...current, tries, notBeforeAt });
      return notBeforeAt;
    });
  }
  await transact(desk.store, [errand(id)], (transaction) => {
    transaction.remove(errand(id));
    finish(transaction, known.task);
  });
  if (known.task.kind === 'hostBundle') desk.announce({ topic: 'invitations' });
  else desk.announce({ topic: 'site' });
  return null;
}

async function run(desk: Desk, task: Errand['task']): Promise<void> {
  const { call } = desk.transport;
  switch (task.kind) {
    case 'hostBundle': {
      const { origin, blob, hosted, expiryDay } = task.value;
      await call('putBlob', origin, hosted, {
        params: { id: encodeBase64url(blob) },
        headers: { 'proton-expiry-day': String(expiryDay) },
      });
      return;
    }
    case 'createMask':
      await call('createMask', task.value.origin, maskRequest.decode(task.value.request));
      return;
    case 'renewMask':
      await call('renewMask', task.value.origin, maskRenewal.decode(task.value.renewal));
      return;
    case 'retireMask':
      await call('retireMask', task.value.origin, maskRetirement.decode(task.value.retirement));
      return;
    case 'fetchMail': {
      const { reference, sequence } = task.value;
      const hosted = await call('getBlob', reference.origin, null, { params: { id: encodeBase64url(reference.id) } });
      await completeMail(desk, idText(task.value.relationship), sequence, reference, hosted);
      return;
    }
    case 'revoke': {
      const [known] = await desk.store.read([service(task.value.origin)]);
      if (known === null) throw new Fault('refused', 'not-found', 'the service is no longer known');
      const { session } = await openSession(desk.transport, known, 'manage', desk.now());
      await call('revoke', task.value.origin, { ids: task.value.ids }, { session });
    }
  }
}

function finish(transaction: Transaction, task: Errand['task']): void {
  if (task.kind === 'hostBundle') {
    const ref = invitationRecord(idText(task.value.invitation));
    const known = transaction.get(ref);
    if (known !== null) transaction.put(ref, { ...known, hosted: true });
  }
  if (task.kind === 'createMask') {
    const ref = login(idText(task.value.relationship));
    const known = transaction.get(ref);
    if (known !== null) transaction.put(ref, { ...known, maskState: 'active' });
  }
}

/** What refused for good leaves behind: a mail whose blob is gone says so instead of arriving for ever. */
function giveUp(transaction: Transaction, task: Errand['task']): void {
  if (task.kind !== 'fetchMail') return;
  const ref = message(idText(task.value.relationship), task.value.sequence);
  const arriving = transaction.get(ref);
  if (arriving?.content.kind !== 'arriving') return;
  transaction.put(ref, {
    ...arriving,
    content: { kind: 'event', value: { kind: 'lost', at: arriving.receivedAt, detail: 'mail' } },
  });
}
