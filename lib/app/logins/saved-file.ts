// Until a device's loss is survived otherwise, a backup file is the only way back: when the last one was saved, and
// whether it still holds everything.
import { equal } from '#bytes/bytes.ts';
import type { AppContext } from '../ports/ports.ts';
import { savedFile } from '../records/saved-file.ts';
import { transact } from '../store/transaction.ts';
import type { SavedFileView } from '../views/entries.ts';

/** What an export began with: changes that come while it is written are not certain to be in it. */
export interface SavedState {
  readonly at: number;
  /** 16 bytes, of everything that is kept (show/entries.ts). */
  readonly stamp: Uint8Array;
}

export async function noteSavedFile(app: Pick<AppContext, 'store' | 'now'>, { at, stamp }: SavedState): Promise<void> {
  await transact(app.store, [savedFile], (transaction) => {
    const known = transaction.get(savedFile)?.at ?? 0;
    // A file that was begun earlier may be written later; and a clock may have been ahead.
    if (at >= known || known > app.now()) transaction.put(savedFile, { at, stamp });
  });
}

/** @param stamp of now */
export async function showSavedFile(
  app: Pick<AppContext, 'store'>,
  { stamp, count }: { readonly stamp: Uint8Array; readonly count: number },
): Promise<SavedFileView> {
  const [known] = await app.store.read([savedFile]);
  return { count, at: known?.at ?? null, isWhole: known !== null && equal(known.stamp, stamp) };
}
