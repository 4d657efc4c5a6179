// The courier of one open vault: what goes out, what comes in, errands and upkeep, each as one run at a time. It keeps no state that
// matters: everything to be done is in records, so a new courier on the same store goes on where the last was killed.
// Longer than most files, because it is the one place that says what runs beside what and when it is asked again; each run is a file of its own.
import type { Fault } from '#bytes/fault.ts';
import { runTransfers } from '../attachments/transfers.ts';
import { fetchMailbox } from '../incoming/fetch-mailbox.ts';
import { concludeLeaving } from '../leaving/leave-service.ts';
import { moveHolders } from '../leaving/leaving.ts';
import { concludeReplacing } from '../leaving/replace-mailboxes.ts';
import { lookAfter } from '../outgoing/in-flight.ts';
import { deliverOutbox } from '../outgoing/submit.ts';
import type { Desk, Health, MailboxAccess } from '../ports/ports.ts';
import { outboxKind } from '../records/transit.ts';
import { asFault } from '../retry/faults.ts';
import { Running } from '../retry/running.ts';
import { Relays } from '../services/relays.ts';
import { mailboxesOf } from '../services/roots.ts';
import { joinServices, myMailboxes, myServices, myServicesWith } from '../services/services.ts';
import { isFresh, type Mailbox, openSession } from '../services/sessions.ts';
import type { AbortSignalLike } from '../store/store.ts';
import { stockUp } from '../tokens/token-supply.ts';
import { runServiceTasks } from './service-tasks.ts';
import { keepUp } from './upkeep.ts';

/** After a mistake of ours. */
const LOOK_AGAIN_MS = 60_000;

/** As alarms go: half a minute at least. */
const IDLE_MS = 30_000;

export interface CourierOptions {
  readonly desk: Desk;
  readonly signal: AbortSignalLike;
  /** Fetch-only credentials, kept in memory across a lock and a worker restart. */
  readonly access: { get(root: Uint8Array): Promise<MailboxAccess | null>; set(access: MailboxAccess): Promise<void> };
  /** A service answered, or did not. */
  health(origin: string, state: Health): void;
  /** Something went wrong that nobody waits for. */
  report(error: unknown): void;
  /** Ask `send` again at that time (ms since the epoch); null: nothing is waiting. */
  sendAgainAt(at: number | null): void;
}

export class Courier {
  readonly #options: CourierOptions;
  readonly #sending: Running;
  readonly #errands: Running;
  readonly #transfers: Running;
  readonly #watching: Running;
  readonly #statuses: Running;
  readonly #supplying: Running;
  readonly #relays = new Relays();
  /** By origin: a mailbox that says it has mail is emptied alone, so that no two services see the same moment. */
  readonly #fetching = new Map<string, Running>();
  readonly #joining: Running;
  readonly #upkeep: Running;
  readonly #moving: Running;
  #nextLetterAt: number | null = null;
  #nextErrandAt: number | null = null;
  #nextTransferAt: number | null = null;
  #nextSupplyAt: number | null = null;
  /** Null: nothing is under watch. A courier that begins knows nothing of it, and looks. */
  #nextLookAt: number | null = 0;
  #nextMoveAt: number | null = null;
  #impatient = false;
  #impatientToCarry = false;
  #impatientToRun = false;
  #impatientForTokens = false;

  constructor(options: CourierOptions) {
    this.#options = options;
    this.#sending = new Running(() => this.#sendAll());
    this.#errands = new Running(() => this.#runErrands());
    this.#transfers = new Running(() => this.#runTransfers());
    this.#watching = new Running(() => this.#lookAfter());
    this.#statuses = new Running(() => this.#askStatuses());
    this.#supplying = new Running(() => this.#supply());
    this.#joining = new Running(() => this.#join());
    this.#upkeep = new Running(() => keepUp(options.desk, options.signal));
    this.#moving = new Running(() => this.#move());
  }

  /**
   * Hands out what is due, looks after what was taken, runs errands and tells of services that are left; beside each other, since a service that keeps an errand waiting must
   * not keep letters waiting.
   */
  send = async (): Promise<void> => {
    void this.carry().catch(this.#options.report);
    if ((this.#nextSupplyAt ?? Number.POSITIVE_INFINITY) <= this.#options.desk.now()) this.#stockUp();
    await Promise.all([
      this.#sending.ask(),
      this.#errands.ask(),
      this.#moving.ask(),
      this.#watching.ask(),
      this.#statuses.ask(),
    ]);
    // After what was sent, which may have emptied a stock.
    this.#stockUp();
  };
  /** Orders tokens where that is due. */
  supply = (): Promise<void> => this.#supplying.ask();
  /** Moves blobs, for as long as there is something to move: nobody who sends letters waits for it. */
  carry = (): Promise<void> => this.#transfers.ask();
  /** A service of mine answered somebody else: its push line stands. */
  heard = (origin: string): void => this.#note(origin, 'connected');
  /** Also what waits after a failure: somebody asked for it, or a service is back. */
  sendNow = (): Promise<void> => {
    this.#impatient = true;
    this.#impatientToCarry = true;
    this.#impatientToRun = true;
    this.#impatientForTokens = true;
    return this.send();
  };
  /** Empties every mailbox. */
  fetch = async (): Promise<void> => {
    const mailboxes = await myMailboxes(this.#options.desk);
    const runs = mailboxes.map(({ use }) => this.fetchFrom(use.origin));
    // All of them, whatever becomes of one: a run is over when nothing of it is under way.
    for (const run of await Promise.allSettled(runs)) if (run.status === 'rejected') throw run.reason;
  };
  /** Empties the mailbox at one service. */
  fetchFrom = (origin: string): Promise<void> => {
    const running = this.#fetching.get(origin) ?? new Running(() => this.#fetchFrom(origin));
    this.#fetching.set(origin, running);
    return running.ask();
  };
  /** Reaches services that were not reached yet. */
  join = (): Promise<void> => this.#joining.ask();
  /** Reads everything that may be too old: at an unlock and every few hours, not at every start of a worker. */
  keepUp = (): Promise<void> => this.join().then(() => this.#upkeep.ask());

  /** A credential for my mailbox there: of the root that is used now. Null where the service cannot be asked now. */
  async accessTo(origin: string): Promise<MailboxAccess | null> {
    const [current] = (await mailboxesOf(this.#options.desk)).filter((one) => one.origin === origin);
    return current === undefined ? null : this.#accessTo(current);
  }

  /** For push, and for fetching while locked. */
  async #accessTo(mailbox: Mailbox): Promise<MailboxAccess | null> {
    const { desk, access } = this.#options;
    const held = await access.get(mailbox.root);
    if (held !== null && isFresh(held, desk.now())) return held;
    try {
      const opened = await openSession(desk.transport, mailbox, 'fetch', desk.now());
      await access.set(opened);
      return opened;
    } catch (error) {
      this.#note(mailbox.origin, healthOf(asFault(error)));
      return null;
    }
  }

  /** It was restarted, or the credential ran out: the next one is asked for anew. */
  accessRefused(held: MailboxAccess): Promise<void> {
    return this.#options.access.set({ ...held, untilAt: 0 });
  }

  /** Credentials for every mailbox of mine that can be had now. */
  async accesses(): Promise<MailboxAccess[]> {
    const mailboxes = await mailboxesOf(this.#options.desk);
    const held = await Promise.all(mailboxes.map((mailbox) => this.#accessTo(mailbox)));
    return held.filter((access) => access !== null);
  }

  async #join(): Promise<void> {
    for (const { origin, fault } of await joinServices(this.#options.desk)) this.#note(origin, healthOf(fault));
  }

  /** What a service of mine did, for whoever shows it and for the choice between them. */
  readonly #reached = (origin: string, answered: boolean): void =>
    this.#note(origin, answered ? 'connected' : 'unreachable');

  #note(origin: string, state: Health): void {
    const now = this.#options.desk.now();
    const was = this.#relays.isSilent(origin, now);
    this.#relays.heard(origin, state !== 'unreachable', now);
    this.#options.health(origin, state);
    if (was || !this.#relays.isSilent(origin, now)) return;
    // What lies at another service for this one need not wait until it is due to be looked after.
    this.#nextLookAt = 0;
    void this.#watching.ask().catch(this.#options.report);
  }

  async #sendAll(): Promise<void> {
    const { desk, signal } = this.#options;
    const impatient = this.#impatient;
    this.#impatient = false;
    const delivering = {
      desk,
      relays: this.#relays,
      reached: this.#reached,
      watched: (at: number) => {
        this.#nextLookAt = Math.min(this.#nextLookAt ?? at, at);
        if (at <= desk.now()) void this.#watching.ask().catch(this.#options.report);
      },
    };
    this.#nextLetterAt = await deliverOutbox(delivering, signal, impatient);
    this.#ask();
    desk.announce({ topic: 'connection' });
  }

  /** Only where there is something to send: who only reads is not seen at sending services. */
  async #askStatuses(): Promise<void> {
    const { desk } = this.#options;
    if ((await desk.store.count(outboxKind)) === 0) return;
    const mine = await myServicesWith(desk, 'sending');
    const origins = mine.map(({ service }) => service.name.origin);
    await this.#relays.ask(desk, origins, this.#reached);
  }

  async #lookAfter(): Promise<void> {
    const { desk, signal } = this.#options;
    if (this.#nextLookAt === null || this.#nextLookAt > desk.now()) return;
    // Letters taken meanwhile name their own times.
    this.#nextLookAt = null;
    let again: number | null = desk.now() + LOOK_AGAIN_MS;
    const isSilent = (origin: string): boolean => this.#relays.isSilent(origin, desk.now());
    try {
      const mine = await myServicesWith(desk, 'sending');
      // This device is offline: nobody can be asked, and no way can be opened.
      if (mine.every(({ service }) => isSilent(service.name.origin))) return;
      const looked = await lookAfter(desk, signal, this.#reached, isSilent);
      again = looked.nextAt;
      if (looked.moved) await this.#sending.ask();
    } finally {
      if (again !== null) this.#nextLookAt = Math.min(this.#nextLookAt ?? again, again);
      this.#ask();
    }
  }

  async #runErrands(): Promise<void> {
    const { desk, signal } = this.#options;
    const impatient = this.#impatientToRun;
    this.#impatientToRun = false;
    this.#nextErrandAt = await runServiceTasks(desk, signal, impatient);
    this.#ask();
  }

  async #runTransfers(): Promise<void> {
    const { desk, signal } = this.#options;
    // Where this worker is killed in the middle, somebody asks again soon; each asking also tells the browser that it is at work.
    const busy = (): void => {
      this.#nextTransferAt = desk.now() + IDLE_MS;
      this.#ask();
    };
    busy();
    const impatient = (): boolean => {
      const was = this.#impatientToCarry;
      this.#impatientToCarry = false;
      return was;
    };
    this.#nextTransferAt = await runTransfers(desk, signal, busy, impatient);
    this.#ask();
  }

  async #move(): Promise<void> {
    const { desk, signal } = this.#options;
    this.#nextMoveAt = await moveHolders(desk, signal);
    this.#ask();
  }

  /** Nobody waits for it. */
  #stockUp(): void {
    // Whoever asks for the next time to look must not be told of one that is past.
    this.#nextSupplyAt = null;
    void this.supply().catch((error: unknown) => {
      // Locked meanwhile: what it had begun is in records.
      if (!this.#options.signal.aborted) this.#options.report(error);
    });
  }

  async #supply(): Promise<void> {
    const { desk, signal } = this.#options;
    const impatient = this.#impatientForTokens;
    this.#impatientForTokens = false;
    // A service that refused a payment is asked again what it takes; for all others this asks nobody.
    await this.join();
    const payees = (await myServices(desk)).map(({ use, statement }) => ({ origin: use.origin, statement }));
    const { nextAt, came } = await stockUp(desk, payees, signal, impatient);
    this.#nextSupplyAt = nextAt;
    this.#ask();
    if (came) await this.#sendWaiting();
  }

  /** What waited for tokens goes now, by itself. */
  #sendWaiting(): Promise<void> {
    this.#impatient = true;
    this.#impatientToCarry = true;
    void this.carry().catch(this.#options.report);
    return this.#sending.ask();
  }

  #ask(): void {
    const times = [
      this.#nextLetterAt,
      this.#nextErrandAt,
      this.#nextMoveAt,
      this.#nextTransferAt,
      this.#nextLookAt,
      this.#nextSupplyAt,
    ].filter((at) => at !== null);
    this.#options.sendAgainAt(times.length === 0 ? null : Math.min(...times));
  }

  /** Also what comes to former roots there. */
  async #fetchFrom(origin: string): Promise<void> {
    for (const mailbox of await mailboxesOf(this.#options.desk))
      if (mailbox.origin === origin) await this.#fetchMailbox(mailbox);
  }

  async #fetchMailbox(mailbox: Mailbox): Promise<void> {
    const { desk, signal } = this.#options;
    const { origin } = mailbox;
    for (let attempt = 0; attempt < 2 && !signal.aborted; attempt++) {
      const held = await this.#accessTo(mailbox);
      if (held === null) return;
      try {
        const lookedAt = desk.now();
        await fetchMailbox(desk, held, signal);
        this.#note(origin, 'connected');
        await concludeLeaving(desk, origin, lookedAt, signal);
        await concludeReplacing(desk, mailbox, signal);
        return;
      } catch (error) {
        const fault = asFault(error);
        // Locked meanwhile: that says nothing of the service.
        if (signal.aborted) return;
        // A full disk is ours to tell: the mail stays at the service until there is room.
        if (fault.code.startsWith('storage-')) throw fault;
        if (fault.code !== 'unauthorised') return this.#note(origin, healthOf(fault));
        // Once more with a new one.
        await this.accessRefused(held);
      }
    }
    // It gave a new one, and refused that too.
    this.#note(origin, 'refusing');
  }
}

/** What says no, or is not who it was, refuses; what is away is not reached. */
function healthOf({ blame }: Fault): Health {
  return blame === 'refused' || blame === 'untrusted' || blame === 'malformed' ? 'refusing' : 'unreachable';
}
