// The courier of one open vault: the list of what runs beside the person. It keeps no state that matters: everything to
// be done is in records, so a new courier on the same store goes on where the last was killed.
import { runTransfers } from '../attachments/transfers.ts';
import { answerOwing } from '../incoming/replies-due.ts';
import { moveHolders } from '../leaving/leaving.ts';
import { lookAfter } from '../outgoing/in-flight.ts';
import { deliverOutbox } from '../outgoing/submit.ts';
import type { Brought, Health, MailboxAccess } from '../ports/ports.ts';
import { outboxKind } from '../records/transit.ts';
import type { Relays } from '../services/relays.ts';
import { joinServices, myServices, myServicesWith } from '../services/services.ts';
import { stockUp } from '../tokens/token-supply.ts';
import { healthOf, MailboxFetcher, type MailboxFetcherOptions } from './mailboxes.ts';
import { type Job, LOOK_AGAIN_MS, Schedule, type Turn } from './schedule.ts';
import { runServiceTasks } from './service-tasks.ts';
import { keepUp } from './upkeep.ts';

export interface CourierOptions extends Pick<MailboxFetcherOptions, 'app' | 'signal' | 'access'> {
  readonly relays: Relays;
  /** A service answered, or did not. */
  health(origin: string, state: Health): void;
  /** Something went wrong in work that no caller waits for. */
  report(error: unknown): void;
  /** Ask `send` again at that time (ms since the epoch); null: nothing is waiting. */
  sendAgainAt(at: number | null): void;
}

/**
 * Shorter than a correspondent notices, longer than a page takes to show a text and to say that it was read. Who writes
 * back within it says so with the text.
 */
const READ_SOON_MS = 1000;

type JobName =
  | 'transfers'
  | 'letters'
  | 'service tasks'
  | 'holders'
  | 'replies'
  | 'in flight'
  | 'statuses'
  | 'tokens'
  | 'joining'
  | 'upkeep';

export class Courier {
  readonly #options: CourierOptions;
  readonly #relays: Relays;
  readonly #mailboxes: MailboxFetcher;
  readonly #schedule: Schedule<JobName>;

  constructor(options: CourierOptions) {
    const { app, signal, access, relays } = options;
    this.#options = options;
    this.#relays = relays;
    this.#mailboxes = new MailboxFetcher({
      app,
      signal,
      access,
      noteHealth: (...heard) => this.#note(...heard),
    });
    const jobs: readonly (Job & { readonly name: JobName })[] = [
      // Moves blobs, for as long as there is something to move: sending letters does not wait for it.
      { name: 'transfers', part: 'aside', run: (turn) => this.#moveBlobs(turn) },
      { name: 'letters', part: 'first', run: (turn) => this.#deliver(turn) },
      { name: 'service tasks', part: 'round', run: (turn) => runServiceTasks(app, signal, turn.impatient()) },
      { name: 'holders', part: 'round', run: () => moveHolders(app, signal) },
      // Those that waited for the person to read what they have before their eyes.
      { name: 'replies', part: 'round', onlyWhenDue: true, run: () => answerOwing(app).then(() => null) },
      // A new courier knows of no letters in flight, and looks.
      { name: 'in flight', part: 'round', onlyWhenDue: true, firstAt: 0, run: () => this.#lookAfter() },
      { name: 'statuses', part: 'round', run: () => this.#askStatuses() },
      // After what was sent, which may have emptied a stock.
      { name: 'tokens', part: 'last', run: (turn) => this.#supply(turn) },
      { name: 'joining', part: 'asked', run: () => this.#join() },
      { name: 'upkeep', part: 'asked', run: () => keepUp(app, signal).then(() => null) },
    ];
    this.#schedule = new Schedule(
      { now: () => app.now(), roundAt: options.sendAgainAt, report: (error) => this.#report(error) },
      jobs,
    );
  }

  /**
   * Hands out due letters, looks after taken ones, runs service tasks and tells holders of services that the person
   * leaves.
   */
  send = (): Promise<void> => this.#schedule.round();

  /** Also letters that wait after a failure: the person asked for it, or a service is back. */
  sendNow = (): Promise<void> => this.#schedule.impatientRound();

  /** Receipts and answers that are owed go in a moment. */
  repliesWait = (): void => this.#schedule.note('replies', this.#options.app.now() + READ_SOON_MS);

  /** Orders tokens that are due. */
  supply = (): Promise<void> => this.#schedule.ask('tokens');

  /** Moves blobs until nothing more can be moved now. */
  carry = (): Promise<void> => this.#schedule.ask('transfers');

  /** Reaches services that were not reached yet. */
  join = (): Promise<void> => this.#schedule.ask('joining');

  /** Reads everything that may be too old: at an unlock and every few hours, not at every start of a worker. */
  keepUp = (): Promise<void> => this.join().then(() => this.#schedule.ask('upkeep'));

  /** A service of mine answered outside the courier: its push line stands. */
  heard = (origin: string): void => this.#note(origin, 'connected');

  /** Empties every mailbox. */
  fetch = (): Promise<void> => this.#mailboxes.fetch();

  /** As in MailboxFetcher. */
  fetchFrom = (origin: string, brought?: Brought): Promise<void> => this.#mailboxes.fetchFrom(origin, brought);

  /** As in Mailboxes. */
  accessTo(origin: string): Promise<MailboxAccess | null> {
    return this.#mailboxes.accessTo(origin);
  }

  /** As in Mailboxes. */
  accesses(): Promise<MailboxAccess[]> {
    return this.#mailboxes.accesses();
  }

  /** The service does not take it any more. */
  accessRefused(held: MailboxAccess): Promise<void> {
    return this.#mailboxes.refused(held);
  }

  /** Whether a service of mine answered: for the views, and for the choice between services. */
  readonly #reached = (origin: string, answered: boolean): void =>
    this.#note(origin, answered ? 'connected' : 'unreachable');

  #note(origin: string, state: Health): void {
    const now = this.#options.app.now();
    const was = this.#relays.isSilent(origin, now);
    this.#relays.heard(origin, state !== 'unreachable', now);
    this.#options.health(origin, state);
    // What lies at another service for this one need not wait until it is due to be looked after.
    if (!was && this.#relays.isSilent(origin, now)) this.#schedule.note('in flight', now);
  }

  async #moveBlobs({ busy, impatient }: Turn): Promise<number | null> {
    const { app, signal } = this.#options;
    busy();
    return runTransfers(app, signal, busy, impatient);
  }

  async #deliver({ impatient, underWay }: Turn): Promise<number | null> {
    const { app, signal } = this.#options;
    const delivering = {
      app,
      relays: this.#relays,
      reached: this.#reached,
      underWay,
      watched: (at: number) => this.#schedule.note('in flight', at),
    };
    const nextAt = await deliverOutbox(delivering, signal, impatient());
    app.announce({ topic: 'connection' });
    return nextAt;
  }

  async #lookAfter(): Promise<number | null> {
    const { app, signal } = this.#options;
    const isSilent = (origin: string): boolean => this.#relays.isSilent(origin, app.now());
    const mine = await myServicesWith(app, 'sending');
    // This device is offline: no service can be asked, and no way can be opened.
    if (mine.every(({ service }) => isSilent(service.name.origin))) return app.now() + LOOK_AGAIN_MS;
    const { nextAt, moved } = await lookAfter(app, signal, this.#reached, isSilent);
    if (moved) await this.#schedule.ask('letters');
    return nextAt;
  }

  /** Only if there is something to send: who only reads is not seen at sending services. */
  async #askStatuses(): Promise<null> {
    const { app } = this.#options;
    if ((await app.store.count(outboxKind)) === 0) return null;
    const mine = await myServicesWith(app, 'sending');
    const origins = mine.map(({ service }) => service.name.origin);
    await this.#relays.ask(app, origins, this.#reached);
    return null;
  }

  async #supply({ impatient }: Turn): Promise<number | null> {
    const { app, signal } = this.#options;
    // A service that refused a payment is asked again what it takes; for all others this sends no request.
    await this.join();
    const payees = (await myServices(app)).map(({ use, statement }) => ({ origin: use.origin, statement }));
    const { nextAt, came } = await stockUp(app, payees, signal, impatient());
    if (!came) return nextAt;
    // What waited for tokens goes now, by itself.
    void this.#schedule.askImpatiently('transfers').catch((error) => this.#report(error));
    await this.#schedule.askImpatiently('letters');
    return nextAt;
  }

  async #join(): Promise<null> {
    for (const { origin, fault } of await joinServices(this.#options.app)) this.#note(origin, healthOf(fault));
    return null;
  }

  /** Locked meanwhile, whatever was under way ends so, and goes on from the records next time. */
  #report(error: unknown): void {
    if (!this.#options.signal.aborted) this.#options.report(error);
  }
}
