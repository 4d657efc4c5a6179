// How delivery stands: what each service last answered, and how much waits. Health is kept in memory only: it says how things are, not how
// they were, and a worker that starts anew asks anew.
import type { Role } from '#wire/service.ts';
import { type Service, service, servicesInUse } from '../records/service.ts';
import { outboxKind } from '../records/transit.ts';
import { statementOf } from '../services.ts';
import type { Store } from '../store.ts';
import type { ConnectionView, ServiceView } from '../views.ts';

export type Answer = 'connected' | 'unreachable' | 'refusing';

interface Noted {
  readonly answer: Answer | null;
  readonly answeredAt: number | null;
  readonly pushed: boolean;
}
const NOTHING: Noted = { answer: null, answeredAt: null, pushed: false };

/** Above that many, envelopes are counted without looking whether a person wrote what is in them: each is read from 4 to 20 KiB. */
const LOOKED_THROUGH = 64;

export class ServiceHealth {
  readonly #noted = new Map<string, Noted>();

  /** @param at ms since the epoch. @returns whether something changed that is shown apart from the time */
  note(origin: string, answer: Answer, at: number): boolean {
    const before = this.of(origin);
    const answeredAt = answer === 'unreachable' ? before.answeredAt : at;
    this.#noted.set(origin, { ...before, answer, answeredAt });
    return before.answer !== answer;
  }

  /** A push socket to it opened, which is an answer too, or closed. @param at ms since the epoch. @returns whether that changed something */
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

export async function showConnection(store: Store, health: ServiceHealth): Promise<ConnectionView> {
  const [inUse] = await store.read([servicesInUse]);
  const origins = inUse?.origins ?? [];
  const known = await store.read(origins.map((origin) => service(origin)));
  const services = origins.map((origin, index) => serviceView(origin, known[index] ?? null, health.of(origin)));
  return {
    services,
    waitingToSend: await waitingToSend(store),
    online: services.length === 0 || services.some(({ state }) => state !== 'unreachable'),
  };
}

const SHOWN_ROLES = ['sending', 'receiving', 'mail'] as const satisfies readonly Role[];

function serviceView(origin: string, known: Service | null, { answer, answeredAt, pushed }: Noted): ServiceView {
  const statement = known === null ? null : statementOf(known);
  const roles = SHOWN_ROLES.filter((role) => statement?.roles.includes(role));
  const reached = answer ?? (known === null ? 'unreachable' : 'connected');
  // A mailbox without an open socket is asked from time to time.
  const state = reached === 'connected' && roles.includes('receiving') && !pushed ? 'polling' : reached;
  return {
    origin,
    roles,
    state,
    answeredAt: answeredAt ?? known?.fetchedAt ?? null,
    mailDomain: statement === null || statement.mailDomain === '' ? null : statement.mailDomain,
  };
}

/** Messages that a person wrote: receipts and fresh addresses wait as well, and are nobody's worry. */
async function waitingToSend(store: Store): Promise<number> {
  const count = await store.count(outboxKind);
  if (count === 0 || count > LOOKED_THROUGH) return count;
  let written = 0;
  for await (const batch of store.scan(outboxKind)) written += batch.filter(({ value }) => value.sequence > 0).length;
  return written;
}
