// The courier of one open vault: what goes out, what comes in, errands and upkeep, each as one run at a time. It keeps no state that
// matters: everything to be done is in records, so a new courier on the same store goes on where the last was killed.
import { Fault } from '#bytes/fault.ts';
import { fetchMailbox } from './courier-in.ts';
import { deliverOutbox } from './courier-out.ts';
import { runErrands } from './errands.ts';
import { factsOf } from './facts.ts';
import { asFault } from './faults.ts';
import type { Desk } from './ports.ts';
import { Running } from './running.ts';
import { isFresh, type MailboxAccess, openSession } from './sessions.ts';
import type { AbortSignalLike } from './store.ts';
import { keepUp } from './upkeep.ts';

export interface CourierOptions {
  readonly desk: Desk;
  readonly signal: AbortSignalLike;
  /** Fetch-only credentials, kept in memory across a lock and a worker restart. */
  readonly access: { get(origin: string): Promise<MailboxAccess | null>; set(access: MailboxAccess): Promise<void> };
  /** A service answered, or did not. */
  health(origin: string, state: 'connected' | 'unreachable' | 'refusing'): void;
  /** Ask `send` again at that time (ms since the epoch); null: nothing is waiting. */
  sendAgainAt(at: number | null): void;
}

export class Courier {
  readonly #options: CourierOptions;
  readonly #sending: Running;
  readonly #fetching: Running;
  readonly #upkeep: Running;

  constructor(options: CourierOptions) {
    this.#options = options;
    this.#sending = new Running(() => this.#sendAll());
    this.#fetching = new Running(() => this.#fetchAll());
    this.#upkeep = new Running(() => keepUp(options.desk, options.signal));
  }

  /** Hands out what is due and runs errands. */
  send = (): Promise<void> => this.#sending.ask();
  /** Empties every mailbox. */
  fetch = (): Promise<void> => this.#fetching.ask();
  keepUp = (): Promise<void> => this.#upkeep.ask();

  /** A mailbox credential for push and for fetching while locked. Null where the service cannot be asked now. */
  async accessTo(origin: string): Promise<MailboxAccess | null> {
    const { desk, access, health } = this.#options;
    const held = await access.get(origin);
    if (held !== null && isFresh(held, desk.now())) return held;
    const { receivers } = await factsOf(desk);
    const known = receivers.find(({ service }) => service.name.origin === origin);
    if (known === undefined) return null;
    try {
      const opened = await openSession(desk.transport, known.service, 'fetch', desk.now());
      await access.set(opened);
      return opened;
    } catch (error) {
      health(origin, asFault(error).blame === 'refused' ? 'refusing' : 'unreachable');
      return null;
    }
  }

  /** Credentials for every mailbox of mine that can be had now. */
  async accesses(): Promise<MailboxAccess[]> {
    const { receivers } = await factsOf(this.#options.desk);
    const held = await Promise.all(receivers.map(({ service }) => this.accessTo(service.name.origin)));
    return held.filter((access) => access !== null);
  }

  async #sendAll(): Promise<void> {
    const { desk, signal, sendAgainAt } = this.#options;
    const outbox = await deliverOutbox(desk, signal);
    const errands = await runErrands(desk, signal);
    sendAgainAt(outbox === null ? errands : errands === null ? outbox : Math.min(outbox, errands));
    desk.announce({ topic: 'connection' });
  }

  async #fetchAll(): Promise<void> {
    const { desk, signal } = this.#options;
    const { receivers } = await factsOf(desk);
    await Promise.all(
      receivers.map(({ service }) => (signal.aborted ? undefined : this.#fetchFrom(service.name.origin))),
    );
  }

  async #fetchFrom(origin: string): Promise<void> {
    const { desk, signal, health, access } = this.#options;
    for (let attempt = 0; attempt < 2; attempt++) {
      const held = await this.accessTo(origin);
      if (held === null) return;
      try {
        await fetchMailbox(desk, held, signal);
        health(origin, 'connected');
        return;
      } catch (error) {
        const fault = asFault(error);
        if (fault.code !== 'unauthorised') {
          health(origin, fault.blame === 'refused' ? 'refusing' : 'unreachable');
          // A full disk is ours to tell: the mail stays at the service until there is room.
          if (fault instanceof Fault && fault.code.startsWith('storage-')) throw fault;
          return;
        }
        // The service was restarted or the credential ran out: once more with a new one.
        await access.set({ ...held, untilAt: 0 });
      }
    }
  }
}
