// My mailboxes, as the courier of an open vault empties them: each service for itself, with a credential that is
// renewed when it runs out.
import { encodeHex } from '#bytes/base64url.ts';
import type { Fault } from '#bytes/fault.ts';
import type { Mailbox } from '#wire/transport.ts';
import { fetchMailbox } from '../incoming/fetch-mailbox.ts';
import { concludeLeaving } from '../leaving/leave-service.ts';
import { concludeReplacing } from '../leaving/replace-mailboxes.ts';
import type { AppContext, Brought, Health, MailboxAccess } from '../ports/ports.ts';
import { asFault } from '../retry/faults.ts';
import { Running } from '../retry/running.ts';
import { mailboxesOf } from '../services/roots.ts';
import { myMailboxes } from '../services/services.ts';
import { isFresh, type MailboxKey, openSession } from '../services/sessions.ts';
import type { AbortSignalLike } from '../store/store.ts';

export interface MailboxFetcherOptions {
  readonly app: AppContext;
  readonly signal: AbortSignalLike;
  /** Fetch-only credentials, kept in memory across a lock and a worker restart. */
  readonly access: { get(root: Uint8Array): Promise<MailboxAccess | null>; set(access: MailboxAccess): Promise<void> };
  /** A service answered, or did not. */
  noteHealth(origin: string, state: Health): void;
}

interface Fetching {
  readonly running: Running;
  /** Whether the next run asks the service what waits. */
  asked: boolean;
  /** To be taken in by the next run. */
  readonly brought: Brought[];
}

export class MailboxFetcher {
  readonly #options: MailboxFetcherOptions;
  /** By origin: a mailbox that says it has mail is emptied alone, so that no two services see the same moment. */
  readonly #fetching = new Map<string, Fetching>();
  /** By root, in hex: after an unlock several callers want a credential at once, and one is enough. */
  readonly #opening = new Map<string, Promise<MailboxAccess | null>>();

  constructor(options: MailboxFetcherOptions) {
    this.#options = options;
  }

  /** Empties every mailbox. */
  async fetch(): Promise<void> {
    const mailboxes = await myMailboxes(this.#options.app);
    const runs = mailboxes.map(({ use }) => this.fetchFrom(use.origin));
    // All of them, whatever becomes of one: a run is over when nothing of it is under way.
    for (const run of await Promise.allSettled(runs)) if (run.status === 'rejected') throw run.reason;
  }

  /**
   * Empties the mailboxes at one service.
   * @param brought all that waits there, sent along: nothing is asked for, unless a caller wants that too
   */
  fetchFrom(origin: string, brought?: Brought): Promise<void> {
    let fetching = this.#fetching.get(origin);
    if (fetching === undefined) {
      const running = new Running(() => this.#fetchFrom(origin));
      fetching = { running, asked: false, brought: [] };
      this.#fetching.set(origin, fetching);
    }
    // A service sends the next item when the one before was acknowledged: one that sends more is asked.
    if (brought === undefined || fetching.brought.length > 0) fetching.asked = true;
    else fetching.brought.push(brought);
    return fetching.running.ask();
  }

  /** A credential for my mailbox there: of the root that is used now. Null if the service cannot be asked now. */
  async accessTo(origin: string): Promise<MailboxAccess | null> {
    const [current] = (await mailboxesOf(this.#options.app)).filter((one) => one.origin === origin);
    return current === undefined ? null : this.#accessTo(current);
  }

  /** Credentials for every mailbox of mine that can be had now: for push, and for fetching while locked. */
  async accesses(): Promise<MailboxAccess[]> {
    const mailboxes = await mailboxesOf(this.#options.app);
    const held = await Promise.all(mailboxes.map((mailbox) => this.#accessTo(mailbox)));
    return held.filter((access) => access !== null);
  }

  /** The service was restarted, or the credential ran out: the next one is asked for anew. */
  refused(held: MailboxAccess): Promise<void> {
    return this.#options.access.set({ ...held, untilAt: 0 });
  }

  async #accessTo(mailbox: MailboxKey): Promise<MailboxAccess | null> {
    const { app, access } = this.#options;
    const held = await access.get(mailbox.root);
    if (held !== null && isFresh(held, app.now())) return held;
    const root = encodeHex(mailbox.root);
    const opening = this.#opening.get(root) ?? this.#openAccess(mailbox).finally(() => void this.#opening.delete(root));
    this.#opening.set(root, opening);
    return opening;
  }

  async #openAccess(mailbox: MailboxKey): Promise<MailboxAccess | null> {
    const { app, access, noteHealth } = this.#options;
    try {
      const opened = await openSession(app.transport, mailbox, 'fetch', app.now());
      await access.set(opened);
      return opened;
    } catch (error) {
      noteHealth(mailbox.origin, healthOf(asFault(error)));
      return null;
    }
  }

  /** Also mail to former roots there. */
  async #fetchFrom(origin: string): Promise<void> {
    const fetching = this.#fetching.get(origin);
    if (fetching === undefined) return;
    const [brought] = fetching.brought.splice(0);
    const asked = fetching.asked;
    fetching.asked = false;
    const isTaken = brought !== undefined && (await this.#take(brought.access, brought.page)) !== 'renewed';
    if (brought !== undefined && isTaken && !asked) return;
    for (const mailbox of await mailboxesOf(this.#options.app))
      if (mailbox.origin === origin) await this.#fetchMailbox(mailbox);
  }

  async #fetchMailbox(mailbox: MailboxKey): Promise<void> {
    const { app, signal, noteHealth } = this.#options;
    const { origin } = mailbox;
    for (let attempt = 0; attempt < 2 && !signal.aborted; attempt++) {
      const held = await this.#accessTo(mailbox);
      if (held === null) return;
      const lookedAt = app.now();
      const outcome = await this.#take(held, null, async () => {
        await concludeLeaving(app, origin, lookedAt, signal);
        await concludeReplacing(app, mailbox, signal);
      });
      // Once more with a new one.
      if (outcome !== 'renewed') return;
    }
    // It gave a new one, and refused that too.
    noteHealth(origin, 'refusing');
  }

  /**
   * @param brought the first page, if it is at hand @param emptied what follows when nothing waits there any more
   * @returns `renewed`: the credential holds no more, the next is another
   */
  async #take(
    held: MailboxAccess,
    brought: Mailbox | null,
    emptied: () => Promise<void> = async () => {},
  ): Promise<'over' | 'renewed'> {
    const { app, signal, noteHealth } = this.#options;
    try {
      if (await fetchMailbox(app, held, signal, brought)) app.repliesWait();
      noteHealth(held.origin, 'connected');
      await emptied();
      return 'over';
    } catch (error) {
      const fault = asFault(error);
      // Locked meanwhile: that says nothing of the service.
      if (signal.aborted) return 'over';
      // A full disk is ours to tell: the mail stays at the service until there is room.
      if (fault.code.startsWith('storage-')) throw fault;
      if (fault.code === 'unauthorised') {
        await this.refused(held);
        return 'renewed';
      }
      noteHealth(held.origin, healthOf(fault));
      return 'over';
    }
  }
}

/** A service that says no, or is not who it was, refuses; one that is away is not reached. */
export function healthOf({ blame }: Fault): Health {
  return blame === 'refused' || blame === 'untrusted' || blame === 'malformed' ? 'refusing' : 'unreachable';
}
