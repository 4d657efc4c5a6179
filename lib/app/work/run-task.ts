// What each service task does at its service, and what it leaves behind when it is done or can never be.
import { encodeHex } from '#bytes/base64url.ts';
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { sha256 } from '#crypto/hash.ts';
import { blobDigest } from '#protocol/blob/blob.ts';
import { hostedBytes } from '#wire/blob.ts';
import { mail, maskRenewal } from '#wire/mail.ts';
import { forgetParts } from '../attachments/forget-blob.ts';
import { idText } from '../conversation/conversation.ts';
import { completeMail } from '../incoming/receive-mail.ts';
import { noteRetired } from '../leaving/leave-service.ts';
import { noteRenewal } from '../leaving/leaving.ts';
import { localPartOf, requestRetirement } from '../masks/mask.ts';
import type { AppContext } from '../ports/ports.ts';
import { invitationRecord } from '../records/invitation.ts';
import { mask, maskAddresses, withAddress } from '../records/mask.ts';
import { message } from '../records/message.ts';
import { rootRecord } from '../records/root.ts';
import { service } from '../records/service.ts';
import type { ServiceTask } from '../records/transit.ts';
import { forgetMessages } from '../relationships/end.ts';
import { isLeftToSend, lookAfterAnew, resetRelationship, sendAgain } from '../relationships/reset.ts';
import { fetchBlob, hostBlob } from '../services/hosting.ts';
import { openSession } from '../services/sessions.ts';
import type { StrictTransaction, Transaction } from '../store/transaction.ts';

const MAX_HOSTED_MAIL_BYTES = hostedBytes(mail.maxBytes);

/** The service that a task goes to; empty for a task that is done here. */
export function taskOrigin(task: ServiceTask['task']): string {
  if (task.kind === 'fetchMail') return task.value.reference.origin;
  return 'origin' in task.value ? task.value.origin : '';
}

/** @param sessions of scope `manage`, by origin and root, shared by the tasks of one run @throws Fault */
export async function runTask(
  app: AppContext,
  task: ServiceTask['task'],
  sessions: Map<string, Uint8Array>,
): Promise<void> {
  const { call } = app.transport;
  switch (task.kind) {
    case 'hostBundle': {
      const { origin, blob, hosted, expiryDay } = task.value;
      const located = { origin, id: blob, byteCount: hosted.length, expiryDay };
      await hostBlob(app, { ...located, digest: blobDigest(sha256(hosted)) }, [hosted]);
      return;
    }
    case 'renewMask':
      await call('renewMask', task.value.origin, maskRenewal.decode(task.value.renewal));
      return;
    case 'retireMask':
      await requestRetirement(app.transport, task.value);
      return;
    case 'fetchMail': {
      const { reference, sequence } = task.value;
      // Held whole in memory: no gateway that keeps to its limits names more.
      if (reference.byteCount > MAX_HOSTED_MAIL_BYTES)
        throw new Fault('untrusted', 'blob-oversized', 'a mail is never that long');
      const parts = await fetchBlob(app, reference);
      await completeMail(app, idText(task.value.relationship), sequence, reference, parts);
      return;
    }
    case 'revoke':
    case 'revokeAt':
      await call('revoke', task.value.origin, { ids: task.value.ids }, await manage(app, task.value, sessions));
      return;
    case 'retireRoot':
      await call('retireRoot', task.value.origin, null, await manage(app, task.value, sessions));
      return;
    case 'forgetBlob':
      await forgetParts(app.store, idText(task.value.relationship), idText(task.value.message), task.value.parts);
      return;
    case 'forget':
      await forgetMessages(app, idText(task.value.relationship), task.value.upTo);
      return;
    case 'beginAnew':
      await lookAfterAnew(app, task.value);
      return;
    case 'afterRestore':
      await resetRelationship(app, idText(task.value.relationship));
      return;
    case 'sendAgain':
      await sendAgain(app, task.value);
      return;
    default:
      // A kind that is not done here would count as done.
      task satisfies never;
  }
}

/** A session at a root of mine: the current one, if none is named. One serves all tasks of a run. */
async function manage(
  app: AppContext,
  { origin, root }: { readonly origin: string; readonly root?: Uint8Array },
  sessions: Map<string, Uint8Array>,
): Promise<{ session: Uint8Array }> {
  const [known] = await app.store.read([service(origin)]);
  const [former] = root === undefined ? [null] : await app.store.read([rootRecord(encodeHex(root))]);
  const current = known?.root ?? null;
  const keys = current !== null && (root === undefined || equal(current.root, root)) ? current : former;
  if (keys === null) throw new Fault('refused', 'not-found', 'the root is no longer known');
  const name = `${origin} ${encodeHex(keys.root)}`;
  const held = sessions.get(name);
  if (held !== undefined) return { session: held };
  const { session } = await openSession(app.transport, { origin, ...keys }, 'manage', app.now());
  sessions.set(name, session);
  return { session };
}

/** Whether it was given more to do while it ran. */
export function hasMore(transaction: Transaction, task: ServiceTask['task']): boolean {
  return task.kind === 'sendAgain' && isLeftToSend(transaction, idText(task.value.relationship));
}

export function finishTask(transaction: Transaction, task: ServiceTask['task'], now: number): void {
  noteRenewal(transaction, now, task);
  if (task.kind === 'retireRoot') noteRetired(transaction, task.value, now);
  if (task.kind !== 'hostBundle') return;
  const ref = invitationRecord(idText(task.value.invitation));
  const known = transaction.get(ref);
  if (known !== null) transaction.put(ref, { ...known, hosted: true });
}

/**
 * A task refused for good shows where the person looks for it: mail that is lost says so, a mask that is gone is off.
 */
export function giveUpTask(transaction: StrictTransaction, task: ServiceTask['task'], fault: Fault, now: number): void {
  // The service is gone, or has closed the mailbox already.
  if (task.kind === 'retireRoot') noteRetired(transaction, task.value, now);
  if (task.kind === 'fetchMail') {
    const ref = message(idText(task.value.relationship), task.value.sequence);
    const arriving = transaction.get(ref);
    if (arriving?.content.kind !== 'arriving') return;
    const lost = { kind: 'lost', at: arriving.receivedAt, detail: 'mail' } as const;
    transaction.put(ref, { ...arriving, content: { kind: 'event', value: lost } });
  }
  if (task.kind === 'renewMask') {
    const ref = mask(idText(task.value.relationship));
    const known = transaction.get(ref);
    const { localPart } = maskRenewal.decode(task.value.renewal);
    const its = (known === null ? [] : maskAddresses(known)).find(
      ({ held }) => localPartOf(held.address) === localPart,
    );
    if (known === null || its?.held.state !== 'active') return;
    // A conflict is an older renewal than the last, made under another clock: the next upkeep makes a newer one.
    const change = fault.code === 'conflict' ? { expiryDay: 0 } : { state: 'retired' as const };
    transaction.put(ref, withAddress(known, its.place, change));
  }
}
