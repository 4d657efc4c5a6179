// How delivery stands: what each service last answered, and how much waits. Health is kept in memory only: it says how
// things are, not how they were, and a worker that starts anew asks anew.
import { encodeHex } from '#bytes/base64url.ts';
import { serviceFingerprint } from '#protocol/service/descriptor.ts';
import type { Role } from '#wire/service.ts';
import { type Service, type ServiceInUse, service, servicesInUse } from '../records/service.ts';
import { type OutboxItem, outboxKind } from '../records/transit.ts';
import { isMissed, statementOf } from '../services/services.ts';
import type { Store } from '../store/store.ts';
import type { ConnectionView, PermissionView, ServiceView } from '../views/services.ts';
import { showLeaving } from './leaving.ts';
import { showPermission } from './permission.ts';

export type Reached = 'connected' | 'unreachable' | 'refusing';

interface Noted {
  readonly answer: Reached | null;
  readonly answeredAt: number | null;
  readonly pushed: boolean;
}
const NOTHING: Noted = { answer: null, answeredAt: null, pushed: false };

/**
 * Above that many, envelopes are counted without looking whether a person wrote the message in them: each read costs 4
 * to 20 KiB.
 */
const LOOKED_THROUGH = 64;

export class ServiceHealth {
  readonly #noted = new Map<string, Noted>();

  /** @param at ms since the epoch. @returns whether something changed that is shown apart from the time */
  note(origin: string, answer: Reached, at: number): boolean {
    const before = this.of(origin);
    const answeredAt = answer === 'unreachable' ? before.answeredAt : at;
    this.#noted.set(origin, { ...before, answer, answeredAt });
    return before.answer !== answer;
  }

  /**
   * A push socket to it opened, which is an answer too, or closed. @param at ms since the epoch. @returns whether that
   * changed something
   */
  notePush(origin: string, pushed: boolean, at: number): boolean {
    const answered = pushed && this.note(origin, 'connected', at);
    const before = this.of(origin);
    this.#noted.set(origin, { ...before, pushed });
    return answered || before.pushed !== pushed;
  }

  of(origin: string): Noted {
    return this.#noted.get(origin) ?? NOTHING;
  }
}

/** @param now ms since the epoch */
export async function showConnection(store: Store, health: ServiceHealth, now: number): Promise<ConnectionView> {
  const [inUse] = await store.read([servicesInUse]);
  const uses = inUse?.services ?? [];
  const known = await store.read(uses.map(({ origin }) => service(origin)));
  const leaving = await showLeaving(store, uses);
  const services = await Promise.all(
    uses.map(async (use, index) => {
      const one = known[index] ?? null;
      const mine = one === null ? null : { use, service: one, statement: statementOf(one) };
      const permission = mine === null ? null : await showPermission(store, mine, now);
      const view = serviceView(use, one, health.of(use.origin), permission, now);
      return { ...view, leaving: leaving.get(use.origin) ?? null };
    }),
  );
  const working = services.filter(({ state }) => state !== 'otherKey');
  return {
    services,
    waitingToSend: await waitingToSend(store),
    online: services.length === 0 || services.some(({ state }) => state !== 'unreachable'),
    inUse: {
      sending: working.filter(({ sends }) => sends).length,
      receiving: working.filter(({ receives }) => receives).length,
    },
  };
}

const SHOWN_ROLES = ['sending', 'receiving', 'mail'] as const satisfies readonly Role[];

function serviceView(
  use: ServiceInUse,
  known: Service | null,
  { answer, answeredAt, pushed }: Noted,
  permission: PermissionView | null,
  now: number,
): Omit<ServiceView, 'leaving'> {
  const { origin, sends, receives } = use;
  const statement = known === null ? null : statementOf(known);
  const roles = SHOWN_ROLES.filter((role) => statement?.roles.includes(role));
  const reached = answer ?? (known === null ? 'unreachable' : 'connected');
  // A mailbox without an open socket is asked from time to time.
  const wantsPush = roles.includes('receiving') && (receives === 'yes' || receives === 'leaving');
  const state =
    use.otherKeyAt !== null ? 'otherKey' : reached === 'connected' && wantsPush && !pushed ? 'polling' : reached;
  const lastAt = Math.max(answeredAt ?? 0, known?.fetchedAt ?? 0);
  const key = use.key ?? known?.name.key ?? null;
  return {
    origin,
    roles,
    state,
    answeredAt: answeredAt ?? (known?.fetchedAt || null),
    missedSince: reached === 'unreachable' && lastAt > 0 && isMissed({ fetchedAt: lastAt }, now) ? lastAt : null,
    mailDomain: statement === null || statement.mailDomain === '' ? null : statement.mailDomain,
    // A service that was not reached yet is believed to have both roles.
    sends: sends && (statement === null || roles.includes('sending')),
    receives: receives === 'yes' && (statement === null || roles.includes('receiving')),
    fingerprint: key === null ? null : encodeHex(serviceFingerprint(key)),
    permission,
  };
}

/** A further copy of what a service has already is no message that waits. */
const isWaiting = ({ sequence, passages }: OutboxItem): boolean => sequence > 0 && passages.length === 0;

/** Messages that a person wrote: receipts and fresh addresses wait as well, but a person need not worry about them. */
async function waitingToSend(store: Store): Promise<number> {
  const count = await store.count(outboxKind);
  if (count === 0 || count > LOOKED_THROUGH) return count;
  let written = 0;
  for await (const batch of store.scan(outboxKind)) written += batch.filter(({ value }) => isWaiting(value)).length;
  return written;
}
