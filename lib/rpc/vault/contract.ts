// The vault: set-up, unlocking, locking, passphrase and recovery code, erasing.
import * as v from 'valibot';
import type { KeyView, VaultView } from '#app/views/vault.ts';
import { method, nothing, type OkOrReason } from '../call/contract.ts';
import { id } from '../call/schemas.ts';

const passphrase = v.pipe(v.string(), v.minLength(1), v.maxLength(1024));
/** What it must be, the worker says. */
const pin = v.pipe(v.string(), v.minLength(1), v.maxLength(64));

/** One record of 4 MiB at most, and 128 KiB of others (lib/app/device/backup.ts). */
const MOST_PIECE_LETTERS = 5_800_000;

export const vault = {
  vault: method<VaultView>()(nothing),
  setUp: method<OkOrReason<{ recoveryCode: string }, 'weak' | 'already' | 'storage'>>()(v.object({ passphrase })),
  /** Makes a vault that a backup is read into; it is there once that is finished. `restore` is drawn by the page. */
  beginRestore: method<OkOrReason<object, 'weak' | 'already' | 'storage'>>()(v.object({ restore: id, passphrase })),
  /** A piece of `exportPiece`. `gone`: the worker is another one, or another restore began: begin anew. */
  restorePiece: method<OkOrReason<object, 'gone' | 'damaged' | 'newer' | 'storage'>>()(
    v.object({ restore: id, piece: v.pipe(v.string(), v.maxLength(MOST_PIECE_LETTERS)) }),
  ),
  finishRestore: method<OkOrReason<{ recoveryCode: string }, 'gone' | 'already' | 'storage'>>()(
    v.object({ restore: id }),
  ),
  dropRestore: method<null>()(v.object({ restore: id })),
  confirmRecovery: method<null>()(nothing),
  unlock: method<OkOrReason<object, 'wrong' | 'storage' | 'newer'>>()(v.object({ passphrase })),
  /** `gone`: there is no PIN, or no more. */
  unlockByPin: method<OkOrReason<object, 'wrong' | 'gone' | 'storage' | 'newer'>>()(v.object({ pin })),
  setPin: method<OkOrReason<object, 'wrong' | 'shape' | 'easy' | 'storage' | 'newer'>>()(v.object({ passphrase, pin })),
  forgetPin: method<null>()(nothing),
  /** Opens with the recovery code and sets a new passphrase. */
  recover: method<OkOrReason<object, 'wrong' | 'weak' | 'storage' | 'newer'>>()(
    v.object({ code: v.pipe(v.string(), v.maxLength(200)), passphrase }),
  ),
  /** The person unlocked in this popup: goes back to the page that asked for it. `ok: false`: none did. */
  backToPage: method<{ ok: boolean }>()(nothing),
  lock: method<null>()(nothing),
  changePassphrase: method<OkOrReason<object, 'wrong' | 'weak' | 'storage' | 'newer'>>()(
    v.object({ current: passphrase, next: passphrase }),
  ),
  renewRecoveryCode: method<OkOrReason<{ recoveryCode: string }, 'wrong' | 'storage' | 'newer'>>()(
    v.object({ passphrase }),
  ),
  vaultKey: method<KeyView>()(nothing),
  /**
   * Replaces the vault key and rewrites everything under it; answers when that has ended. `stopped`: all is as it was.
   */
  renewVaultKey: method<OkOrReason<object, 'code' | 'stopped' | 'storage'>>()(nothing),
  stopRenewal: method<null>()(nothing),
  /** For a vault of an older program: see `codeWanted`. */
  giveRecoveryCode: method<OkOrReason<object, 'wrong' | 'storage' | 'newer'>>()(
    v.object({ code: v.pipe(v.string(), v.maxLength(200)) }),
  ),
  /** Everything on this device is gone afterwards. */
  erase: method<null>()(v.object({ confirm: v.literal('erase') })),
} as const;
export type VaultContract = typeof vault;
