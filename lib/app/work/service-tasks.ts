// Service tasks: things to be done at a service that were committed with what made them necessary. Each is
// idempotent there, so doing one twice (a worker killed before its record was removed) changes nothing.
import { equal } from '#bytes/bytes.ts';
import { Fault } from '#bytes/fault.ts';
import { DAY_MS } from '#protocol/base/day.ts';
import type { AppContext } from '../ports/ports.ts';
import { renewed } from '../records/renewed.ts';
import { type ServiceTask, serviceTask, serviceTaskKind } from '../records/transit.ts';
import { backoffMs, isDue } from '../retry/backoff.ts';
import { earliest, workOffDue } from '../retry/due.ts';
import { isFinal, retryAfterMs } from '../retry/faults.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { STRICT, transact } from '../store/transaction.ts';
import { finishTask, giveUpTask, hasMore, runTask, taskOrigin } from './run-task.ts';

/** After that long nothing that a task is about is still in force: addresses have expired, blobs and mail are gone. */
const GIVE_UP_MS = 190 * DAY_MS;

interface Known {
  readonly id: string;
  readonly value: ServiceTask;
}

/**
 * Runs due tasks, the services side by side. A task that fails by a bug waits like the rest; the error is thrown at the
 * end.
 * @param impatient whether tasks that wait after a failure are due too, except renewals that are kept apart
 * @returns when the next task is due (ms since the epoch), or null if none is left
 */
export async function runServiceTasks(
  app: AppContext,
  signal: AbortSignalLike,
  impatient: boolean,
): Promise<number | null> {
  return workOffDue({
    rows: app.store.scan(serviceTaskKind, signal),
    dueness: (known: Known) => {
      const hurries = impatient && !isUnhurried(known.value);
      const { notBeforeAt } = known.value;
      return hurries || isTimeOf(known.value, app.now()) ? { due: known } : { laterAt: notBeforeAt };
    },
    plan: byService,
    together: Number.POSITIVE_INFINITY,
    signal,
    work: (tasks) => runAt(app, tasks, signal),
  });
}

function byService(due: readonly Known[]): Known[][] {
  const services = new Map<string, Known[]>();
  for (const known of due) {
    const origin = taskOrigin(known.value.task);
    services.set(origin, [...(services.get(origin) ?? []), known]);
  }
  return [...services.values()];
}

/**
 * The tasks at one service, oldest first. If it is away the rest wait with the one that found out.
 * @returns when the next is due again
 */
async function runAt(app: AppContext, tasks: readonly Known[], signal: AbortSignalLike): Promise<number | null> {
  const sessions = new Map<string, Uint8Array>();
  let failure: unknown = null;
  let nextAt: number | null = null;
  for (const { id, value } of [...tasks].sort((a, b) => a.value.createdAt - b.value.createdAt)) {
    if (signal.aborted) break;
    if (isRenewal(value) && (await followsAnother(app, value))) {
      nextAt = earliest(nextAt, await putApart(app, id));
      continue;
    }
    try {
      await runTask(app, value.task, sessions);
    } catch (error) {
      const fault = error instanceof Fault && error.blame !== 'bug' ? error : null;
      if (fault === null) failure ??= error;
      const again = await postpone(app, id, fault ?? new Fault('unavailable', 'mistaken', 'it could not be done'));
      nextAt = earliest(nextAt, again);
      if (fault?.code === 'no-answer') break;
      continue;
    }
    await transact(app.store, [serviceTask(id)], (transaction) => {
      if (hasMore(transaction, value.task)) return;
      // Looked at, so that it is known what does not wait any more.
      if (transaction.get(serviceTask(id)) !== null) transaction.remove(serviceTask(id));
      finishTask(transaction, value.task, app.now());
    });
  }
  if (failure !== null) throw failure;
  return nextAt;
}

type Renewal = ServiceTask & { readonly task: Extract<ServiceTask['task'], { kind: 'renewMask' }> };

const isRenewal = (value: ServiceTask): value is Renewal => value.task.kind === 'renewMask';
/**
 * A renewal without hurry: upkeep gives it a time, a caller that cannot wait gives it none. And a look after a reset:
 * who was asked is given days.
 */
const isUnhurried = (value: ServiceTask): boolean =>
  (isRenewal(value) || value.task.kind === 'beginAnew') && value.notBeforeAt > 0;

/** The longest time that a correspondent is given; a longer one is of a clock that has been put back since. */
const LONGEST_GIVEN_MS = 60 * DAY_MS;
function isTimeOf({ task, notBeforeAt }: ServiceTask, now: number): boolean {
  if (task.kind !== 'beginAnew') return isDue(notBeforeAt, now);
  return notBeforeAt <= now || notBeforeAt - now > LONGEST_GIVEN_MS;
}

/**
 * A gateway must not see my masks one after the other on one connection, which would tie them together exactly,
 * whatever network it came by: browsers and proxies keep an idle connection for minutes.
 */
const APART_MS = { least: 20 * 60_000, most: 60 * 60_000 };

/**
 * @returns whether it has to wait, since another mask was renewed there lately; else it is noted before it is sent, for
 * those that follow
 */
function followsAnother(app: AppContext, value: Renewal): Promise<boolean> {
  const { origin, relationship } = value.task.value;
  return transact(
    app.store,
    [renewed(origin)],
    (transaction) => {
      const now = app.now();
      const last = transaction.get(renewed(origin));
      // One mask may be tried again as often as that takes.
      const another = last !== null && !equal(last.relationship, relationship);
      if (isUnhurried(value) && another && Math.abs(now - last.at) < APART_MS.least) return true;
      transaction.put(renewed(origin), { relationship, at: now });
      return false;
    },
    STRICT,
  );
}

/** @returns when it is due then */
function putApart(app: AppContext, id: string): Promise<number> {
  return transact(
    app.store,
    [serviceTask(id)],
    (transaction) => {
      const known = transaction.get(serviceTask(id));
      const draw = transaction.entropy(2);
      const share = (((draw[0] ?? 0) << 8) | (draw[1] ?? 0)) / 0xffff;
      const notBeforeAt = app.now() + APART_MS.least + Math.round(share * (APART_MS.most - APART_MS.least));
      if (known !== null) transaction.put(serviceTask(id), { ...known, notBeforeAt });
      return notBeforeAt;
    },
    STRICT,
  );
}

/** @returns when it is due again, or null if it is given up */
async function postpone(app: AppContext, id: string, fault: Fault): Promise<number | null> {
  return transact(
    app.store,
    [serviceTask(id)],
    (transaction) => {
      const known = transaction.get(serviceTask(id));
      if (known === null) return null;
      const now = app.now();
      if (!isFinal(fault) && fault.blame !== 'untrusted' && now - known.createdAt < GIVE_UP_MS) {
        const tries = Math.min(known.tries + 1, 0xffff);
        const notBeforeAt = now + backoffMs(tries, transaction.entropy, retryAfterMs(fault));
        transaction.put(serviceTask(id), { ...known, tries, notBeforeAt });
        return notBeforeAt;
      }
      transaction.remove(serviceTask(id));
      giveUpTask(transaction, known.task, fault, now);
      return null;
    },
    STRICT,
  );
}
