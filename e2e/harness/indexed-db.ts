// The smallest module that only a browser can run: it shows that `inBrowsers` reaches the real IndexedDB of each of
// them.

import { deleteDB, type IDBPDatabase, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

describe('IndexedDB', () => {
  let db: IDBPDatabase;
  beforeEach(async () => {
    db = await openDB('trial', 1, { upgrade: (fresh) => void fresh.createObjectStore('things') });
  });
  // A database that is still open cannot be deleted.
  afterEach(async () => {
    db.close();
    await deleteDB('trial');
  });

  it('keeps what was written, bytes included', async () => {
    await db.put('things', new Uint8Array([1, 2, 3]), 'key');
    expect(await db.get('things', 'key')).toEqual(new Uint8Array([1, 2, 3]));
  });

  it('undoes a transaction that is aborted', async () => {
    const transaction = db.transaction('things', 'readwrite');
    await transaction.store.put('lost', 'key');
    transaction.abort();
    await expect(transaction.done).rejects.toThrow();
    expect(await db.get('things', 'key')).toBeUndefined();
  });
});
