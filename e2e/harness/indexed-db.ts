// The smallest module that only a browser can run: it shows that `inBrowsers` reaches the real IndexedDB of each of them.

import { deleteDB, openDB } from 'idb';
import { afterEach, describe, expect, it } from 'vitest';

describe('IndexedDB', () => {
  afterEach(() => deleteDB('trial'));

  it('keeps what was written, bytes included', async () => {
    const db = await openDB('trial', 1, { upgrade: (fresh) => void fresh.createObjectStore('things') });
    await db.put('things', new Uint8Array([1, 2, 3]), 'key');
    expect(await db.get('things', 'key')).toEqual(new Uint8Array([1, 2, 3]));
    db.close();
  });

  it('undoes a transaction that is aborted', async () => {
    const db = await openDB('trial', 1, { upgrade: (fresh) => void fresh.createObjectStore('things') });
    const transaction = db.transaction('things', 'readwrite');
    await transaction.store.put('lost', 'key');
    transaction.abort();
    await expect(transaction.done).rejects.toThrow();
    expect(await db.get('things', 'key')).toBeUndefined();
    db.close();
  });
});
