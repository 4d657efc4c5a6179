// This device's vault: not set up, locked or open. Open, it has a Desk and a Courier; locking ends both. Keys reach memory only here.

import { wipe } from '#bytes/bytes.ts';
import type { Entropy } from '#bytes/entropy.ts';
import type { Argon2Cost } from '#crypto/primitives.ts';
import { AccessKeeper, fetchLocked, takeWaiting } from './access.ts';
import { Courier } from './courier.ts';
import type { Lobby } from './lobby.ts';
import type { Arrival, Change, Desk, MailParser, Transport } from './ports.ts';
import { NEW_PROFILE, profile } from './records/profile.ts';
import { servicesInUse } from './records/service.ts';
import { type VaultKey, vaultKey } from './sealing.ts';
import type { Store } from './store.ts';
import { STRICT, transact } from './transaction.ts';
import { createVault, openVault, openVaultByRecovery, renewRecovery, rewrapPassphrase } from './vault.ts';
import type { Volatile } from './volatile.ts';

export interface DevicePorts {
  readonly lobby: Lobby;
  readonly volatile: Volatile;
  openStore(key: VaultKey): Promise<Store>;
  readonly transport: Transport;
  readonly mailParser: MailParser;
  readonly entropy: Entropy;
  now(): number;
  /** Services that a new vault begins with. */
  readonly defaultServices: readonly string[];
  /** Cost of guessing a passphrase; the default of vault.ts unless a test wants less. */
  readonly cost?: Argon2Cost;
  announce(change: Change | { topic: 'vault' }): void;
  arrived(arrival: Arrival): void;
  health(origin: string, state: 'connected' | 'unreachable' | 'refusing'): void;
  /** Asks for `send` at that time (ms since the epoch); null takes the wish back. */
  sendAgainAt(at: number | null): void;
  /** Something went wrong that nobody waits for; code only. */
  report(error: unknown): void;
}

/** A vault that is open. */
export interface OpenVault {
  readonly desk: Desk;
  readonly courier: Courier;
  readonly signal: { readonly aborted: boolean };
}

const VAULT_KEY = 'vault-key';
/** What the worker insists on; the interface asks for more (zxcvbn). */
export const MIN_PASSPHRASE_CHARACTERS = 8;

type Wrong = { ok: false; reason: 'wrong' | 'weak' | 'already' };

export class Device {
  readonly #ports: DevicePorts;
  readonly access: AccessKeeper;
  #open: (OpenVault & { readonly key: VaultKey; close(): void }) | null = null;
  #resuming: Promise<void> | null = null;
  #entering: Promise<void> | null = null;

  constructor(ports: DevicePorts) {
    this.#ports = ports;
    this.access = new AccessKeeper(ports.volatile);
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
    this.#resuming ??= (async () => {
      if (this.#open !== null) return;
      const held = await this.#ports.volatile.get(VAULT_KEY);
      if (held !== null && (await this.#ports.lobby.readHeader()) !== null) await this.#enter(vaultKey(held));
    })().catch((error) => {
      this.#resuming = null;
      throw error;
    });
    return this.#resuming;
  }

  async setUp(passphrase: string): Promise<{ ok: true; recoveryCode: string } | Wrong> {
    if ([...passphrase].length < MIN_PASSPHRASE_CHARACTERS) return { ok: false, reason: 'weak' };
    if ((await this.#ports.lobby.readHeader()) !== null) return { ok: false, reason: 'already' };
    const created = createVault(passphrase, this.#ports.entropy, this.#ports.cost);
    await this.#ports.lobby.writeHeader(created.header);
    await this.#admit(created.vaultKey);
    return { ok: true, recoveryCode: created.recoveryCode };
  }

  async unlock(passphrase: string): Promise<{ ok: true } | Wrong> {
    const header = await this.#ports.lobby.readHeader();
    const key = header === null ? 'wrong' : openVault(header, passphrase);
    if (typeof key === 'string') return { ok: false, reason: 'wrong' };
    await this.#admit(key);
    return { ok: true };
  }

  async recover(code: string, passphrase: string): Promise<{ ok: true } | Wrong> {
    const header = await this.#ports.lobby.readHeader();
    const key = header === null ? 'wrong' : openVaultByRecovery(header, code);
    if (header === null || typeof key === 'string') return { ok: false, reason: 'wrong' };
    if ([...passphrase].length < MIN_PASSPHRASE_CHARACTERS) return { ok: false, reason: 'weak' };
    await this.#ports.lobby.writeHeader(
      rewrapPassphrase(header, key, passphrase, this.#ports.entropy, this.#ports.cost),
    );
    await this.#admit(key);
    return { ok: true };
  }

  async changePassphrase(current: string, next: string): Promise<{ ok: true } | Wrong> {
    const header = await this.#ports.lobby.readHeader();
    const key = header === null ? 'wrong' : openVault(header, current);
    if (header === null || typeof key === 'string') return { ok: false, reason: 'wrong' };
    if ([...next].length < MIN_PASSPHRASE_CHARACTERS) return { ok: false, reason: 'weak' };
    await this.#ports.lobby.writeHeader(rewrapPassphrase(header, key, next, this.#ports.entropy, this.#ports.cost));
    return { ok: true };
  }

  async renewRecoveryCode(passphrase: string): Promise<{ ok: true; recoveryCode: string } | Wrong> {
    const header = await this.#ports.lobby.readHeader();
    const key = header === null ? 'wrong' : openVault(header, passphrase);
    if (header === null || typeof key === 'string') return { ok: false, reason: 'wrong' };
    const renewed = renewRecovery(header, key, this.#ports.entropy);
    await this.#ports.lobby.writeHeader(renewed.header);
    return { ok: true, recoveryCode: renewed.recoveryCode };
  }

  /** Forgets the keys. Mail goes on being fetched, sealed, with what is in volatile memory. */
  async lock(): Promise<void> {
    await this.#ports.volatile.remove(VAULT_KEY);
    this.#leave();
    this.#ports.announce({ topic: 'vault' });
  }

  async erase(): Promise<void> {
    await this.#ports.volatile.remove(VAULT_KEY);
    await this.access.clear();
    this.#leave();
    await this.#ports.lobby.erase();
    this.#ports.announce({ topic: 'vault' });
  }

  /** Fetches, whatever the state: into conversations where open, sealed into the lobby where locked. */
  async fetch(): Promise<void> {
    const open = await this.opened();
    if (open !== null) return open.courier.fetch();
    const { lobby, transport, entropy } = this.#ports;
    const before = await lobby.countWaiting();
    const waiting = await fetchLocked({ lobby, transport, entropy, access: this.access }, { aborted: false });
    if (waiting !== before) this.#ports.announce({ topic: 'vault' });
  }

  async #admit(key: VaultKey): Promise<void> {
    await this.#ports.volatile.set(VAULT_KEY, key);
    await this.#enter(key);
    this.#resuming = Promise.resolve();
    this.#ports.announce({ topic: 'vault' });
  }

  /** Two windows may unlock at once: there is one open vault. */
  #enter(key: VaultKey): Promise<void> {
    this.#entering ??= this.#openWith(key).finally(() => {
      this.#entering = null;
    });
    return this.#entering;
  }

  async #openWith(key: VaultKey): Promise<void> {
    if (this.#open !== null) return;
    const ports = this.#ports;
    const store = await ports.openStore(key);
    const life = { aborted: false };
    const desk: Desk = {
      store,
      transport: ports.transport,
      mailParser: ports.mailParser,
      entropy: ports.entropy,
      now: ports.now,
      announce: ports.announce,
      arrived: ports.arrived,
      wake: () => void courier.send().catch(ports.report),
    };
    const courier: Courier = new Courier({
      desk,
      signal: life,
      access: this.access,
      health: ports.health,
      sendAgainAt: ports.sendAgainAt,
    });
    await furnish(desk, ports.defaultServices);
    const close = (): void => {
      life.aborted = true;
      ports.sendAgainAt(null);
      store.close();
      wipe(key);
    };
    this.#open = { desk, courier, signal: life, key: key.slice() as VaultKey, close };
    // Nobody waits for these: what fails is tried again by the next alarm.
    void (async () => {
      await takeWaiting(desk, ports.lobby, this.#open?.key ?? key);
      await courier.keepUp();
      await Promise.all([courier.send(), courier.fetch()]);
    })().catch(ports.report);
  }

  #leave(): void {
    if (this.#open === null) return;
    this.#open.close();
    wipe(this.#open.key);
    this.#open = null;
    this.#resuming = null;
  }
}

/** What a vault must have; written again where a first start was cut off. */
async function furnish(desk: Desk, defaultServices: readonly string[]): Promise<void> {
  await transact(
    desk.store,
    [profile, servicesInUse],
    (transaction) => {
      if (transaction.get(profile) === null) transaction.put(profile, NEW_PROFILE);
      if (transaction.get(servicesInUse) === null) transaction.put(servicesInUse, { origins: [...defaultServices] });
    },
    STRICT,
  );
}
