// Mailbox credentials in volatile memory, and fetching with them while the vault is locked: what comes is sealed to the inbox key and
// committed before it is acknowledged. Nothing of it can be read until the next unlock.

import type { Entropy } from '#bytes/entropy.ts';
import { blob, list, part, struct, text, timestamp } from '#wire/format.ts';
import { ORIGIN_BYTES } from '#wire/sizes.ts';
import { mailbox } from '#wire/transport.ts';
import { receiveAll } from './courier-in.ts';
import { asFault } from './faults.ts';
import type { Lobby } from './lobby.ts';
import type { Desk, Transport } from './ports.ts';
import type { VaultKey } from './sealing.ts';
import type { MailboxAccess } from './sessions.ts';
import type { AbortSignalLike } from './store.ts';
import { openWaiting, sealWaiting } from './vault-waiting.ts';
import type { Volatile } from './volatile.ts';

const NAME = 'mailbox-access';
const format = part(
  'mailbox access',
  16 * 1024,
  list(16, struct({ origin: text(ORIGIN_BYTES), session: blob(160), untilAt: timestamp })),
);

export class AccessKeeper {
  readonly #volatile: Volatile;
  constructor(volatile: Volatile) {
    this.#volatile = volatile;
  }

  async all(): Promise<MailboxAccess[]> {
    const encoded = await this.#volatile.get(NAME);
    return encoded === null ? [] : format.decode(encoded);
  }

  async get(origin: string): Promise<MailboxAccess | null> {
    return (await this.all()).find((access) => access.origin === origin) ?? null;
  }

  async set(access: MailboxAccess): Promise<void> {
    const others = (await this.all()).filter(({ origin }) => origin !== access.origin);
    await this.#volatile.set(NAME, format.encode([...others, { ...access }]));
  }

  clear(): Promise<void> {
    return this.#volatile.remove(NAME);
  }
}

/** Fetches every mailbox into the lobby. @returns how many items wait there now */
export async function fetchLocked(
  ports: { lobby: Lobby; transport: Transport; entropy: Entropy; access: AccessKeeper },
  signal: AbortSignalLike,
): Promise<number> {
  const header = await ports.lobby.readHeader();
  if (header === null) return 0;
  for (const { origin, session } of await ports.access.all()) {
    try {
      while (!signal.aborted) {
        const page = await ports.transport.call('getMailbox', origin, null, { session });
        if (page.items.length === 0) break;
        await ports.lobby.addWaiting(
          page.items.map((item) =>
            sealWaiting(header, origin, mailbox.encode({ items: [item], remaining: 0 }), ports.entropy),
          ),
        );
        await ports.transport.call(
          'acknowledge',
          origin,
          { sequences: page.items.map(({ sequence }) => sequence) },
          { session },
        );
        if (page.remaining === 0) break;
      }
    } catch (error) {
      // A service that is away, or a credential that ran out: the mail waits there until the next unlock.
      asFault(error);
    }
  }
  return ports.lobby.countWaiting();
}

const BATCH = 64;

/** Takes in everything that waited. An item is removed from the lobby only when it was taken, or can never be. */
export async function takeWaiting(desk: Desk, lobby: Lobby, key: VaultKey): Promise<void> {
  for (let items = await lobby.readWaiting(BATCH); items.length > 0; items = await lobby.readWaiting(BATCH)) {
    const opened = items.flatMap((item) => {
      const waiting = openWaiting(key, item);
      return waiting === null ? [] : mailbox.decode(waiting.item).items;
    });
    await receiveAll(desk, opened);
    await lobby.removeWaiting(items.map((item) => item.key));
  }
}
