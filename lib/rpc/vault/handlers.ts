// Set-up, unlocking, locking, passphrase and recovery code, erasing.
import type { Restoring } from '#app/device/restoring.ts';
import { profile } from '#app/records/profile.ts';
import { transact } from '#app/store/transaction.ts';
import type { VaultView } from '#app/views/vault.ts';
import { Fault } from '#bytes/fault.ts';
import type { Handlers } from '../call/contract.ts';
import { bytesOfCall, keptOnDisk } from '../call/parts.ts';
import { openVaultOf, type PageCaller, type WorkerContext } from '../call/worker-context.ts';
import type { VaultContract } from './contract.ts';

export function vaultHandlers(context: WorkerContext): Handlers<VaultContract, PageCaller> {
  // In one piece: a table of handlers.
  const { device } = context;

  /** A full disk while a vault is made or opened, and data of a newer program, are something a person can act on. */
  const orStorage = async <T>(work: Promise<T>): Promise<T | { ok: false; reason: 'storage' | 'newer' }> => {
    try {
      return await work;
    } catch (error) {
      if (error instanceof Fault && error.code === 'record-newer') return { ok: false, reason: 'newer' };
      if (error instanceof Fault && error.code.startsWith('storage-')) return { ok: false, reason: 'storage' };
      throw error;
    }
  };

  const madeNot = (reason: string): 'weak' | 'already' | 'storage' =>
    reason === 'storage' || reason === 'already' ? reason : 'weak';

  const reasonOf = (reason: string): 'wrong' | 'storage' | 'newer' =>
    reason === 'storage' || reason === 'newer' ? reason : 'wrong';

  const shown = async (): Promise<VaultView> => {
    const { tidying } = device;
    if (tidying !== null) return { state: 'tidying', done: tidying.done, total: tidying.total };
    const state = await device.state();
    if (state === 'new') return { state };
    if (state === 'locked') {
      const [waiting, pinTries] = await Promise.all([device.waiting(), device.pinTries()]);
      return { state, waiting, pinTries };
    }
    // It was locked, or its rewriting began, in this very moment.
    if (device.current === null) return shown();
    const [settings] = await device.current.app.store.read([profile]);
    return { state, recoveryConfirmed: settings?.recoveryConfirmed ?? false };
  };

  /** One at a time; a worker that is ended forgets it, and no header names its store. */
  let under: { readonly restore: string; readonly restoring: Restoring } | null = null;
  const drop = (): void => {
    under?.restoring.drop();
    under = null;
  };
  const restoringOf = (restore: string): Restoring | null => (under?.restore === restore ? under.restoring : null);

  return {
    vault: shown,
    async setUp({ passphrase }) {
      const made = await orStorage(device.setUp(passphrase));
      if (made.ok) return made;
      return { ok: false, reason: madeNot(made.reason) };
    },
    async beginRestore({ restore, passphrase }) {
      const begun = await orStorage(device.beginRestore(passphrase));
      if (!begun.ok) return { ok: false, reason: madeNot(begun.reason) };
      drop();
      under = { restore, restoring: begun.restoring };
      return { ok: true };
    },
    async restorePiece({ restore, piece }) {
      const restoring = restoringOf(restore);
      if (restoring === null) return { ok: false, reason: 'gone' };
      try {
        const fault = await keptOnDisk(() => restoring.put(bytesOfCall(piece)));
        if (fault === null) return { ok: true };
        drop();
        return typeof fault === 'string' ? { ok: false, reason: fault } : fault;
      } catch (error) {
        // Another vault was begun in its place.
        if (!(error instanceof Fault && error.code === 'store-erased')) throw error;
        drop();
        return { ok: false, reason: 'gone' };
      }
    },
    async finishRestore({ restore }) {
      const restoring = restoringOf(restore);
      if (restoring === null) return { ok: false, reason: 'gone' };
      // From here on it is nobody's to drop: it becomes the vault, or is given up below.
      under = null;
      const done = await orStorage(device.finishRestore(restoring)).catch((error) => {
        restoring.drop();
        throw error;
      });
      if (done.ok) return done;
      restoring.drop();
      return { ok: false, reason: done.reason === 'already' ? 'already' : 'storage' };
    },
    async dropRestore({ restore }) {
      if (restoringOf(restore) !== null) drop();
      return null;
    },
    async confirmRecovery() {
      const { app } = await openVaultOf(context);
      await transact(app.store, [profile], (transaction) =>
        transaction.put(profile, { ...transaction.require(profile), recoveryConfirmed: true }),
      );
      context.publish('vault');
      return null;
    },
    async unlock({ passphrase }) {
      const opened = await orStorage(device.unlock(passphrase));
      return opened.ok ? opened : { ok: false, reason: reasonOf(opened.reason) };
    },
    unlockByPin: ({ pin }) => orStorage(device.unlockByPin(pin)),
    async setPin({ passphrase, pin }) {
      await openVaultOf(context);
      const set = await orStorage(device.setPin(passphrase, pin));
      if (set.ok) return set;
      if (set.reason === 'locked') throw new Fault('locked', 'vault-locked', 'the vault is locked');
      return { ok: false, reason: set.reason === 'weak' || set.reason === 'already' ? 'wrong' : set.reason };
    },
    async forgetPin() {
      await device.forgetPin();
      return null;
    },
    async recover({ code, passphrase }) {
      const opened = await orStorage(device.recover(code, passphrase));
      return opened.ok ? opened : { ok: false, reason: opened.reason === 'already' ? 'wrong' : opened.reason };
    },
    async backToPage(_, from) {
      return { ok: (await device.state()) === 'open' && (await context.backToPage(from)) };
    },
    async lock() {
      await device.lock();
      return null;
    },
    async changePassphrase({ current, next }) {
      const changed = await orStorage(device.changePassphrase(current, next));
      return changed.ok ? changed : { ok: false, reason: changed.reason === 'already' ? 'wrong' : changed.reason };
    },
    async renewRecoveryCode({ passphrase }) {
      const renewed = await orStorage(device.renewRecoveryCode(passphrase));
      return renewed.ok ? renewed : { ok: false, reason: reasonOf(renewed.reason) };
    },
    async vaultKey() {
      const [keys, pinTries] = await Promise.all([device.keys(), device.pinTries()]);
      return { ...(keys ?? { since: 0, codeWanted: false, failed: null }), pin: pinTries !== null };
    },
    async renewVaultKey() {
      const outcome = await orStorage(device.rekey());
      if (typeof outcome !== 'string') return { ok: false, reason: 'storage' };
      if (outcome === 'locked') throw new Fault('locked', 'vault-locked', 'the vault is locked');
      return outcome === 'done' ? { ok: true } : { ok: false, reason: outcome };
    },
    async stopRenewal() {
      device.stopRekey();
      return null;
    },
    async giveRecoveryCode({ code }) {
      const given = await orStorage(device.giveRecoveryCode(code));
      return given.ok ? given : { ok: false, reason: reasonOf(given.reason) };
    },
    async erase() {
      await device.erase();
      return null;
    },
  };
}
