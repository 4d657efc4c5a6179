// Mailbox credentials in volatile memory, and fetching with them while the vault is locked: each item is sealed to the
// inbox key and committed before it is acknowledged. Nothing of it can be read until the next unlock.
import { equal } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import { Fault } from '#bytes/fault.ts';
import type { SealSecretKey } from '#crypto/keys.ts';
import { blob, bytes, list, part, struct, text, timestamp } from '#wire/format.ts';
import { ID_BYTES, ORIGIN_BYTES } from '#wire/sizes.ts';
import { type Mailbox, mailbox } from '#wire/transport.ts';
import { takePage } from '../incoming/fetch-mailbox.ts';
import { emptyMailbox } from '../incoming/mailbox-pages.ts';
import type { AppContext, MailboxAccess, Transport } from '../ports/ports.ts';
import { asFault } from '../retry/faults.ts';
import type { AbortSignalLike } from '../store/store.ts';
import type { Volatile } from '../store/volatile.ts';
import type { LockedInbox } from '../vault/locked-inbox.ts';
import { openWaiting, sealWaiting } from '../vault/vault-waiting.ts';

/** Another name than before credentials said which root they open. */
const NAME = 'mailbox-access-2';
/** Of every service in use, the root of today and former ones. */
const MAX_ACCESSES = 48;
const format = part(
  'mailbox access',
  32 * 1024,
  list(
    MAX_ACCESSES,
    struct({ origin: text(ORIGIN_BYTES), root: bytes(ID_BYTES), session: blob(160), untilAt: timestamp }),
  ),
);

export class AccessKeeper {
  readonly #volatile: Volatile;
  #turn: Promise<void> = Promise.resolve();
  /** As volatile memory has them, once it was asked: every fetch wants one. */
  #held: Promise<readonly MailboxAccess[]> | null = null;

  constructor(volatile: Volatile) {
    this.#volatile = volatile;
  }

  async all(): Promise<readonly MailboxAccess[]> {
    this.#held ??= this.#read();
    const held = this.#held;
    try {
      return await held;
    } catch (error) {
      if (this.#held === held) this.#held = null;
      throw error;
    }
  }

  async #read(): Promise<readonly MailboxAccess[]> {
    const encoded = await this.#volatile.get(NAME);
    return encoded === null ? [] : format.decode(encoded);
  }

  async get(root: Uint8Array): Promise<MailboxAccess | null> {
    return (await this.all()).find((access) => equal(access.root, root)) ?? null;
  }

  /** Those that have not run out. */
  async good(now: number): Promise<MailboxAccess[]> {
    return (await this.all()).filter(({ untilAt }) => untilAt > now);
  }

  set(access: MailboxAccess): Promise<void> {
    return this.#inTurn(async () => {
      const others = (await this.all()).filter(({ root }) => !equal(root, access.root));
      const all = [...others, { ...access }].slice(-MAX_ACCESSES);
      this.#held = null;
      await this.#volatile.set(NAME, format.encode(all));
      this.#held = Promise.resolve(all);
    });
  }

  clear(): Promise<void> {
    return this.#inTurn(async () => {
      this.#held = null;
      await this.#volatile.remove(NAME);
      this.#held = Promise.resolve([]);
    });
  }

  /** All credentials lie in one place: two services that answer at once must not undo each other. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

/** Items kept for a locked vault: some 25 MB of ordinary ones. Further ones stay at the services. */
const MAX_WAITING = 4096;

interface LockedPorts {
  readonly lockedInbox: LockedInbox;
  readonly transport: Transport;
  readonly entropy: Entropy;
  readonly access: AccessKeeper;
  now(): number;
}

/** Fetches every mailbox into the locked inbox. @returns how many items wait there now */
export async function fetchLocked(ports: LockedPorts, signal: AbortSignalLike): Promise<number> {
  const header = await ports.lockedInbox.readHeader();
  if (header === null) return 0;
  let waiting = await ports.lockedInbox.countWaiting();
  for (const access of await ports.access.good(ports.now())) {
    try {
      await emptyMailbox(ports.transport, access, signal, async (items) => {
        if (signal.aborted || waiting + items.length > MAX_WAITING) return null;
        waiting = await ports.lockedInbox.addWaiting(
          items.map((item) =>
            sealWaiting(header, access.origin, mailbox.encode({ items: [item], remaining: 0 }), ports.entropy),
          ),
          header,
        );
        return items;
      });
    } catch (error) {
      // A service that is away, or a credential that ran out: the mail waits there until the next unlock.
      asFault(error);
    }
  }
  return waiting;
}

/** Taken in together, and so many removed from the locked inbox at once. */
const BATCH = 64;

/**
 * Takes in everything that waited, in the order of its mailboxes. An item leaves the locked inbox only when it was
 * taken or set aside, or can never be; one that stays keeps no other from being taken.
 * @param report told of what could not be taken in
 */
export async function takeWaiting(
  app: AppContext,
  lockedInbox: LockedInbox,
  inbox: SealSecretKey,
  signal: AbortSignalLike,
  report: (error: unknown) => void,
): Promise<void> {
  const items = await lockedInbox.readWaiting(MAX_WAITING);
  // Not after this: a closed vault's key opens nothing, and items that cannot be opened are thrown away.
  if (signal.aborted) return;
  // Names in the locked inbox are digests: their order is none.
  const opened = items
    .map(({ key, sealed }) => ({ key, ...readWaiting(inbox, { key, sealed }) }))
    .sort((a, b) =>
      a.origin < b.origin ? -1 : a.origin > b.origin ? 1 : (a.item?.sequence ?? 0) - (b.item?.sequence ?? 0),
    );
  for (let from = 0; from < opened.length && !signal.aborted; from += BATCH) {
    const batch = opened.slice(from, from + BATCH);
    const readable = batch.flatMap(({ key, item }) => (item === null ? [] : [{ key, ...item }]));
    const { settled, failure } = await takePage(app, readable);
    if (failure !== null) report(failure);
    const stays = new Set(readable.filter((_, i) => !settled[i]).map(({ key }) => key));
    await lockedInbox.removeWaiting(batch.map(({ key }) => key).filter((key) => !stays.has(key)));
  }
}

/** Anybody can seal anything to the inbox key, so the content may be nonsense. */
function readWaiting(
  inbox: SealSecretKey,
  sealed: { key: string; sealed: Uint8Array },
): { origin: string; item: Mailbox['items'][number] | null } {
  const waiting = openWaiting(inbox, sealed);
  if (waiting === null) return { origin: '', item: null };
  try {
    return { origin: waiting.origin, item: mailbox.decode(waiting.item).items[0] ?? null };
  } catch (error) {
    if (error instanceof Fault && error.blame === 'malformed') return { origin: '', item: null };
    throw error;
  }
}
