// This device's vault: not set up, locked or open. Set-up, unlocking, another passphrase or vault key, and erasing
// happen one at a time, in the order asked: two windows at once must not make two vaults or lose each other's header.
// Locking waits for nothing. While the vault is rewritten under another key nothing else is open: a caller that asks
// for the open vault waits for the end of it.
import { concat, wipe } from '#bytes/bytes.ts';
import { weaknessOf } from '#logins/passphrase.ts';
import { pinFault } from '#logins/pin.ts';
import { DAY_MS, dayOf } from '#protocol/base/day.ts';
import type { Brought, MailboxAccess } from '../ports/ports.ts';
import { Running } from '../retry/running.ts';
import { type VaultKey, vaultKey } from '../store/sealing.ts';
import { wrapByPin } from '../vault/pin-wrap.ts';
import {
  authentic,
  createVault,
  isRenewable,
  type OpenedVault,
  opensBy,
  openVault,
  openVaultByRecovery,
  renewRecovery,
  rewrapPassphrase,
  rewrapRecovery,
} from '../vault/vault.ts';
import { readHeader } from '../vault/vault-header.ts';
import { GlimpseKeeper } from './glimpse.ts';
import { AccessKeeper, fetchLocked } from './locked-mailbox.ts';
import { type ClosableVault, type DevicePorts, type OpenVault, openDesk } from './open-vault.ts';
import { PinKeeper } from './pin-keeper.ts';
import { dropOthers, rekey, rekeyDue, type Tidying } from './rekey.ts';
import { type RekeyFailure, RekeyPause } from './rekey-pause.ts';
import { Restoring } from './restoring.ts';

/** One key, or, while the header changes from one to the next, both: which of them is the one tells the header. */
const VAULT_KEY = 'vault-key';
const KEY_BYTES = 32;

/** `newer`: a later program wrote the header; it is left alone. */
type Wrong = { ok: false; reason: 'wrong' | 'weak' | 'already' | 'newer' };
const WRONG: Wrong = { ok: false, reason: 'wrong' };
const NEWER: Wrong = { ok: false, reason: 'newer' };
const WEAK: Wrong = { ok: false, reason: 'weak' };
/** The worker insists on this for every caller; our pages judge by dictionaries as well. */
const isWeak = (passphrase: string): boolean => weaknessOf(passphrase) !== null;

export class Device {
  readonly #ports: DevicePorts;
  readonly access: AccessKeeper;
  readonly #lockedFetch: Running;
  readonly #rekeyPause: RekeyPause;
  readonly #glimpse: GlimpseKeeper;
  readonly #pin: PinKeeper;
  #open: ClosableVault | null = null;
  #resuming: Promise<void> | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  /** Counts locks: an opening that began before a lock must not end open after it. */
  #locks = 0;
  #tidying: Tidying | null = null;
  /** Ends the fetching for a locked vault. */
  #lockedLife = { aborted: false };

  constructor(ports: DevicePorts) {
    this.#ports = ports;
    this.access = new AccessKeeper(ports.volatile);
    this.#rekeyPause = new RekeyPause(ports.volatile);
    this.#glimpse = new GlimpseKeeper(ports.volatile);
    this.#pin = new PinKeeper(ports.volatile);
    this.#lockedFetch = new Running(() => this.#fetchLocked());
  }

  async state(): Promise<'new' | 'locked' | 'open'> {
    await this.resume();
    if (this.#open !== null) return 'open';
    return (await this.#ports.lockedInbox.readHeader()) === null ? 'new' : 'locked';
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

  /** How far the vault is with being rewritten; null: it is not. */
  get tidying(): Readonly<Tidying> | null {
    return this.#tidying;
  }

  waiting(): Promise<number> {
    return this.#ports.lockedInbox.countWaiting();
  }

  /** Opens again after a worker restart; once, however many callers ask. */
  resume(): Promise<void> {
    if (this.#open !== null) return Promise.resolve();
    const locks = this.#locks;
    this.#resuming ??= this.#inTurn(async () => {
      if (this.#open !== null) return;
      const held = await this.#held();
      if (held !== null) await this.#enter(held.header, held.key, locks, 'resumed');
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
      if ((await this.#ports.lockedInbox.readHeader()) !== null) return { ok: false, reason: 'already' };
      const { lockedInbox, stores, entropy, now, cost } = this.#ports;
      const created = createVault(passphrase, entropy, dayOf(now()), cost);
      // First the store: every header must have its store.
      (await stores.create(0, created.vaultKey)).close();
      await lockedInbox.writeHeader(created.header);
      await this.#admit(created.header, created.vaultKey, locks);
      return { ok: true, recoveryCode: created.recoveryCode };
    });
  }

  /** A vault that a backup is read into, piece by piece. It is this device's once `finishRestore` is through. */
  beginRestore(passphrase: string): Promise<{ ok: true; restoring: Restoring } | Wrong> {
    return this.#inTurn(async () => {
      if (isWeak(passphrase)) return WEAK;
      if ((await this.#ports.lockedInbox.readHeader()) !== null) return { ok: false, reason: 'already' };
      const { stores, entropy, now, cost } = this.#ports;
      const created = createVault(passphrase, entropy, dayOf(now()), cost);
      return { ok: true, restoring: new Restoring(await stores.create(0, created.vaultKey), created) };
    });
  }

  finishRestore(restoring: Restoring): Promise<{ ok: true; recoveryCode: string } | Wrong> {
    const locks = this.#locks;
    return this.#inTurn(async () => {
      if ((await this.#ports.lockedInbox.readHeader()) !== null) return { ok: false, reason: 'already' };
      const { header, vaultKey: key, recoveryCode } = await restoring.complete(this.#ports.now());
      await this.#ports.lockedInbox.writeHeader(header);
      // It is there from now on, whatever keeps it from being opened in this moment.
      await this.#admit(header, key, locks).catch((error) => {
        this.#ports.report(error);
        this.#ports.announce({ topic: 'vault' });
      });
      return { ok: true, recoveryCode };
    });
  }

  unlock(passphrase: string): Promise<{ ok: true } | Wrong> {
    return this.#withKey(
      (header) => openVault(header, passphrase),
      async (header, key, locks) => {
        const current = await this.#inTodaysForm(header, key, passphrase);
        await this.#admit(current, key, locks);
        await this.#pin.forgive();
        void this.rekeyIfDue(undefined, 'overdue').catch(this.#ports.report);
        return { ok: true };
      },
    );
  }

  /** Opens by the PIN. `gone`: there is none, or no more: the passphrase is needed. */
  unlockByPin(pin: string): Promise<{ ok: true } | { ok: false; reason: 'wrong' | 'gone' }> {
    const locks = this.#locks;
    return this.#inTurn(async () => {
      if (this.#open !== null) return { ok: true };
      const key = await this.#pin.open(pin).finally(() => this.#ports.announce({ topic: 'vault' }));
      if (typeof key === 'string') return { ok: false, reason: key };
      const header = await this.#ports.lockedInbox.readHeader();
      if (header === null || !opensBy(header, key)) {
        wipe(key);
        await this.#pin.clear();
        return { ok: false, reason: 'gone' };
      }
      await this.#admit(header, key, locks);
      await this.#pin.forgive();
      return { ok: true };
    });
  }

  /** Tries that are left of the PIN; null: there is none. */
  pinTries(): Promise<number | null> {
    return this.#pin.triesLeft();
  }

  /** For the open vault, until the browser ends. `locked`: it was locked meanwhile. */
  setPin(
    passphrase: string,
    pin: string,
  ): Promise<{ ok: true } | Wrong | { ok: false; reason: 'shape' | 'easy' | 'locked' }> {
    return this.#withKey<{ ok: true } | { ok: false; reason: 'shape' | 'easy' | 'locked' }>(
      (header) => openVault(header, passphrase),
      async (header, key, locks) => {
        const fault = pinFault(pin);
        if (fault !== null) return { ok: false, reason: fault };
        if (this.#open === null || this.#locks !== locks) return { ok: false, reason: 'locked' };
        const { entropy, cost, announce } = this.#ports;
        const isLeft = await this.#pin.leave(wrapByPin(key, authentic(header, key).generation, pin, entropy, cost));
        if (!isLeft || this.#locks !== locks) {
          await this.#pin.clear();
          return { ok: false, reason: 'locked' };
        }
        announce({ topic: 'vault' });
        return { ok: true };
      },
    );
  }

  /** From here on only the passphrase, or the recovery code, unlocks. */
  async forgetPin(): Promise<void> {
    await this.#pin.clear();
    this.#ports.announce({ topic: 'vault' });
  }

  recover(code: string, passphrase: string): Promise<{ ok: true } | Wrong> {
    return this.#withKey(
      (header) => openVaultByRecovery(header, code),
      async (header, key, locks) => {
        if (isWeak(passphrase)) return WEAK;
        const { entropy } = this.#ports;
        const next = await this.#rewrap(rewrapRecovery(header, key, code, entropy), key, passphrase);
        await this.#admit(next, key, locks);
        this.#rekeySoon();
        return { ok: true };
      },
    );
  }

  /** Whether it is the vault's: asked again before all that lies in it is handed out. */
  async isPassphrase(passphrase: string): Promise<boolean> {
    const asked = await this.#withKey(
      (header) => openVault(header, passphrase),
      async () => ({ ok: true }) as const,
    );
    return asked.ok;
  }

  changePassphrase(current: string, next: string): Promise<{ ok: true } | Wrong> {
    return this.#withKey(
      (header) => openVault(header, current),
      async (header, key) => {
        if (isWeak(next)) return WEAK;
        await this.#rewrap(header, key, next);
        this.#rekeySoon();
        return { ok: true };
      },
    );
  }

  renewRecoveryCode(passphrase: string): Promise<{ ok: true; recoveryCode: string } | Wrong> {
    return this.#withKey(
      (header) => openVault(header, passphrase),
      async (header, key) => {
        const renewed = renewRecovery(header, key, this.#ports.entropy);
        await this.#ports.lockedInbox.writeHeader(renewed.header);
        this.#rekeySoon();
        return { ok: true, recoveryCode: renewed.recoveryCode };
      },
    );
  }

  /** For a vault of an older program, whose vault key can only be replaced once the recovery code was at hand. */
  giveRecoveryCode(code: string): Promise<{ ok: true } | Wrong> {
    return this.#withKey(
      (header) => openVaultByRecovery(header, code),
      async (header, key) => {
        await this.#ports.lockedInbox.writeHeader(rewrapRecovery(header, key, code, this.#ports.entropy));
        this.#rekeySoon();
        return { ok: true };
      },
    );
  }

  /**
   * The day of the vault key (ms since the epoch; 0: it is to be replaced), whether replacing it wants the recovery
   * code once, and what replacing it last failed of.
   */
  async keys(): Promise<{
    readonly since: number;
    readonly codeWanted: boolean;
    readonly failed: RekeyFailure | null;
  } | null> {
    const header = await this.#ports.lockedInbox.readHeader();
    const read = header === null ? 'newer' : readHeader(header);
    if (read === 'newer') return null;
    const failed = await this.#rekeyPause.failed();
    return { since: read.keyDay * DAY_MS, codeWanted: !isRenewable(read), failed };
  }

  /**
   * Replaces the vault key and rewrites everything under the new one. A lock or an erasure meanwhile undoes it.
   * @param isQuiet asked at the last moment before the vault is closed
   * @returns `stopped`: not quiet, by `stopRekey`, by locking, or by mail that came in that moment. Everything is as it
   * was
   * @throws Fault unavailable `storage-full` | `storage-failed`: everything is as it was
   */
  rekey(isQuiet: () => boolean = () => true): Promise<'done' | 'locked' | 'code' | 'stopped'> {
    return this.#inTurn(async () => {
      const [open, held, locks] = [this.#open, await this.#held(), this.#locks];
      if (open === null || held === null) return 'locked';
      if (!isRenewable(authentic(held.header, held.key))) return 'code';
      // It is sealed to a key that goes with the vault key.
      await open.takeIn();
      if (this.#open !== open || this.#locks !== locks || !isQuiet()) return 'stopped';
      return this.#tidy(open, held.header, held.key, locks);
    });
  }

  /** Undoes a rewriting under way, unless it is through. */
  stopRekey(): void {
    if (this.#tidying !== null) this.#tidying.stopped = true;
  }

  /**
   * To be asked now and then; done only while no page is looked at. A failure is reported, and the rewriting then left
   * alone for a growing while.
   */
  async rekeyIfDue(isQuiet: () => boolean = () => true, least: 'due' | 'overdue' = 'due'): Promise<void> {
    const { lockedInbox, now, report } = this.#ports;
    const header = this.#open === null || this.#tidying !== null ? null : await lockedInbox.readHeader();
    const due = header === null ? null : rekeyDue(header, now());
    if (due !== 'now' && !(due === 'quietly' && least === 'due')) return;
    if (await this.#rekeyPause.isOver(now())) await this.rekey(isQuiet).catch(report);
  }

  /**
   * Forgets the keys, but for a wrap under a PIN where one was set. Mail is still fetched, and sealed, with the
   * credentials in volatile memory.
   */
  async lock(): Promise<void> {
    const removed = Promise.all([this.#ports.volatile.remove(VAULT_KEY), this.#glimpse.clear()]);
    this.#leave();
    await removed;
    this.#ports.announce({ topic: 'vault' });
  }

  async erase(): Promise<void> {
    const removed = Promise.all([this.#glimpse.clear(), this.#pin.clear()]);
    this.#leave();
    await this.#inTurn(async () => {
      this.#leave();
      await removed;
      await this.#ports.volatile.remove(VAULT_KEY);
      await this.#pin.clear();
      await this.access.clear();
      await this.#rekeyPause.clear();
      await this.#ports.lockedInbox.erase();
    });
    this.#ports.announce({ topic: 'vault' });
  }

  /** Leaves what pages show before a worker answers (lib/rpc/page/glimpse.ts), if that vault is still the open one. */
  async leaveGlimpse(open: OpenVault, glimpse: Uint8Array): Promise<void> {
    if (this.#open === open) await this.#glimpse.leave(glimpse);
  }

  /**
   * Fetches in either state: into conversations if open, sealed into the locked inbox if locked.
   * @param origin of the service at which mail waits; else every service
   * @param brought what it sent along; while locked it is fetched all the same
   */
  async fetch(origin?: string, brought?: Brought): Promise<void> {
    const open = await this.opened();
    if (open === null) return this.#lockedFetch.ask();
    return origin === undefined ? open.courier.fetch() : open.courier.fetchFrom(origin, brought);
  }

  /** Credentials to hold push lines with, in either state. */
  async accesses(): Promise<readonly MailboxAccess[]> {
    const open = await this.opened();
    return open === null ? this.access.good(this.#ports.now()) : open.courier.accesses();
  }

  /** The service does not take it any more: the next one is asked for anew. */
  accessRefused(access: MailboxAccess): Promise<void> {
    return this.access.set({ ...access, untilAt: 0 });
  }

  async #fetchLocked(): Promise<void> {
    const { lockedInbox, transport, entropy, now } = this.#ports;
    const before = await lockedInbox.countWaiting();
    const ports = { lockedInbox, transport, entropy, access: this.access, now };
    const waiting = await fetchLocked(ports, this.#lockedLife);
    // The vault was opened meanwhile: the items just fetched must not lie until the next time.
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
      const header = await this.#ports.lockedInbox.readHeader();
      const key = header === null ? 'wrong' : open(header);
      if (key === 'newer') return NEWER;
      if (header === null || typeof key === 'string') return WRONG;
      return use(header, key, locks).finally(() => wipe(key));
    });
  }

  async #rewrap(header: Uint8Array, key: VaultKey, passphrase: string): Promise<Uint8Array> {
    const { lockedInbox, entropy, cost } = this.#ports;
    const next = rewrapPassphrase(header, key, passphrase, entropy, cost);
    await this.#pin.clear();
    await lockedInbox.writeHeader(next);
    return next;
  }

  /** A header of an older program takes today's form while the passphrase is at hand. */
  async #inTodaysForm(header: Uint8Array, key: VaultKey, passphrase: string): Promise<Uint8Array> {
    const read = readHeader(header);
    return read !== 'newer' && read.sealed === null ? this.#rewrap(header, key, passphrase) : header;
  }

  /** The header, and the key that opens it, from before this worker. Another key than that is forgotten. */
  async #held(): Promise<{ readonly header: Uint8Array; readonly key: VaultKey } | null> {
    const { volatile, lockedInbox } = this.#ports;
    const held = await volatile.get(VAULT_KEY);
    // Of a worker that was killed while it locked.
    if (held === null) return this.#glimpse.clear().then(() => null);
    const header = await lockedInbox.readHeader();
    for (let at = 0; header !== null && at + KEY_BYTES <= held.length; at += KEY_BYTES) {
      const key = vaultKey(held.slice(at, at + KEY_BYTES));
      if (opensBy(header, key)) return { header, key };
    }
    await Promise.all([volatile.remove(VAULT_KEY), this.#glimpse.clear()]);
    return null;
  }

  /** After a change by the owner, despite earlier failures. Nothing waits for it: pages are told how far it is. */
  #rekeySoon(): void {
    void (async () => {
      const header = await this.#ports.lockedInbox.readHeader();
      if (header !== null && rekeyDue(header, this.#ports.now()) === 'now') await this.rekey();
    })().catch(this.#ports.report);
  }

  async #tidy(open: ClosableVault, header: Uint8Array, key: VaultKey, locks: number): Promise<'done' | 'stopped'> {
    const { announce } = this.#ports;
    const tidying = { done: 0, total: 0, stopped: false };
    // From here on a caller that asks for the open vault waits for this turn to end.
    this.#tidying = tidying;
    this.#resuming = null;
    this.#open = null;
    open.close();
    announce({ topic: 'tidying' });
    try {
      await this.#glimpse.clear();
      const through = await rekey(this.#ports, header, key, tidying, {
        hold: (other) => this.#hold(concat(key, other), locks),
        progress: () => announce({ topic: 'tidying' }),
      });
      if (through) await Promise.all([this.#rekeyPause.clear(), this.#pin.clear()]);
      return through ? 'done' : 'stopped';
    } catch (error) {
      await this.#rekeyPause.note(error, this.#ports.now());
      throw error;
    } finally {
      wipe(key);
      await this.#reenter(locks).finally(() => {
        this.#tidying = null;
        announce({ topic: 'vault' });
      });
    }
  }

  /** Under whichever of the two keys is that of the header now. */
  async #reenter(locks: number): Promise<void> {
    const held = this.#locks === locks ? await this.#held() : null;
    if (held === null) return;
    await this.#hold(held.key.slice(), locks);
    await this.#enter(held.header, held.key, locks, 'resumed');
  }

  /** Keeps the keys for the next worker, unless the vault was locked meanwhile. Wipes them here. */
  async #hold(keys: Uint8Array, locks: number): Promise<void> {
    const { volatile } = this.#ports;
    if (this.#locks === locks) await volatile.set(VAULT_KEY, keys);
    if (this.#locks !== locks) await volatile.remove(VAULT_KEY);
    wipe(keys);
  }

  /** Opens the vault and lets it stay open across a restart of the worker. */
  async #admit(header: Uint8Array, key: VaultKey, locks: number): Promise<void> {
    const { announce } = this.#ports;
    const held = key.slice();
    await this.#enter(header, key, locks, 'unlocked');
    await this.#hold(held, locks);
    announce({ topic: 'vault' });
  }

  /** @param locks how often it had been locked when this began */
  async #enter(header: Uint8Array, key: VaultKey, locks: number, how: 'resumed' | 'unlocked'): Promise<void> {
    if (this.#open !== null || this.#locks !== locks) return wipe(key);
    const { generation } = authentic(header, key);
    const [open] = await Promise.all([
      openDesk(this.#ports, this.access, generation, key),
      this.#pin.keepFor(generation).catch(this.#ports.report),
    ]);
    if (this.#locks !== locks) return open.close();
    this.#open = open;
    this.#lockedLife.aborted = true;
    // Nothing waits for these: a failed one is tried again by the next alarm.
    void begin(open, how).catch(this.#ports.report);
    void this.#inTurn(() => this.#dropOthers(locks)).catch(this.#ports.report);
  }

  /** Drops the stores that a finished or a killed rewriting left behind. */
  async #dropOthers(locks: number): Promise<void> {
    const header = this.#locks === locks && this.#open !== null ? await this.#ports.lockedInbox.readHeader() : null;
    if (header !== null) await dropOthers(this.#ports, header);
  }

  #leave(): void {
    this.#locks++;
    this.stopRekey();
    this.#lockedLife.aborted = true;
    this.#lockedLife = { aborted: false };
    this.#open?.close();
    this.#open = null;
    this.#resuming = null;
  }
}

/**
 * Resumes known work at once, also work that a former life put off: requests fail under a browser that closes, and that
 * life may have taken its own end for a failure of a service. New mail is fetched when the services have been reached.
 */
async function begin({ courier, takeIn }: ClosableVault, how: 'resumed' | 'unlocked'): Promise<void> {
  await takeIn();
  await Promise.all([
    Promise.all([courier.sendNow(), courier.fetch()]),
    courier.join().then(() => Promise.all([courier.send(), courier.fetch()])),
  ]);
  // Browsers start a worker again and again, often because a page was opened: it must not read the whole vault each
  // time.
  if (how === 'unlocked') await courier.keepUp();
}
