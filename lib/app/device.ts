// This device's vault: not set up, locked or open. What changes it (set-up, unlocking, another passphrase, erasing) happens one at a time,
// in the order asked: two windows at once must not make two vaults or lose each other's header. Locking waits for nothing.
import { wipe } from '#bytes/bytes.ts';
import { weaknessOf } from '#logins/passphrase.ts';
import { AccessKeeper, fetchLocked } from './access.ts';
import { type ClosableVault, type DevicePorts, type OpenVault, openDesk } from './open-vault.ts';
import { Running } from './running.ts';
import { type VaultKey, vaultKey } from './sealing.ts';
import {
  createVault,
  type OpenedVault,
  openVault,
  openVaultByRecovery,
  renewRecovery,
  rewrapPassphrase,
} from './vault.ts';

const VAULT_KEY = 'vault-key';

/** `newer`: a later program wrote the header; it is left alone. */
type Wrong = { ok: false; reason: 'wrong' | 'weak' | 'already' | 'newer' };
const WRONG: Wrong = { ok: false, reason: 'wrong' };
const NEWER: Wrong = { ok: false, reason: 'newer' };
const WEAK: Wrong = { ok: false, reason: 'weak' };
/** What the worker insists on, whoever asks; our pages judge by dictionaries as well. */
const isWeak = (passphrase: string): boolean => weaknessOf(passphrase) !== null;

export class Device {
  readonly #ports: DevicePorts;
  readonly access: AccessKeeper;
  readonly #lockedFetch: Running;
  #open: ClosableVault | null = null;
  #resuming: Promise<void> | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  /** Counts locks: who began to open before one must not be open after it. */
  #locks = 0;
  /** Ends what fetches for a locked vault. */
  #lockedLife = { aborted: false };

  constructor(ports: DevicePorts) {
    this.#ports = ports;
    this.access = new AccessKeeper(ports.volatile);
    this.#lockedFetch = new Running(() => this.#fetchLocked());
  }

  async state(): Promise<'new' | 'locked' | 'open'> {
    await this.resume();
    if (this.#open !== null) return 'open';
    return (await this.#ports.lobby.readHeader()) === null ? 'new' : 'locked';
  }

  /** The open vault, or null. A worker that was restarted while unlocked opens it again here. */
  async opened(): Promise<OpenVault | null> {
    await this.resume();
    return this.#open;
  }

  /** The vault if it is open in this very moment, without opening anything. */
  get current(): OpenVault | null {
    return this.#open;
  }

  waiting(): Promise<number> {
    return this.#ports.lobby.countWaiting();
  }

  /** Opens again after a worker restart; once, however many ask. */
  resume(): Promise<void> {
    const locks = this.#locks;
    this.#resuming ??= this.#inTurn(async () => {
      const held = this.#open === null ? await this.#ports.volatile.get(VAULT_KEY) : null;
      if (held !== null && (await this.#ports.lobby.readHeader()) !== null)
        await this.#enter(vaultKey(held), locks, 'resumed');
    }).catch((error) => {
      this.#resuming = null;
      throw error;
    });
    return this.#resuming;
  }

  setUp(passphrase: string): Promise<{ ok: true; recoveryCode: string } | Wrong> {
    const locks = this.#locks;
    return this.#inTurn(async () => {
      if (isWeak(passphrase)) return WEAK;
      if ((await this.#ports.lobby.readHeader()) !== null) return { ok: false, reason: 'already' };
      const created = createVault(passphrase, this.#ports.entropy, this.#ports.cost);
      await this.#ports.lobby.writeHeader(created.header);
      await this.#admit(created.vaultKey, locks);
      return { ok: true, recoveryCode: created.recoveryCode };
    });
  }

  unlock(passphrase: string): Promise<{ ok: true } | Wrong> {
    return this.#withKey(
      (header) => openVault(header, passphrase),
      async (_, key, locks) => {
        await this.#admit(key, locks);
        return { ok: true };
      },
    );
  }

  recover(code: string, passphrase: string): Promise<{ ok: true } | Wrong> {
    return this.#withKey(
      (header) => openVaultByRecovery(header, code),
      async (header, key, locks) => {
        if (isWeak(passphrase)) return WEAK;
        await this.#rewrap(header, key, passphrase);
        await this.#admit(key, locks);
        return { ok: true };
      },
    );
  }

  changePassphrase(current: string, next: string): Promise<{ ok: true } | Wrong> {
    return this.#withKey(
      (header) => openVault(header, current),
      async (header, key) => {
        if (isWeak(next)) return WEAK;
        await this.#rewrap(header, key, next);
        return { ok: true };
      },
    );
  }

  renewRecoveryCode(passphrase: string): Promise<{ ok: true; recoveryCode: string } | Wrong> {
    return this.#withKey(
      (header) => openVault(header, passphrase),
      async (header, key) => {
        const renewed = renewRecovery(header, key, this.#ports.entropy);
        await this.#ports.lobby.writeHeader(renewed.header);
        return { ok: true, recoveryCode: renewed.recoveryCode };
      },
    );
  }

  /** Forgets the keys. Mail goes on being fetched, sealed, with what is in volatile memory. */
  async lock(): Promise<void> {
    const removed = this.#ports.volatile.remove(VAULT_KEY);
    this.#leave();
    await removed;
    this.#ports.announce({ topic: 'vault' });
  }

  async erase(): Promise<void> {
    this.#leave();
    await this.#inTurn(async () => {
      this.#leave();
      await this.#ports.volatile.remove(VAULT_KEY);
      await this.access.clear();
      await this.#ports.lobby.erase();
    });
    this.#ports.announce({ topic: 'vault' });
  }

  /** Fetches, whatever the state: into conversations where open, sealed into the lobby where locked. @param origin where mail waits; else everywhere */
  async fetch(origin?: string): Promise<void> {
    const open = await this.opened();
    if (open === null) return this.#lockedFetch.ask();
    return origin === undefined ? open.courier.fetch() : open.courier.fetchFrom(origin);
  }

  async #fetchLocked(): Promise<void> {
    const { lobby, transport, entropy, now } = this.#ports;
    const before = await lobby.countWaiting();
    const ports = { lobby, transport, entropy, access: this.access, now };
    const waiting = await fetchLocked(ports, this.#lockedLife);
    // The vault was opened meanwhile: what this brought must not lie until the next time.
    if (this.#open !== null) return this.#open.takeIn();
    if (waiting !== before) this.#ports.announce({ topic: 'vault' });
  }

  /** One after the other, in the order asked. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Opens the header in turn. The key is wiped when `use` is done with it. */
  #withKey<T>(
    open: (header: Uint8Array) => OpenedVault | 'mistyped',
    use: (header: Uint8Array, key: VaultKey, locks: number) => Promise<T | Wrong>,
  ): Promise<T | Wrong> {
    const locks = this.#locks;
    return this.#inTurn(async () => {
      const header = await this.#ports.lobby.readHeader();
      const key = header === null ? 'wrong' : open(header);
      if (key === 'newer') return NEWER;
      if (header === null || typeof key === 'string') return WRONG;
      return use(header, key, locks).finally(() => wipe(key));
    });
  }

  #rewrap(header: Uint8Array, key: VaultKey, passphrase: string): Promise<void> {
    const { lobby, entropy, cost } = this.#ports;
    return lobby.writeHeader(rewrapPassphrase(header, key, passphrase, entropy, cost));
  }

  /** Opens the vault and lets it stay open across a restart of the worker. */
  async #admit(key: VaultKey, locks: number): Promise<void> {
    const { volatile, announce } = this.#ports;
    const held = key.slice();
    await this.#enter(key, locks, 'unlocked');
    if (this.#locks === locks) await volatile.set(VAULT_KEY, held);
    // Locked while that was written.
    if (this.#locks !== locks) await volatile.remove(VAULT_KEY);
    wipe(held);
    announce({ topic: 'vault' });
  }

  /** @param locks how often it had been locked when this began */
  async #enter(key: VaultKey, locks: number, how: 'resumed' | 'unlocked'): Promise<void> {
    if (this.#open !== null || this.#locks !== locks) return wipe(key);
    const open = await openDesk(this.#ports, this.access, key);
    if (this.#locks !== locks) return open.close();
    this.#open = open;
    this.#lockedLife.aborted = true;
    // Nobody waits for these: what fails is tried again by the next alarm.
    void begin(open, how).catch(this.#ports.report);
  }

  #leave(): void {
    this.#locks++;
    this.#lockedLife.aborted = true;
    this.#lockedLife = { aborted: false };
    this.#open?.close();
    this.#open = null;
    this.#resuming = null;
  }
}

/** What was known goes on at once; what is new at the services is fetched when they have been reached. */
async function begin({ courier, takeIn }: ClosableVault, how: 'resumed' | 'unlocked'): Promise<void> {
  await takeIn();
  const work = (): Promise<unknown> => Promise.all([courier.send(), courier.fetch()]);
  await Promise.all([work(), courier.join().then(work)]);
  // Browsers start a worker again and again, often because somebody opens a page: it must not read the whole vault each time.
  if (how === 'unlocked') await courier.keepUp();
}
