// Small secrets that outlive the worker but not the browser: `storage.session` lies in memory and is never written to
// disk. Content scripts cannot read it: Firefox never lets them, Chromium by the access level set here (its default,
// said once more).
import { browser } from 'wxt/browser';
import type { Volatile } from '#app/store/volatile.ts';
import { decodeBase64url, encodeBase64url } from '#bytes/base64url.ts';

/** What `set` wrote; null: nothing. */
export const heldBytes = (text: unknown): Uint8Array | null =>
  typeof text === 'string' ? decodeBase64url(text) : null;

export function openVolatile(): Volatile {
  const area = browser.storage.session;
  // Firefox has no such method. A level that cannot be set stays at the default, which is the same.
  const ready: Promise<unknown> = area.setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' }) ?? Promise.resolve();
  return {
    async get(name) {
      await ready;
      const { [name]: text } = await area.get(name);
      return heldBytes(text);
    },
    async set(name, bytes) {
      await ready;
      await area.set({ [name]: encodeBase64url(bytes) });
    },
    async remove(name) {
      await area.remove(name);
    },
  };
}
